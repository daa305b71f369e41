// Ctrl+K: one field for every deal, client, document and screen; arrows choose, Enter opens.
import { Fragment, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { Dialog, VisuallyHidden } from "@radix-ui/themes";
import { Command } from "cmdk";
import { runs, steady } from "./steady.js";

const PAUSE = 90; // milliseconds between two keys of one word

/** @import { KeyboardEvent as Pressed } from "react" */
/** @typedef {{ key: string, kind: string, title: string, detail: string, href: string, stage: string, amount: string, other: boolean }} Hit */
/** @typedef {{ key: string, section: string, heading: string, other: boolean, title: string, detail: string, stage: string, amount: string, href: string }} Line */

/**
 * The dialog and its key. `hits` answer the text `asked`, those marked `other` what its keys say with the other layout
 * on, which is the text `other`; `screens` are the pages of this person.
 * @param {{ texts: Record<string, string>, hits: Hit[], asked: string, other: string, screens: { label: string, href: string }[], onSearch: (words: string) => void }} properties
 */
export function Palette({ texts, hits, asked, other, screens, onSearch }) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  const timer = useRef(0);
  const walked = useRef(false); // somebody has chosen among what is shown
  const before = useRef(/** @type {Line[]} */ ([])); // what is shown, in its order
  const ahead = useRef(false); // Enter was pressed before the answer to what is typed has come
  const navigate = useNavigate();

  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const key = (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === "KeyK") {
        event.preventDefault();
        setOpened((before) => !before);
      }
    };
    window.addEventListener("keydown", key);
    return () => window.removeEventListener("keydown", key);
  }, []);

  /** @param {string} words */
  const type = (words) => {
    setText(words);
    walked.current = ahead.current = false;
    clearTimeout(timer.current);
    if (words.trim()) timer.current = setTimeout(() => onSearch(words), PAUSE);
  };
  /** @param {boolean} next */
  const show = (next) => {
    setOpened(next);
    walked.current = ahead.current = false;
    if (!next) setText("");
  };
  /** @param {string} href */
  const go = (href) => {
    if (window.studioStays?.()) return;
    show(false);
    navigate(href);
  };

  const words = text.trim().toLowerCase();
  const waits = words !== "" && asked !== text;
  const otherwise = words && !waits ? other.trim().toLowerCase() : "";
  const found = words ? hits : [];
  /** @type {(screen: { label: string, href: string }, typed: string) => boolean} */
  const named = (screen, typed) => screen.label.toLowerCase().includes(typed);
  const pages = screens.filter((screen) => named(screen, words) || (otherwise && named(screen, otherwise)));
  const lines = [...found.map((hit) => hitLine(hit, texts)), ...pages.map((page) => pageLine(page, texts))];
  const shown = walked.current ? steady(before.current, lines) : lines; // nothing moves below a hand that points
  const first = shown[0]?.key ?? "";
  useEffect(() => {
    before.current = shown;
  });
  useEffect(() => {
    if (!walked.current) setChosen(first); // what came first is what Enter opens
  }, [first, asked, text]);
  // What is shown answers other words: the first of what these find is meant
  /** @param {Pressed} event */
  const press = (event) => {
    if (event.key.startsWith("Arrow")) walked.current = true;
    if (event.key !== "Enter" || event.nativeEvent.isComposing || !waits || walked.current) return;
    event.preventDefault();
    ahead.current = true;
  };
  const point = () => {
    walked.current = true;
  };
  useEffect(() => {
    if (waits || !ahead.current) return;
    ahead.current = false;
    if (shown.length) go(shown[0].href);
  }); // whatever has brought the answer

  return (
    <Dialog.Root open={opened} onOpenChange={show}>
      <Dialog.Trigger>
        <button type="button" className="shell-link palette-open" aria-label={texts.open} aria-keyshortcuts="Control+K">
          {SEARCH_ICON}
          <span className="shell-label">{texts.open}</span>
          <kbd className="shell-label palette-key">Ctrl K</kbd>
        </button>
      </Dialog.Trigger>
      <Dialog.Content className="palette" aria-describedby={undefined}>
        <VisuallyHidden>
          <Dialog.Title>{texts.open}</Dialog.Title>
        </VisuallyHidden>
        <Command shouldFilter={false} loop label={texts.open} value={chosen} onValueChange={setChosen} onKeyDown={press}>
          <Command.Input value={text} onValueChange={type} placeholder={texts.placeholder} className="palette-input" />
          <Command.List className="palette-list" onPointerMove={point}>
            {words && !waits && shown.length === 0 && <div className="palette-empty">{texts.nothing}</div>}
            {runs(shown).map(([one, ...more], place, all) => (
              <Fragment key={one.key}>
                {one.other && !all[place - 1]?.[0].other && <div className="palette-other">{texts.shown_for}</div>}
                <Command.Group heading={one.heading}>
                  {[one, ...more].map((line) => (
                    <Command.Item key={line.key} value={line.key} onSelect={() => go(line.href)} className="palette-item">
                      <span className="palette-title">{line.title}</span>
                      <span className="palette-detail">{line.detail}</span>
                      {line.stage && <span className="palette-stage">{line.stage}</span>}
                      {line.amount && <span className="palette-amount num">{line.amount}</span>}
                    </Command.Item>
                  ))}
                </Command.Group>
              </Fragment>
            ))}
          </Command.List>
        </Command>
      </Dialog.Content>
    </Dialog.Root>
  );
}

/** @type {(hit: Hit, texts: Record<string, string>) => Line} */
const hitLine = (hit, texts) => ({ ...hit, section: `${hit.other} ${hit.kind}`, heading: texts[hit.kind] });

/** @type {(page: { label: string, href: string }, texts: Record<string, string>) => Line} */
const pageLine = ({ label, href }, texts) => ({
  ...{ key: href, section: "screens", heading: texts.screens, other: false },
  ...{ title: label, detail: "", stage: "", amount: "", href },
});

const SEARCH_ICON = (
  <svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
    <circle cx="11" cy="11" r="7" strokeLinecap="round" />
    <path d="m20 20-4-4" strokeLinecap="round" />
  </svg>
);
