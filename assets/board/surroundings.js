// What every card needs of its board: texts, people, tags, the clock, how dense to be.
import { createContext } from "react";

export const Surroundings = createContext(null);

/** Heights of a card with the gap under it, in px: columns draw only what is in view, so all are alike. */
export const HEIGHT = { comfortable: 102, compact: 58 };
