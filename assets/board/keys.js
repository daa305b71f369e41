// The keys of the board: walk over the cards, move them to the next stage, choose, take back.
import { useCallback, useEffect } from "react";
import { find } from "./model.js";
import { HEIGHT } from "./surroundings.js";

/** @import { BoardModel, Card, Density, Live, Past } from "./shapes" */
/** @import { KeyboardEvent as Pressed, RefObject } from "react" */

/** @type {Record<string, number>} */
const STEPS = { BracketLeft: -1, BracketRight: 1 };
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/**
 * Focus the card `id`, scrolling its list to it where it is not drawn.
 * @param {HTMLElement | null} frame
 * @param {BoardModel} model
 * @param {string} id
 * @param {Density} density
 */
function focus(frame, model, id, density) {
  const card = find(model, id);
  if (!card || !frame) return;
  const column = model.columns[card.stage];
  const list = frame.querySelector(`[data-stage="${column.id}"] .board-cards`);
  if (!list) return;
  const top = column.cards.findIndex((one) => one.id === id) * HEIGHT[density];
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + HEIGHT[density] > list.scrollTop + list.clientHeight) list.scrollTop = top + HEIGHT[density] - list.clientHeight;
  /** @param {number} tries */
  const take = (tries) => {
    /** @type {HTMLElement | null} */
    const found = frame.querySelector(`[data-deal="${id}"]`);
    if (found) {
      found.focus({ preventScroll: true });
      found.closest(".board-column")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (tries) requestAnimationFrame(() => take(tries - 1));
  };
  take(5);
}

/**
 * The card to walk to from `card` by an arrow key.
 * @param {BoardModel} model
 * @param {Card} card
 * @param {string} key
 */
function neighbour(model, card, key) {
  const cards = model.columns[card.stage].cards;
  const at = cards.findIndex((one) => one.id === card.id);
  if (key === "ArrowUp") return cards[at - 1];
  if (key === "ArrowDown") return cards[at + 1];
  const step = key === "ArrowRight" ? 1 : -1;
  for (let place = model.order.indexOf(card.stage) + step; model.order[place]; place += step) {
    const others = model.columns[model.order[place]].cards;
    if (others.length) return others[Math.min(at, others.length - 1)];
  }
  return undefined;
}

/**
 * The keys of the whole page, in whatever form the deals are shown.
 * @param {{ dragging: { current: boolean }, undo: Past["undo"], clear: () => void, help: (open: boolean) => void }} parts
 */
export function usePageKeys({ dragging, undo, clear, help }) {
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const listen = (event) => {
      if (/** @type {Element} */ (event.target).closest?.(TYPING) || dragging.current) return;
      if (document.querySelector("dialog[open], [role=dialog]")) return;
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !event.shiftKey) undo();
      else if (event.ctrlKey || event.metaKey || event.altKey) return;
      else if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) help(true);
      else if (event.key === "/") /** @type {HTMLElement | null} */ (document.querySelector(".board-search input"))?.focus();
      else if (event.code === "KeyN") /** @type {HTMLElement | null} */ (document.querySelector("[data-new-deal]"))?.click();
      else if (event.key === "Escape") clear();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [dragging, undo, clear, help]);
}

/**
 * Handles keys pressed on cards.
 * @param {{ board: Live<BoardModel>, put: (ids: string[], stage: string, index: number) => void, select: (card: Card, range: boolean) => void, frame: RefObject<HTMLElement | null>, density: Density }} parts
 */
export function useKeys({ board, put, select, frame, density }) {
  const { held, dragging } = board;
  return useCallback(
    (/** @type {Pressed} */ event) => {
      const id = /** @type {HTMLElement} */ (event.target).dataset?.deal;
      const card = id && held.current && find(held.current, id);
      if (!card || dragging.current || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = STEPS[event.code];
      if (event.key.startsWith("Arrow")) {
        const next = neighbour(held.current, card, event.key);
        if (event.shiftKey && next) select(next, true);
        if (next) focus(frame.current, held.current, next.id, density);
      } else if (step) {
        const { order } = held.current;
        const stage = order[order.indexOf(card.stage) + step];
        if (stage) put([id], stage, 0);
        requestAnimationFrame(() => focus(frame.current, held.current, id, density));
      } else if (event.code === "KeyX") select(card, event.shiftKey);
      else return;
      event.preventDefault();
    },
    [held, dragging, put, select, frame, density],
  );
}
