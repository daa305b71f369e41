// A card: what a deal shows of itself on the board.
import { memo, useContext, useLayoutEffect } from "react";
import { Draggable } from "@hello-pangea/dnd";
import { Surroundings, useChoosing } from "./surroundings.js";
import { age, documentWords, DocumentMark, TagMarks, WaitMark } from "./marks.jsx";
import { dueWords, initials, waitWords } from "./words.js";

/** @import { Around, Card as Shown, Select, Translate } from "./shapes" */
/** @import { DraggableProvided, DraggableStateSnapshot } from "@hello-pangea/dnd" */
/** @import { CSSProperties, KeyboardEvent, MouseEvent, TransitionEvent } from "react" */
/** @typedef {{ card: Shown, norm: number, open: boolean, top?: number, selected?: boolean, others?: number }} Looks */

export const Card = memo(function Card(/** @type {Looks & { index: number }} */ { index, top, ...card }) {
  const { fixed } = useContext(Surroundings);
  return (
    <Draggable draggableId={card.card.id} index={index} isDragDisabled={fixed}>
      {(provided, snapshot) => <Face {...{ provided, snapshot, top, ...card }} />}
    </Draggable>
  );
});

/** @param {Looks & { provided: DraggableProvided, snapshot: DraggableStateSnapshot }} properties */
export function Face({ card, norm, open, top, selected, others = 0, provided, snapshot }) {
  const around = useChoosing();
  const { t, now, path, fixed, people, density, reading, onVisit, onSelect } = around;
  const { days, state } = age(card, norm, now);
  const spent = t("days_of_norm", { days, norm });
  const manager = people.get(card.by)?.name ?? "";
  const live = reading.has(card.id);
  const waiting = open ? card.wait : undefined;
  const said = [card.title, card.client, card.amount, manager, spent, documentWords(card, t), task(card, around)];
  if (waiting) said.push(waitWords(waiting, around).said);
  if (card.unread) said.push(t("unread"));
  if (live) said.push(t("reading"));
  /** @param {MouseEvent | KeyboardEvent} event */
  const visit = (event) => {
    if (event.defaultPrevented) return;
    if (event.shiftKey || ((event.metaKey || event.ctrlKey) && /** @type {Element} */ (event.target).tagName !== "A")) {
      event.preventDefault();
      onSelect(card, event.shiftKey);
    } else if (!event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      onVisit(card.id);
    }
  };
  useLanding(provided, snapshot);
  /** @type {CSSProperties} */
  const place = top === undefined ? {} : { position: "absolute", top, left: 0, right: 0 };
  return (
    <div
      ref={provided.innerRef}
      {...provided.draggableProps}
      tabIndex={0} // also where it cannot be carried
      {...provided.dragHandleProps}
      role="group" // there is a link and a tick box inside, which a button may not hold
      style={{ ...provided.draggableProps.style, ...place }}
      aria-label={said.filter(Boolean).join(", ")}
      data-deal={card.id}
      className={["board-card", density, snapshot.isDragging && "lifted", selected && "selected"].filter(Boolean).join(" ")}
      onClick={visit}
      onKeyDown={(event) => event.key === "Enter" && visit(event)}
    >
      <span className="board-card-line">
        {!fixed && <Pick {...{ card, selected, t, onSelect }} />}
        <a href={path + card.id} tabIndex={-1} className="board-card-title" draggable={false}>
          {card.title}
        </a>
        {live && <span className="board-card-live" title={t("reading")} />}
        {card.unread && <span className="board-card-unread" title={t("unread")} />}
        {density === "compact" && <span className="board-card-amount num">{card.amount}</span>}
      </span>
      {density === "comfortable" && (
        <span className="board-card-line">
          <span className="board-card-client">{card.client}</span>
          <TagMarks tags={card.tags} />
        </span>
      )}
      <span className="board-card-line">
        {density === "compact" ? (
          <span className="board-card-client">{card.client}</span>
        ) : (
          <span className="board-card-amount num">{card.amount ?? (waiting && <WaitMark wait={waiting} />)}</span>
        )}
        <DocumentMark card={card} />
        {density === "compact" && waiting && <WaitMark wait={waiting} />}
        {density === "compact" && !waiting && card.due && <Due card={card} around={around} short />}
        <span className={`board-card-age num ${state}`} title={spent}>
          {t("days", { days })}
        </span>
        <span className="board-card-manager" title={manager}>
          {initials(manager)}
        </span>
      </span>
      {density === "comfortable" && (
        <span className="board-card-line">
          <Due card={card} around={around} />
          {waiting && card.amount && <WaitMark wait={waiting} />}
        </span>
      )}
      {others > 0 && <span className="board-card-others num">+{others}</span>}
    </div>
  );
}

/** @param {{ card: Shown, selected?: boolean, t: Translate, onSelect: Select }} properties */
function Pick({ card, selected, t, onSelect }) {
  return (
    <input
      type="checkbox"
      className="board-card-pick"
      tabIndex={-1}
      checked={Boolean(selected)}
      aria-label={t("select")}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => onSelect(card, /** @type {PointerEvent} */ (event.nativeEvent).shiftKey)}
    />
  );
}

/** @param {{ card: Shown, around: Around, short?: boolean }} properties */
function Due({ card, around, short = false }) {
  const { t, now } = around;
  if (!card.task && !card.due) return <span className="board-card-task none">{t("no_task")}</span>;
  const late = card.due && card.due < now;
  return (
    <span className={`board-card-task${late ? " late" : ""}`} title={task(card, around)}>
      {!short && <span className="board-card-task-name">{card.task}</span>}
      {card.due && <span className="num">{dueWords(card.due, around)}</span>}
    </span>
  );
}

/**
 * @param {Shown} card
 * @param {Around} around
 */
const task = (card, around) => [card.task, card.due && dueWords(card.due, around)].filter(Boolean).join(", ");

/**
 * End the flight of a dropped card before it begins: the move is asked for at once.
 * @param {DraggableProvided} provided
 * @param {DraggableStateSnapshot} snapshot
 */
function useLanding(provided, snapshot) {
  const { onTransitionEnd } = provided.draggableProps;
  const flying = snapshot.isDropAnimating;
  useLayoutEffect(() => {
    if (flying) queueMicrotask(() => onTransitionEnd?.(/** @type {TransitionEvent} */ ({ propertyName: "transform" })));
  }, [flying, onTransitionEnd]);
}
