// Ctrl+K: one field for every deal, client, document and screen; arrows choose, Enter opens.
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { Dialog, VisuallyHidden } from "@radix-ui/themes";
import { Command } from "cmdk";

const PAUSE = 90; // milliseconds between two keys of one word

/** @import { KeyboardEvent as Pressed } from "react" */
/** @typedef {{ key: string, kind: string, title: string, detail: string, href: string }} Hit */

/**
 * The dialog and its key. `hits` answer the text `asked`; `screens` are the pages of this person.
 * @param {{ texts: Record<string, string>, hits: Hit[], asked: string, screens: { label: string, href: string }[], onSearch: (words: string) => void }} properties
 */
export function Palette({ texts, hits, asked, screens, onSearch }) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const timer = useRef(0);
  const walked = useRef(false); // somebody has chosen among what is shown
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
    ahead.current = false;
    if (!next) setText("");
  };
  /** @param {string} href */
  const go = (href) => {
    if (window.studioStays?.()) return;
    show(false);
    navigate(href);
  };

  const words = text.trim().toLowerCase();
  const pages = screens.filter((screen) => screen.label.toLowerCase().includes(words));
  const found = words ? hits : [];
  const groups = ["deal", "client", "document"].map((kind) => /** @type {const} */ ([kind, found.filter((hit) => hit.kind === kind)]));
  const waits = words !== "" && asked !== text;
  // What is shown answers other words: the first of what these find is meant
  /** @param {Pressed} event */
  const press = (event) => {
    if (event.key.startsWith("Arrow")) walked.current = true;
    if (event.key !== "Enter" || event.nativeEvent.isComposing || !waits || walked.current) return;
    event.preventDefault();
    ahead.current = true;
  };
  useEffect(() => {
    if (waits || !ahead.current) return;
    ahead.current = false;
    const [first] = [...groups.flatMap(([, shown]) => shown), ...pages];
    if (first) go(first.href);
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
        <Command shouldFilter={false} loop label={texts.open} onKeyDown={press}>
          <Command.Input value={text} onValueChange={type} placeholder={texts.placeholder} className="palette-input" />
          <Command.List className="palette-list">
            {words && !waits && found.length === 0 && pages.length === 0 && (
              <div className="palette-empty">{texts.nothing}</div>
            )}
            {groups.map(([kind, shown]) =>
              shown.length ? (
                <Command.Group key={kind} heading={texts[kind]}>
                  {shown.map((hit) => (
                    <Command.Item key={hit.key} value={hit.key} onSelect={() => go(hit.href)} className="palette-item">
                      <span className="palette-title">{hit.title}</span>
                      <span className="palette-detail">{hit.detail}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              ) : null,
            )}
            {pages.length > 0 && (
              <Command.Group heading={texts.screens}>
                {pages.map((screen) => (
                  <Command.Item key={screen.href} value={screen.href} onSelect={() => go(screen.href)} className="palette-item">
                    <span className="palette-title">{screen.label}</span>
                  </Command.Item>
                ))}
              </Command.Group>
            )}
          </Command.List>
        </Command>
      </Dialog.Content>
    </Dialog.Root>
  );
}

const SEARCH_ICON = (
  <svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
    <circle cx="11" cy="11" r="7" strokeLinecap="round" />
    <path d="m20 20-4-4" strokeLinecap="round" />
  </svg>
);
