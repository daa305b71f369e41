// Editors of single cells: Enter saves, Escape leaves what was.
import { useContext, useEffect, useRef, useState } from "react";
import { Popover } from "@radix-ui/themes";
import { fits, LONGEST, Longest } from "./longest.jsx";
import { Surroundings } from "./surroundings.js";

/** @import { Tag } from "./messages" */
/** @import { FormEvent, InputHTMLAttributes, ReactNode } from "react" */
/** @typedef {{ label: string, value: string, close: () => void, save: (text: string) => void }} Editor */

/**
 * A line of text; saved by Enter and by leaving it, when it says something else than before.
 * @param {Editor & { longest?: number } & Pick<InputHTMLAttributes<HTMLInputElement>, "inputMode">} properties
 */
export function TextEditor({ label, value, close, save, longest = LONGEST.title, ...field }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [typed, setTyped] = useState(value);
  const done = useRef(false);
  useEffect(() => input.current?.select(), []);
  /** @param {boolean} keep */
  const finish = (keep) => {
    if (!input.current) return;
    const text = input.current.value.trim();
    // what is too long stays to be shortened
    if (done.current || (keep && text && !fits(text, longest))) return;
    done.current = true;
    if (keep && text !== value) save(text);
    close();
  };
  return (
    <>
      <input
        ref={input}
        className="board-input table-input"
        defaultValue={value}
        aria-label={label}
        autoFocus
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish(true);
          if (event.key === "Escape") finish(false);
        }}
        {...field}
      />
      <Longest text={typed} longest={longest} />
    </>
  );
}

/** @param {Editor} properties */
export const AmountEditor = (properties) => <TextEditor inputMode="decimal" {...properties} longest={40} />;

/**
 * One of a few: chosen at once.
 * @param {Editor & { options: [key: string, name: string][] }} properties
 */
export function PickEditor({ label, value, options, close, save }) {
  const list = useRef(/** @type {HTMLSelectElement | null} */ (null));
  useEffect(() => {
    try {
      list.current?.showPicker();
    } catch {
      // a browser that opens it only by hand
    }
  }, []);
  return (
    <select
      ref={list}
      className="native-select table-input"
      defaultValue={value}
      aria-label={label}
      autoFocus
      onBlur={close}
      onKeyDown={(event) => event.key === "Escape" && close()}
      onChange={(event) => {
        if (event.target.value !== value) save(event.target.value);
        close();
      }}
    >
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** @param {{ children: ReactNode, trigger: ReactNode, close: () => void, className: string }} properties */
function Bubble({ children, trigger, close, className }) {
  return (
    <Popover.Root open onOpenChange={(open) => !open && close()}>
      <Popover.Trigger>
        <span className="table-anchor">{trigger}</span>
      </Popover.Trigger>
      <Popover.Content className={className} align="start">
        {children}
      </Popover.Content>
    </Popover.Root>
  );
}

/**
 * What comes next, and when.
 * @param {{ words: string, fixed: boolean, day: string, close: () => void, save: (title: string, day: string) => void, children: ReactNode }} properties
 */
export function TaskEditor({ words, fixed, day, close, save, children }) {
  const { t } = useContext(Surroundings);
  const [title, setTitle] = useState(words);
  const [due, setDue] = useState(day);
  /** @param {FormEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!fixed && !fits(title, LONGEST.title)) return;
    if (title.trim() !== words || due !== day) save(title.trim(), due);
    close();
  };
  return (
    <Bubble trigger={children} close={close} className="table-bubble">
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>{t("col.task")}</span>
          <input className="board-input" value={title} disabled={fixed} required autoFocus={!fixed} onChange={(event) => setTitle(event.target.value)} />
          <Longest text={title} longest={LONGEST.title} />
        </label>
        <label className="field">
          <span>{t("due")}</span>
          <input type="date" className="board-input num" value={due} autoFocus={fixed} onChange={(event) => setDue(event.target.value)} />
        </label>
        <button type="submit" className="board-button strong">
          {t("views.save")}
        </button>
      </form>
    </Bubble>
  );
}

/**
 * The deal's tags: ticked on and off, or a new one by its name.
 * @param {{ known: Tag[], tags: number[], close: () => void, put: (name: string, on: boolean) => void, children: ReactNode }} properties
 */
export function TagsEditor({ known, tags, close, put, children }) {
  const { t } = useContext(Surroundings);
  const [name, setName] = useState("");
  /** @param {FormEvent} event */
  const add = (event) => {
    event.preventDefault();
    if (!fits(name, LONGEST.tag)) return;
    put(name.trim(), true);
    setName("");
  };
  return (
    <Bubble trigger={children} close={close} className="table-bubble">
      <div className="table-tags">
        {known
          .filter((tag) => tag.active || tags.includes(tag.id))
          .map((tag) => (
            <label key={tag.id} className="tick">
              <input type="checkbox" checked={tags.includes(tag.id)} onChange={(event) => put(tag.name, event.target.checked)} />
              <span>{tag.name}</span>
            </label>
          ))}
      </div>
      <form className="table-new-tag" onSubmit={add}>
        <input className="board-input" value={name} placeholder={t("tag.new")} aria-label={t("tag.new")} onChange={(event) => setName(event.target.value)} />
        <Longest text={name} longest={LONGEST.tag} />
        <button type="submit" className="board-button" disabled={!fits(name, LONGEST.tag)}>
          {t("tag_on")}
        </button>
      </form>
    </Bubble>
  );
}
