// The live board: holds the cards in the browser, takes a snapshot once and then one patch per change.
import { memo, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { DragDropContext, Draggable, Droppable } from "@hello-pangea/dnd";
import { DispatchContext } from "$/utils/context-registry";
import { append, drop, find, hasMore, open, patch, settle } from "./model.js";
import { follow } from "./sideways.js";

const CHANNEL = "board";
const FIRST = 12; // cards of a column drawn at once; the rest as it is scrolled
const STEP = 20;
const DAY = 86400;

/** The text of `key` with its {placeholders}; a list of forms is a plural, chosen by `count`. */
const texter = (texts, locale) => {
  const plural = new Intl.PluralRules(locale);
  const forms = locale === "en" ? ["one", "other"] : ["one", "few", "many"];
  return (key, values = {}) => {
    let text = texts[key] ?? "";
    if (Array.isArray(text)) text = text[Math.max(0, forms.indexOf(plural.select(values.count)))];
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
};

/** Keeps the model of the board in step with the server; `onOpen` asks for a snapshot. */
function useBoard({ session, locale, onOpen }) {
  const dispatchers = useContext(DispatchContext);
  const [model, setModel] = useState(null);
  const held = useRef(null); // the model, readable outside of rendering
  const early = useRef([]); // what came while a card was dragged or before the snapshot
  const dragging = useRef(false);
  const asked = useRef(false); // a new snapshot is on its way
  const ask = useCallback(() => {
    if (!asked.current) onOpen();
    asked.current = true;
  }, [onOpen]);
  const show = useCallback((next) => {
    held.current = next;
    setModel(next);
  }, []);
  const take = useCallback(
    (message) => {
      if (dragging.current) {
        early.current.push(message);
      } else if (message.columns) {
        const waiting = early.current;
        early.current = [];
        asked.current = false;
        show(open(message));
        waiting.forEach((later) => take(later));
      } else if (message.resync) {
        ask();
      } else if (asked.current || held.current === null) {
        early.current.push(message);
      } else if (message.seq) {
        const next = patch(held.current, message);
        if (next) show(next);
        else ask();
      } else if (message.more) {
        show(append(held.current, message.stage, message.more));
      } else if (message.card) {
        show(settle(held.current, message.card));
      }
    },
    [ask, show],
  );
  useEffect(() => {
    dispatchers[CHANNEL] = take;
    return () => {
      // A late message for a board that is no longer there is nobody's loss
      dispatchers[CHANNEL] = () => {};
    };
  }, [dispatchers, take]);
  useEffect(() => {
    // On the first page and after every reconnect, which brings a new socket session
    if (!session) return;
    asked.current = true;
    onOpen();
  }, [session, locale, onOpen]);
  const drag = useCallback(
    (active) => {
      dragging.current = active;
      if (active || held.current === null) return;
      const waiting = early.current;
      early.current = [];
      waiting.forEach((later) => take(later));
    },
    [take],
  );
  return { model, held, show, drag };
}

/** How long the deal has been in its stage, against the norm. */
function age(card, norm, now) {
  const days = Math.max(0, Math.floor((now - card.since) / DAY));
  const state = days > norm * 2 ? "late" : days > norm ? "slow" : "fine";
  return { days, state: norm > 0 ? state : "fine" };
}

const Card = memo(function Card({ index, ...card }) {
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

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? "")
    .join("");

const Column = memo(function Column({ column, now, t, path, onVisit, onMore }) {
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

/** What a screen reader hears while a card is carried. */
function useVoice(held, t) {
  return useMemo(() => {
    const name = (stage) => held.current?.columns[stage]?.name ?? "";
    const title = (id) => (held.current && find(held.current, id)?.title) ?? "";
    return {
      lifted: (start, { announce }) =>
        announce(t("lifted", { title: title(start.draggableId), stage: name(start.source.droppableId) })),
      over: (update, { announce }) =>
        announce(
          update.destination
            ? t("over", { stage: name(update.destination.droppableId), place: update.destination.index + 1 })
            : t("nowhere"),
        ),
      dropped: (result, { announce }) =>
        announce(
          result.destination && result.reason === "DROP"
            ? t("dropped", { stage: name(result.destination.droppableId), place: result.destination.index + 1 })
            : t("cancelled"),
        ),
    };
  }, [held, t]);
}

export function Board({ session, locale, texts, dealPath, children, onOpen, onMove, onLose, onMore }) {
  const navigate = useNavigate();
  const t = useMemo(() => texter(texts, locale), [texts, locale]);
  const { model, held, show, drag } = useBoard({ session, locale, onOpen: useStable(onOpen) });
  const voice = useVoice(held, t);
  const now = useNow();
  const visit = useCallback((id) => navigate(dealPath + id), [navigate, dealPath]);
  const more = useStable(onMore);
  const frame = useRef(null);
  const unfollow = useRef(() => {});
  useEffect(() => () => unfollow.current(), []);
  const grasp = () => {
    unfollow.current = follow(frame.current);
  };
  const lift = (start, provided) => {
    drag(true);
    voice.lifted(start, provided);
  };
  const over = (update, provided) => {
    voice.over(update, provided);
    if (update.mode === "SNAP" && update.destination) reveal(frame.current, update.destination.droppableId);
  };
  const land = (result, provided) => {
    unfollow.current();
    unfollow.current = () => {};
    voice.dropped(result, provided);
    const { source, destination, draggableId } = result;
    const moved =
      result.reason === "DROP" &&
      destination &&
      (destination.droppableId !== source.droppableId || destination.index !== source.index);
    if (moved && find(held.current, draggableId)) {
      const { model: next, move } = drop(held.current, draggableId, destination.droppableId, destination.index);
      show(next);
      const lost = next.columns[move.stage].kind === "lost" && source.droppableId !== move.stage;
      (lost ? onLose : onMove)(move.id, move.version, move.stage, move.above, move.below);
    }
    drag(false);
  };
  if (model === null) return <div className="board" aria-busy="true" />;
  if (model.order.every((stage) => model.columns[stage].totals[0] === 0)) return children;
  return (
    <DragDropContext
      onBeforeCapture={grasp}
      onDragStart={lift}
      onDragUpdate={over}
      onDragEnd={land}
      dragHandleUsageInstructions={t("instructions")}
    >
      <div className="board" ref={frame}>
        {model.order.map((stage) => (
          <Column
            key={stage}
            column={model.columns[stage]}
            {...{ now, t, path: dealPath, onVisit: visit, onMore: more }}
          />
        ))}
      </div>
    </DragDropContext>
  );
}

/** Bring the column to which the keyboard has carried a card into view. */
const reveal = (board, stage) =>
  board.querySelector(`[data-stage="${stage}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });

/** The same function for ever, which calls the latest one given. */
function useStable(callback) {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  return useCallback((...values) => latest.current?.(...values), []);
}

/** Seconds of the epoch, renewed every ten minutes: days in a stage do not need more. */
function useNow() {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 600_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
