// A card: what a deal shows of itself on the board.
import { memo, useLayoutEffect } from "react";
import { Draggable } from "@hello-pangea/dnd";
import { initials } from "./words.js";

const DAY = 86400;

/** How long the deal has been in its stage, against the norm. */
function age(card, norm, now) {
  const days = Math.max(0, Math.floor((now - card.since) / DAY));
  const state = days > norm * 2 ? "late" : days > norm ? "slow" : "fine";
  return { days, state: norm > 0 ? state : "fine" };
}

export const Card = memo(function Card({ index, ...card }) {
  return (
    <Draggable draggableId={card.card.id} index={index}>
      {(provided, snapshot) => <Face {...{ provided, snapshot, ...card }} />}
    </Draggable>
  );
});

function Face({ card, norm, now, t, path, onVisit, provided, snapshot }) {
  const { days, state } = age(card, norm, now);
  const spent = t("days_of_norm", { days, norm });
  const label = [card.title, card.client, card.amount, card.manager, spent].filter(Boolean).join(", ");
  const visit = (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (event.metaKey || event.ctrlKey) window.open(path + card.id, "_blank", "noopener");
    else onVisit(card.id);
  };
  useLanding(provided, snapshot);
  return (
    <article
      ref={provided.innerRef}
      {...provided.draggableProps}
      {...provided.dragHandleProps}
      aria-label={label}
      data-deal={card.id}
      className={`board-card${snapshot.isDragging ? " lifted" : ""}`}
      onClick={visit}
      onKeyDown={(event) => event.key === "Enter" && visit(event)}
    >
      <a href={path + card.id} tabIndex={-1} className="board-card-title">
        {card.title}
      </a>
      <span className="board-card-client">{card.client}</span>
      <span className="board-card-foot">
        <span className="board-card-amount num">{card.amount}</span>
        <span className="board-card-manager" title={card.manager}>
          {initials(card.manager)}
        </span>
        <span className={`board-card-age num ${state}`} title={spent}>
          {t("days", { days })}
        </span>
      </span>
    </article>
  );
}

/** End the flight of a dropped card before it begins: the move is asked for at once. */
function useLanding(provided, snapshot) {
  const { onTransitionEnd } = provided.draggableProps;
  const flying = snapshot.isDropAnimating;
  useLayoutEffect(() => {
    if (flying) queueMicrotask(() => onTransitionEnd?.({ propertyName: "transform" }));
  }, [flying, onTransitionEnd]);
}
