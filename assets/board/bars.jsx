// Bars at the foot of the board: what to do with the chosen deals, and taking the last change back.
import { useContext, useState } from "react";
import { fits, LONGEST, Longest } from "./longest.jsx";
import { heldOf } from "./model.js";
import { Surroundings } from "./surroundings.js";

/** @import { Ask } from "./asks" */
/** @import { Options, Stage } from "./messages" */
/** @import { Card, Past, Row } from "./shapes" */

/**
 * `cards` are the chosen ones, `stages` those to move to, `put` moves by ids and the key of a stage.
 * @param {{ cards: (Card | Row)[], stages: Stage[], options: Options, clear: () => void, put: (ids: string[], stage: string, index: number) => void, ask: Ask }} properties
 */
export function Chosen({ cards, stages, options, clear, put, ask }) {
  const { t } = useContext(Surroundings);
  const [tag, setTag] = useState("");
  const deals = () => cards.map(heldOf);
  /** @param {boolean} on */
  const mark = (on) => {
    if (tag.trim()) ask.onTag({ deals: deals(), tag: tag.trim(), on });
    setTag("");
  };
  return (
    <div className="board-bar" role="toolbar" aria-label={t("chosen", { count: cards.length })}>
      <span className="num">{t("chosen", { count: cards.length })}</span>
      <select
        className="native-select"
        value=""
        aria-label={t("move_to")}
        onChange={(event) => put(cards.map((card) => card.id), event.target.value, 0)}
      >
        <option value="">{t("move_to")}</option>
        {stages.map((stage) => (
          <option key={stage.key} value={stage.key}>
            {stage.name}
          </option>
        ))}
      </select>
      <select
        className="native-select"
        value=""
        aria-label={t("assign_to")}
        onChange={(event) => ask.onAssign({ deals: deals(), manager_id: event.target.value })}
      >
        <option value="">{t("assign_to")}</option>
        {options.people
          .filter((person) => person.active)
          .map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
      </select>
      <form
        className="board-bar-tag"
        onSubmit={(event) => {
          event.preventDefault();
          mark(true);
        }}
      >
        <input
          className="board-input"
          list="board-tags"
          value={tag}
          placeholder={t("tag")}
          aria-label={t("tag")}
          onChange={(event) => setTag(event.target.value)}
        />
        <Longest text={tag} longest={LONGEST.tag} />
        <datalist id="board-tags">
          {options.tags
            .filter((one) => one.active)
            .map((one) => (
              <option key={one.id} value={one.name} />
            ))}
        </datalist>
        <button type="submit" className="board-button" disabled={!fits(tag, LONGEST.tag)}>
          {t("tag_on")}
        </button>
        <button type="button" className="board-button" disabled={!fits(tag, LONGEST.tag)} onClick={() => mark(false)}>
          {t("tag_off")}
        </button>
      </form>
      <button type="button" className="board-button" onClick={clear}>
        {t("clear")}
      </button>
    </div>
  );
}

/** @param {{ past: NonNullable<Past["past"]>, undo: () => void }} properties */
export function Undo({ past, undo }) {
  const { t } = useContext(Surroundings);
  return (
    <div className="board-bar" role="status">
      <span>{past.words(past.back.length)}</span>
      <button type="button" className="board-button strong" onClick={undo}>
        {t("undo")}
      </button>
    </div>
  );
}
