// What every card needs of its board: texts, people, tags, the clock, how dense to be.
import { createContext, useContext } from "react";

/** @import { Around, ChoosingAround, TableAround } from "./shapes" */

export const Surroundings = createContext(/** @type {Around} */ (/** @type {unknown} */ (null)));

/** The same where deals can be chosen. */
export const useChoosing = () => /** @type {ChoosingAround} */ (useContext(Surroundings));

/** The same in the table. */
export const useTable = () => /** @type {TableAround} */ (useContext(Surroundings));

/** Heights of a card with the gap under it, in px: columns draw only what is in view, so all are alike. */
export const HEIGHT = { comfortable: 102, compact: 58 };
