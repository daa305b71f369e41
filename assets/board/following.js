// What a message makes of what the board holds, in whatever form that is.
import { openDays } from "./days.js";
import { append, open, patch, putBack } from "./model.js";
import { appendRows, openRows, patchRows, settleRow } from "./rows.js";

/** @import { CardBack, CardPatch, MoreCards, MoreRows, Resync, RowBack, RowPatch, Snapshot } from "./messages" */
/** @import { Model } from "./shapes" */
/** @typedef {CardPatch | RowPatch | MoreCards | MoreRows | CardBack | RowBack} Change what is changed in a model that is there */
/** @typedef {Snapshot | Resync | Change} Step what waits while a card is carried */

/**
 * Whether it brings the whole of what is looked at.
 * @param {Step} step
 * @returns {step is Snapshot}
 */
export const isSnapshot = (step) => step.kind === "board" || step.kind === "table" || step.kind === "calendar";

/**
 * The model of a snapshot, in the form that it comes in.
 * @param {Snapshot} snapshot
 * @returns {Model}
 */
export function opened(snapshot) {
  switch (snapshot.kind) {
    case "board":
      return open(snapshot);
    case "table":
      return openRows(snapshot);
    case "calendar":
      return openDays(snapshot);
  }
}

/**
 * The model after a patch, a window or a card put back; null when a patch was missed. What is of another form comes
 * late, for the form that was here before.
 * @param {Model} model
 * @param {Change} message
 * @returns {Model | null}
 */
export function changed(model, message) {
  switch (message.kind) {
    case "card":
      return model.kind === "board" ? patch(model, message) : model;
    case "more_cards":
      return model.kind === "board" ? append(model, message) : model;
    case "card_back":
      return model.kind === "board" ? putBack(model, message.card) : model;
    case "row":
      return model.kind === "table" ? patchRows(model, message) : model;
    case "more_rows":
      return model.kind === "table" ? appendRows(model, message) : model;
    case "row_back":
      return model.kind === "table" ? settleRow(model, message.row) : model;
  }
}
