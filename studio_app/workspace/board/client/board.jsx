// The live board: holds the cards in the browser, takes a snapshot once and then one patch per change.
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useNavigate } from "react-router";
import { DragDropContext } from "@hello-pangea/dnd";
import { Column } from "./column.jsx";
import { useNow, useStable } from "./hooks.js";
import { reveal, useVoice } from "./keyboard.js";
import { drop, find } from "./model.js";
import { follow } from "./sideways.js";
import { useBoard } from "./wire.js";
import { texter } from "./words.js";

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
