// Small marks that cards, rows and tasks share: time in the stage, the newest document, tags, an answer waited for.
import { useContext } from "react";
import { Surroundings } from "./surroundings.js";
import { waitWords } from "./words.js";

/** @import { Wait } from "./messages" */
/** @import { Card, Row, Translate } from "./shapes" */

const DAY = 86400;
const TAGS = 3;
const DONE = new Set(["accepted", "signed", "paid"]);

/**
 * How long the deal has been in its stage, against the norm.
 * @param {Card | Row} card
 * @param {number} norm days
 * @param {number} now
 */
export function age(card, norm, now) {
  const days = Math.max(0, Math.floor((now - card.since / 1e6) / DAY));
  const state = days > norm * 2 ? "late" : days > norm ? "slow" : "fine";
  return { days, state: norm > 0 ? state : "fine" };
}

/**
 * The newest document in words.
 * @param {Card | Row} card
 * @param {Translate} t
 */
export const documentWords = (card, t) => {
  const [kind, state] = (card.doc ?? "").split(" ");
  return kind ? `${t(`doc.${kind}`)}: ${t(`doc_state.${state}`)}` : "";
};

/** @param {{ card: Card | Row }} properties */
export function DocumentMark({ card }) {
  const { t } = useContext(Surroundings);
  if (!card.doc) return null;
  const [kind, state] = card.doc.split(" ");
  return (
    <span className={`board-card-doc ${DONE.has(state) ? "done" : state}`} title={documentWords(card, t)}>
      {t(`doc.${kind}`)}
    </span>
  );
}

/** @param {{ tags?: number[], most?: number }} properties */
export function TagMarks({ tags = [], most = TAGS }) {
  const { tags: known } = useContext(Surroundings);
  const named = tags.map((id) => known.get(id)).filter((tag) => tag !== undefined);
  return (
    <span className="board-card-tags" title={named.map((tag) => tag.name).join(", ")}>
      {named.slice(0, most).map((tag) => (
        <span key={tag.id} className="board-tag" style={{ background: `var(--${tag.colour}-4)`, color: `var(--${tag.colour}-12)` }}>
          {tag.name}
        </span>
      ))}
    </span>
  );
}

/** @param {{ wait: Wait }} properties */
export function WaitMark({ wait }) {
  const { state, short, said } = waitWords(wait, useContext(Surroundings));
  return (
    <span className={`board-wait num ${state}`} title={said}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" />
        <path d="M8 4.8V8l2.2 1.6" />
      </svg>
      {short}
    </span>
  );
}
