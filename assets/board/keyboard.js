// The board for those who do not use a mouse: what is said while a card is carried, and what is kept in view.
import { useMemo } from "react";
import { find } from "./model.js";

/** What a screen reader hears while a card is carried. */
export function useVoice(held, t) {
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

/** Bring the column to which the keyboard has carried a card into view. */
export const reveal = (board, model, stage) =>
  board
    .querySelector(`[data-stage="${model.columns[stage]?.id}"]`)
    ?.scrollIntoView({ block: "nearest", inline: "nearest" });
