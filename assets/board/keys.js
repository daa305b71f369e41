// The keys of the board: walk over the cards, move them to the next stage, choose, take back.
import { useCallback, useEffect } from "react";
import { find } from "./model.js";
import { HEIGHT } from "./surroundings.js";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** Focus the card `id`, scrolling its list to it where it is not drawn. */
function focus(frame, model, id, density) {
  const card = find(model, id);
  if (!card) return;
  const column = model.columns[card.stage];
  const list = frame.querySelector(`[data-stage="${column.id}"] .board-cards`);
  const top = column.cards.findIndex((one) => one.id === id) * HEIGHT[density];
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + HEIGHT[density] > list.scrollTop + list.clientHeight) list.scrollTop = top + HEIGHT[density] - list.clientHeight;
  const take = (tries) => {
    const found = frame.querySelector(`[data-deal="${id}"]`);
    if (found) {
      found.focus({ preventScroll: true });
      found.closest(".board-column").scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (tries) requestAnimationFrame(() => take(tries - 1));
  };
  take(5);
}

/** The card to walk to from `card` by an arrow key. */
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

/** The keys of the whole page, in whatever form the deals are shown. */
export function usePageKeys({ dragging, undo, clear, help }) {
  useEffect(() => {
    const listen = (event) => {
      if (event.target.closest?.(TYPING) || dragging.current) return;
      if (document.querySelector("dialog[open], [role=dialog]")) return;
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !event.shiftKey) undo();
      else if (event.ctrlKey || event.metaKey || event.altKey) return;
      else if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) help(true);
      else if (event.key === "/") document.querySelector(".board-search input")?.focus();
      else if (event.code === "KeyN") document.querySelector("[data-new-deal]")?.click();
      else if (event.key === "Escape") clear();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [dragging, undo, clear, help]);
}

/** Handles keys pressed on cards. */
export function useKeys({ board, put, select, frame, density }) {
  const { held, dragging } = board;
  return useCallback(
    (event) => {
      const id = event.target.dataset?.deal;
      const card = id && held.current && find(held.current, id);
      if (!card || dragging.current || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { BracketLeft: -1, BracketRight: 1 }[event.code];
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
