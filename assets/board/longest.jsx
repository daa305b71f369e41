// How long a text may be, said once that is near; nothing that is typed or pasted is cut.
import { useContext } from "react";
import { Surroundings } from "./surroundings.js";

const NEAR = 0.75;
/** @param {string} text */
const length = (text) => [...text.trim()].length;

/** Characters of a deal's title and of a task, a tag, a saved view. */
export const LONGEST = { title: 200, tag: 40, view: 60 };

/**
 * Whether the server would take it: there is something, and not too much.
 * @param {string} text
 * @param {number} longest
 */
export const fits = (text, longest) => length(text) > 0 && length(text) <= longest;

/** @param {{ text: string, longest: number }} properties */
export function Longest({ text, longest }) {
  const { t } = useContext(Surroundings);
  const typed = length(text);
  if (typed <= longest * NEAR) return null;
  return (
    <span className="longest" role="status" data-near="" data-over={typed > longest ? "" : undefined} data-typed={typed}>
      {t("longest", { maximum: longest })}
    </span>
  );
}
