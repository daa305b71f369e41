// The board as columns of cards: carried by mouse, touch or keyboard, many at once, and taken back.
import { useCallback, useContext, useEffect, useMemo, useRef } from "react";
import { DragDropContext } from "@hello-pangea/dnd";
import { Chosen } from "./bars.jsx";
import { Column } from "./column.jsx";
import { useSelection, useStable } from "./hooks.js";
import { reveal, useVoice } from "./keyboard.js";
import { useKeys, usePageKeys } from "./keys.js";
import { drop, find } from "./model.js";
import { follow } from "./sideways.js";
import { Surroundings } from "./surroundings.js";

/** @import { Ask } from "./asks" */
/** @import { BoardModel, Card, FormProps, Live, Past, Translate } from "./shapes" */
/** @import { DragDropContextProps } from "@hello-pangea/dnd" */
/** @import { RefObject } from "react" */
/** @typedef {(ids: string[], stage: string, index: number) => void} Put */
/** @typedef {Omit<DragDropContextProps, "children">} Carrying */

/**
 * Cards carried to another place, by mouse, touch or keyboard.
 * @param {{ board: Live<BoardModel>, voice: ReturnType<typeof useVoice>, selection: Set<string>, put: Put, frame: RefObject<HTMLElement | null> }} parts
 * @returns {Carrying}
 */
function useCarrying({ board, voice, selection, put, frame }) {
  const { held, drag } = board;
  const unfollow = useRef(() => {});
  useEffect(() => () => unfollow.current(), []);
  return {
    onBeforeCapture: () => {
      if (frame.current) unfollow.current = follow(frame.current);
    },
    onDragStart: (start, provided) => {
      drag(true);
      voice.lifted(start, provided);
    },
    onDragUpdate: (update, provided) => {
      voice.over(update, provided);
      if (update.mode === "SNAP" && update.destination && frame.current) reveal(frame.current, held.current, update.destination.droppableId);
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

/**
 * The chosen cards as they stand on the board, from the left and from the top.
 * @param {BoardModel} model
 * @param {Set<string>} chosen
 */
const inOrder = (model, chosen) =>
  model.order.flatMap((stage) => model.columns[stage].cards.filter((card) => chosen.has(card.id)).map((card) => card.id));

/**
 * Moves cards at once, asks the server to, and remembers the way back.
 * @param {{ board: Live<BoardModel>, past: Past, clear: () => void, t: Translate, ask: Ask }} parts
 * @returns {Put}
 */
function usePut({ board, past, clear, t, ask }) {
  const { held, show } = board;
  const { remember } = past;
  return useCallback(
    (ids, stage, index) => {
      const { model, deals, place, back, lost } = drop(held.current, ids, stage, index, Date.now() * 1000);
      const column = held.current.columns[stage];
      show(model);
      if (lost) ask.onLose({ deals, ...place });
      else if (deals.length === 1) ask.onMove({ ...deals[0], ...place });
      else ask.onMoveMany({ deals, ...place });
      if (deals.length > 1) clear();
      remember({ back, words: (count) => t("moved_to", { count, stage: column.name }), take: (moves) => ask.onUndo({ moves }) });
    },
    [held, show, remember, clear, t, ask],
  );
}

/** What those do who only read: no card is carried, none chosen. */
const NOTHING = /** @type {[Put, () => void]} */ ([() => {}, () => {}]);

/** @param {FormProps<BoardModel>} properties */
export function Columns({ board, past, options, help, ask, children }) {
  const around = useContext(Surroundings);
  const { t, density, fixed } = around;
  const { model, held } = board;
  const beside = useCallback((/** @type {Card} */ card) => held.current?.columns?.[card.stage]?.cards ?? [], [held]);
  const [selection, select, clear] = useSelection(beside);
  const put = usePut({ board, past, clear, t, ask });
  const [carry, choose] = fixed ? NOTHING : [put, select];
  const voice = useVoice(held, t);
  const scroll = useRef(/** @type {HTMLDivElement | null} */ (null));
  const carrying = useCarrying({ board, voice, selection, put, frame: scroll });
  const keys = useKeys({ board, put: carry, select: choose, frame: scroll, density });
  const more = useStable(ask.onMore);
  const inside = useMemo(() => ({ ...around, onSelect: choose }), [around, choose]);
  usePageKeys({ dragging: board.dragging, undo: past.undo, clear, help });
  if (model.order.every((stage) => model.columns[stage].totals.deals === 0)) return children;
  const cards = [...selection].map((id) => find(model, id)).filter((card) => card !== undefined);
  return (
    <Surroundings.Provider value={inside}>
      <DragDropContext {...carrying} dragHandleUsageInstructions={t("instructions")}>
        <div className="board" ref={scroll} onKeyDown={keys}>
          {model.order.map((stage) => (
            <Column key={stage} column={model.columns[stage]} selection={selection} onMore={more} />
          ))}
        </div>
      </DragDropContext>
      {cards.length > 0 && <Chosen {...{ cards, stages: model.order.map((key) => model.columns[key]), options, clear, put, ask }} />}
    </Surroundings.Provider>
  );
}
