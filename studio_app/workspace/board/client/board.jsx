// The live board: holds the cards in the browser, takes a snapshot once and then one patch per change.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { DragDropContext } from "@hello-pangea/dnd";
import { Chosen, Undo } from "./bars.jsx";
import { Column } from "./column.jsx";
import { Help } from "./help.jsx";
import { useNow, useQuery, useSelection, useStable } from "./hooks.js";
import { reveal, useVoice } from "./keyboard.js";
import { useKeys } from "./keys.js";
import { drop, find } from "./model.js";
import { follow } from "./sideways.js";
import { Surroundings } from "./surroundings.js";
import { Toolbar } from "./toolbar.jsx";
import { useBoard } from "./wire.js";
import { texter } from "./words.js";

const UNDO = 10_000; // ms in which a move can be taken back

/** Cards carried to another place, by mouse, touch or keyboard. */
function useCarrying({ board, voice, selection, put, frame }) {
  const { held, drag } = board;
  const unfollow = useRef(() => {});
  useEffect(() => () => unfollow.current(), []);
  return {
    onBeforeCapture: () => {
      unfollow.current = follow(frame.current);
    },
    onDragStart: (start, provided) => {
      drag(true);
      voice.lifted(start, provided);
    },
    onDragUpdate: (update, provided) => {
      voice.over(update, provided);
      if (update.mode === "SNAP" && update.destination) reveal(frame.current, held.current, update.destination.droppableId);
    },
    onDragEnd: (result, provided) => {
      unfollow.current();
      unfollow.current = () => {};
      voice.dropped(result, provided);
      const { source, destination, draggableId: id, reason } = result;
      const stays = destination?.droppableId === source.droppableId && destination.index === source.index;
      const sorted = held.current.sorted !== "manual" && destination?.droppableId === source.droppableId;
      if (reason === "DROP" && destination && !stays && !sorted && find(held.current, id)) {
        const many = selection.has(id) && selection.size > 1;
        put(many ? inOrder(held.current, selection) : [id], destination.droppableId, destination.index);
      }
      drag(false);
    },
  };
}

/** The chosen cards as they stand on the board, from the left and from the top. */
const inOrder = (model, chosen) =>
  model.order.flatMap((stage) => model.columns[stage].cards.filter((card) => chosen.has(card.id)).map((card) => card.id));

/** Ways to move cards and to take the last move back. */
function useMoves({ board, selection, clear, onMove, onMoveMany, onLose, onUndo }) {
  const { held, show, returned } = board;
  const [past, setPast] = useState(null);
  const put = useCallback(
    (ids, stage, index) => {
      const { model, move, back } = drop(held.current, ids, stage, index, Date.now() * 1000);
      const column = held.current.columns[stage];
      const lost = column.kind === "lost" && back.some(([, , from]) => from !== move.stage);
      show(model);
      if (lost) onLose(move.deals, move.stage, move.above, move.below);
      else if (move.deals.length === 1) onMove(...move.deals[0], move.stage, move.above, move.below);
      else onMoveMany(move.deals, move.stage, move.above, move.below);
      if (move.deals.length > 1) clear();
      setPast({ back, at: Date.now(), name: column.name });
    },
    [held, show, clear, onMove, onMoveMany, onLose],
  );
  returned.current = (id) =>
    setPast((before) => {
      const back = before?.back.filter(([one]) => one !== id) ?? [];
      return back.length ? { ...before, back } : null;
    });
  useEffect(() => {
    if (!past) return undefined;
    const timer = setTimeout(() => setPast(null), Math.max(0, past.at + UNDO - Date.now()));
    return () => clearTimeout(timer);
  }, [past]);
  const undo = useCallback(() => {
    if (past) onUndo(past.back);
    setPast(null);
  }, [past, onUndo]);
  return { put, past, undo, chosen: selection };
}

export function Board({ session, locale, texts, dealPath, children, ...ask }) {
  const navigate = useNavigate();
  const t = useMemo(() => texter(texts, locale), [texts, locale]);
  const [query, change, replace] = useQuery();
  const board = useBoard({ session, locale, query, onOpen: useStable(ask.onOpen) });
  const { model, frame, held } = board;
  const [selection, select, clear] = useSelection(held);
  const moves = useMoves({
    board,
    selection,
    clear,
    onMove: useStable(ask.onMove),
    onMoveMany: useStable(ask.onMoveMany),
    onLose: useStable(ask.onLose),
    onUndo: useStable(ask.onUndo),
  });
  const voice = useVoice(held, t);
  const [habits, setHabits] = useState({});
  const around = useAround({ board, t, locale, dealPath, navigate, select, habits });
  const more = useStable(ask.onMore);
  const scroll = useRef(null);
  const [helping, help] = useState(false);
  const carrying = useCarrying({ board, voice, selection, put: moves.put, frame: scroll });
  const keys = useKeys({ board, moves, select, clear, help, frame: scroll, density: around?.density });
  const habit = (name, value) => {
    setHabits((before) => ({ ...before, [name]: value }));
    ask.onHabit(name, value);
    if (name === "order") board.ask();
  };
  if (model === null || frame === null) return <div className="board" aria-busy="true" />;
  const empty = model.order.every((stage) => model.columns[stage].totals[0] === 0);
  return (
    <Surroundings.Provider value={around}>
      <Toolbar {...{ query, change, replace, frame, model, habit, help, ask }} />
      {empty && children}
      {!empty && (
        <DragDropContext {...carrying} dragHandleUsageInstructions={t("instructions")}>
          <div className="board" ref={scroll} onKeyDown={keys}>
            {model.order.map((stage) => (
              <Column key={stage} column={model.columns[stage]} selection={selection} onMore={more} />
            ))}
          </div>
        </DragDropContext>
      )}
      {selection.size > 0 && <Chosen {...{ model, frame, selection, clear, put: moves.put, ask }} />}
      {moves.past && selection.size === 0 && <Undo past={moves.past} undo={moves.undo} />}
      {helping && <Help close={() => help(false)} />}
    </Surroundings.Provider>
  );
}

function useAround({ board, t, locale, dealPath, navigate, select, habits }) {
  const { frame, reading } = board;
  const now = useNow();
  const visit = useCallback((id) => navigate(dealPath + id), [navigate, dealPath]);
  const density = habits.density ?? frame?.habits.density ?? "comfortable";
  return useMemo(
    () =>
      frame && {
        t,
        locale,
        now,
        path: dealPath,
        density,
        reading,
        order: habits.order ?? frame.habits.order ?? "manual",
        people: new Map(frame.people.map((person) => [person.key, person])),
        tags: new Map(frame.tags.map((tag) => [tag.id, tag])),
        onVisit: visit,
        onSelect: select,
      },
    [t, locale, now, dealPath, density, reading, habits.order, frame, visit, select],
  );
}
