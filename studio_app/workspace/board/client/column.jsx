// A column: its heading with the totals of the whole filter, and the cards loaded so far.
import { memo, useEffect, useRef, useState } from "react";
import { Droppable } from "@hello-pangea/dnd";
import { Card } from "./card.jsx";
import { hasMore } from "./model.js";

const FIRST = 12; // cards of a column drawn at once; the rest as it is scrolled
const STEP = 20;

export const Column = memo(function Column({ column, now, t, path, onVisit, onMore }) {
  const [shown, setShown] = useState(FIRST);
  const end = useRef(null);
  const [count, sum] = column.totals;
  const cards = column.cards.slice(0, shown);
  const rest = shown < column.cards.length || hasMore(column);
  useEffect(() => {
    if (!rest || !end.current) return undefined;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        setShown((before) => before + STEP);
        if (shown + STEP >= column.cards.length && hasMore(column)) {
          const last = column.cards.at(-1);
          onMore(column.id, last?.rank ?? "", last?.id ?? "");
        }
      },
      { rootMargin: "240px" },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [rest, shown, column, onMore]);
  return (
    <section
      className="board-column"
      data-stage={column.id}
      aria-label={[column.name, t("count", { count }), sum].filter(Boolean).join(", ")}
    >
      <header className="board-column-head">
        <span className="board-dot" style={{ background: `var(--${column.colour}-9)` }} />
        <h2>{column.name}</h2>
        <span className="board-count num">{count}</span>
        <span className="board-sum num">{sum}</span>
      </header>
      <Droppable droppableId={column.id}>
        {(provided, snapshot) => (
          <div
            ref={provided.innerRef}
            {...provided.droppableProps}
            className={`board-cards${snapshot.isDraggingOver ? " over" : ""}`}
          >
            {cards.map((card, index) => (
              <Card
                key={card.id}
                {...{ card, index, norm: column.kind === "open" ? column.norm : 0, now, t, path, onVisit }}
              />
            ))}
            {provided.placeholder}
            {count === 0 && !snapshot.isDraggingOver && <p className="board-none">{t("none")}</p>}
            {rest && <div ref={end} className="board-end" />}
          </div>
        )}
      </Droppable>
    </section>
  );
});
