// The board for those who do not use a mouse: what is said while a card is carried, and what is kept in view.
import { useMemo } from "react";
import { find } from "./model.js";

/** @import { BoardModel, Translate } from "./shapes" */
/** @import { DragStart, DragUpdate, DropResult, ResponderProvided } from "@hello-pangea/dnd" */

/**
 * What a screen reader hears while a card is carried.
 * @param {{ current: BoardModel | null }} held
 * @param {Translate} t
 */
export function useVoice(held, t) {
  return useMemo(() => {
    /** @param {string} stage */
    const name = (stage) => held.current?.columns[stage]?.name ?? "";
    /** @param {string} id */
    const title = (id) => (held.current && find(held.current, id)?.title) ?? "";
    return {
      lifted: (/** @type {DragStart} */ start, /** @type {ResponderProvided} */ { announce }) =>
        announce(t("lifted", { title: title(start.draggableId), stage: name(start.source.droppableId) })),
      over: (/** @type {DragUpdate} */ update, /** @type {ResponderProvided} */ { announce }) =>
        announce(
          update.destination
            ? t("over", { stage: name(update.destination.droppableId), place: update.destination.index + 1 })
            : t("nowhere"),
        ),
      dropped: (/** @type {DropResult} */ result, /** @type {ResponderProvided} */ { announce }) =>
        announce(
          result.destination && result.reason === "DROP"
            ? t("dropped", { stage: name(result.destination.droppableId), place: result.destination.index + 1 })
            : t("cancelled"),
        ),
    };
  }, [held, t]);
}

/**
 * Bring the column to which the keyboard has carried a card into view.
 * @param {HTMLElement} board
 * @param {BoardModel} model
 * @param {string} stage
 */
export const reveal = (board, model, stage) =>
  board
    .querySelector(`[data-stage="${model.columns[stage]?.id}"]`)
    ?.scrollIntoView({ block: "nearest", inline: "nearest" });
