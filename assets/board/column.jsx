// A column: its heading with the totals of the whole filter, and those of its cards that are in view.
import { memo, useCallback, useContext, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Droppable } from "@hello-pangea/dnd";
import { Card, Face } from "./card.jsx";
import { hasMore } from "./model.js";
import { HEIGHT, Surroundings } from "./surroundings.js";

/** @import { Ask } from "./asks" */
/** @import { Column as Loaded } from "./shapes" */
/** @import { DraggableProvided, DraggableRubric, DraggableStateSnapshot } from "@hello-pangea/dnd" */
/** @import { RefObject } from "react" */
/** @typedef {{ column: Loaded, selection: Set<string>, onMore: Ask["onMore"] }} Drawn */

const OVERSCAN = 6; // cards drawn beyond each edge of what is in view
const FIRST = 12; // cards drawn before the column has been measured
const AHEAD = 20; // the next window is asked for this many cards before the end, where somebody may scroll

/**
 * Which cards are in view: all have one height, so it follows from how far the list is scrolled.
 * @param {RefObject<HTMLElement | null>} list
 * @param {number} height
 * @returns {[view: [from: number, to: number], look: () => void]}
 */
export function useView(list, height) {
  const [view, setView] = useState(/** @type {[number, number]} */ ([0, FIRST]));
  const look = useCallback(() => {
    if (!list.current) return;
    const from = Math.max(0, Math.floor(list.current.scrollTop / height) - OVERSCAN);
    const to = Math.ceil((list.current.scrollTop + list.current.clientHeight) / height) + OVERSCAN;
    setView((before) => (before[0] === from && before[1] === to ? before : [from, to]));
  }, [list, height]);
  useLayoutEffect(() => {
    look();
    const watcher = new ResizeObserver(look);
    if (list.current) watcher.observe(list.current);
    return () => watcher.disconnect();
  }, [list, look]);
  return [view, look];
}

export const Column = memo(function Column(/** @type {Drawn} */ { column, selection, onMore }) {
  const { t } = useContext(Surroundings);
  const { deals, sum, weighted } = column.totals;
  const said = [column.name, t("count", { count: deals }), sum, weighted && t("weighted", { sum: weighted })];
  return (
    <section className="board-column" data-stage={column.id} aria-label={said.filter(Boolean).join(", ")}>
      <header className="board-column-head">
        <span className="board-dot" style={{ background: `var(--${column.colour}-9)` }} />
        <h2>{column.name}</h2>
        <span className="board-count num">{deals}</span>
        <span className="board-sum num">
          {sum}
          {weighted && (
            <span className="board-weighted" title={t("weighted", { sum: weighted })}>
              {" "}
              ≈ {weighted}
            </span>
          )}
        </span>
      </header>
      <Cards {...{ column, selection, onMore }} />
    </section>
  );
});

/** @param {Drawn} properties */
function Cards({ column, selection, onMore }) {
  const { density, t } = useContext(Surroundings);
  const height = HEIGHT[density];
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [[from, to], look] = useView(list, height);
  const { cards } = column;
  const open = column.kind === "open";
  const norm = open ? column.norm : 0;
  const asked = useRef("");
  // a pointer, a finger or the focus in the column comes before any scrolling: until then nothing is fetched ahead
  const [near, setNear] = useState(false);
  const come = useCallback(() => setNear(true), []);
  useEffect(() => {
    const last = cards.at(-1)?.id ?? "";
    const question = `${column.opening} ${column.misses} ${cards.length} ${last}`;
    const wanted = to + (near ? AHEAD : 0);
    if (wanted < cards.length || !hasMore(column) || asked.current === question) return;
    asked.current = question;
    onMore({ stage_id: column.id, last_id: last });
  }, [to, near, cards, column, onMore]);
  const others = selection.size - 1;
  /** @type {(provided: DraggableProvided, snapshot: DraggableStateSnapshot, rubric: DraggableRubric) => import("react").ReactElement | undefined} */
  const clone = (provided, snapshot, rubric) => {
    const card = cards[rubric.source.index];
    return card && <Face {...{ card, norm, open, provided, snapshot, others: selection.has(card.id) ? others : 0 }} />;
  };
  return (
    <Droppable droppableId={column.key} mode="virtual" renderClone={clone}>
      {(provided, snapshot) => (
        <div
          ref={(element) => {
            list.current = element;
            provided.innerRef(element);
          }}
          {...provided.droppableProps}
          onScroll={look}
          onPointerEnter={come}
          onFocus={come}
          className={`board-cards${snapshot.isDraggingOver ? " over" : ""}`}
        >
          <div className="board-stack" style={{ height: (cards.length + (snapshot.isUsingPlaceholder ? 1 : 0)) * height }}>
            {cards.slice(from, to).map((card, offset) => (
              <Card
                key={card.id}
                {...{ card, norm, open, index: from + offset, top: (from + offset) * height, selected: selection.has(card.id) }}
              />
            ))}
          </div>
          {column.totals.deals === 0 && !snapshot.isDraggingOver && <p className="board-none">{t("none")}</p>}
        </div>
      )}
    </Droppable>
  );
}
