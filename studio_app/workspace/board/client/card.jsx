// A card: what a deal shows of itself on the board.
import { memo, useContext, useLayoutEffect } from "react";
import { Draggable } from "@hello-pangea/dnd";
import { Surroundings } from "./surroundings.js";
import { dueWords, initials } from "./words.js";

const DAY = 86400;
const TAGS = 3;
const DONE = new Set(["accepted", "signed", "paid"]);

/** How long the deal has been in its stage, against the norm. */
function age(card, norm, now) {
  const days = Math.max(0, Math.floor((now - card.since / 1e6) / DAY));
  const state = days > norm * 2 ? "late" : days > norm ? "slow" : "fine";
  return { days, state: norm > 0 ? state : "fine" };
}

export const Card = memo(function Card({ index, top, ...card }) {
  return (
    <Draggable draggableId={card.card.id} index={index}>
      {(provided, snapshot) => <Face {...{ provided, snapshot, top, ...card }} />}
    </Draggable>
  );
});

export function Face({ card, norm, top, selected, others, provided, snapshot }) {
  const around = useContext(Surroundings);
  const { t, now, path, people, density, reading, onVisit, onSelect } = around;
  const { days, state } = age(card, norm, now);
  const spent = t("days_of_norm", { days, norm });
  const manager = people.get(card.by)?.name ?? "";
  const live = reading.has(card.id);
  const said = [card.title, card.client, card.amount, manager, spent, document(card, t), task(card, around)];
  if (card.unread) said.push(t("unread"));
  if (live) said.push(t("reading"));
  const visit = (event) => {
    if (event.defaultPrevented) return;
    if (event.shiftKey || ((event.metaKey || event.ctrlKey) && event.target.tagName !== "A")) {
      event.preventDefault();
      onSelect(card, event.shiftKey);
    } else if (!event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      onVisit(card.id);
    }
  };
  useLanding(provided, snapshot);
  const place = top === undefined ? {} : { position: "absolute", top, left: 0, right: 0 };
  return (
    <article
      ref={provided.innerRef}
      {...provided.draggableProps}
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
        <Pick {...{ card, selected, t, onSelect }} />
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
          <Tags tags={card.tags} />
        </span>
      )}
      <span className="board-card-line">
        {density === "compact" ? (
          <span className="board-card-client">{card.client}</span>
        ) : (
          <span className="board-card-amount num">{card.amount}</span>
        )}
        <Document card={card} t={t} />
        {density === "compact" && card.due && <Due card={card} around={around} short />}
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
        </span>
      )}
      {others > 0 && <span className="board-card-others num">+{others}</span>}
    </article>
  );
}

function Pick({ card, selected, t, onSelect }) {
  return (
    <input
      type="checkbox"
      className="board-card-pick"
      tabIndex={-1}
      checked={Boolean(selected)}
      aria-label={t("select")}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => onSelect(card, event.nativeEvent.shiftKey)}
    />
  );
}

function Tags({ tags = [] }) {
  const { tags: known } = useContext(Surroundings);
  const named = tags.map((id) => known.get(id)).filter(Boolean);
  return (
    <span className="board-card-tags" title={named.map((tag) => tag.name).join(", ")}>
      {named.slice(0, TAGS).map((tag) => (
        <span key={tag.id} className="board-tag" style={{ background: `var(--${tag.colour}-4)`, color: `var(--${tag.colour}-11)` }}>
          {tag.name}
        </span>
      ))}
    </span>
  );
}

function Document({ card, t }) {
  if (!card.doc) return null;
  const [kind, state] = card.doc.split(" ");
  const look = DONE.has(state) ? "done" : state;
  return (
    <span className={`board-card-doc ${look}`} title={document(card, t)}>
      {t(`doc.${kind}`)}
    </span>
  );
}

function Due({ card, around, short }) {
  const { t, now, locale } = around;
  if (!card.task && !card.due) return <span className="board-card-task none">{t("no_task")}</span>;
  const late = card.due && card.due < now;
  return (
    <span className={`board-card-task${late ? " late" : ""}`} title={task(card, around)}>
      {!short && <span className="board-card-task-name">{card.task}</span>}
      {card.due && <span className="num">{dueWords(card.due, now, t, locale)}</span>}
    </span>
  );
}

const document = (card, t) => {
  const [kind, state] = (card.doc ?? "").split(" ");
  return kind ? `${t(`doc.${kind}`)}: ${t(`doc_state.${state}`)}` : "";
};

const task = (card, { t, now, locale }) => [card.task, card.due && dueWords(card.due, now, t, locale)].filter(Boolean).join(", ");

/** End the flight of a dropped card before it begins: the move is asked for at once. */
function useLanding(provided, snapshot) {
  const { onTransitionEnd } = provided.draggableProps;
  const flying = snapshot.isDropAnimating;
  useLayoutEffect(() => {
    if (flying) queueMicrotask(() => onTransitionEnd?.({ propertyName: "transform" }));
  }, [flying, onTransitionEnd]);
}
