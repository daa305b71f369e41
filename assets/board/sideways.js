// The board scrolls sideways in its own frame, also under a carried card.
// The drag library follows one frame around its lists, the window's. Ours does not scroll, so while a card
// is carried the board's offset stands in for it.

const EDGE = 72; // px from the border of the frame in which a carried card scrolls it
const FASTEST = 20; // px a frame

/**
 * Let the card being picked up scroll `board`, until the returned function is called.
 * @param {HTMLElement} board
 */
export function follow(board) {
  const native = Object.getOwnPropertyDescriptor(window, "pageXOffset");
  Object.defineProperty(window, "pageXOffset", { configurable: true, get: () => board.scrollLeft });
  let pointer = 0;
  let frame = 0;
  const step = () => {
    const before = board.scrollLeft;
    board.scrollLeft += pull(board.getBoundingClientRect(), pointer);
    frame = board.scrollLeft === before ? 0 : requestAnimationFrame(step);
  };
  /** @param {MouseEvent | TouchEvent} event */
  const move = (event) => {
    pointer = ("touches" in event ? event.touches[0] : event).clientX;
    frame ||= requestAnimationFrame(step);
  };
  const tell = () => window.dispatchEvent(new Event("scroll"));
  board.addEventListener("scroll", tell);
  window.addEventListener("mousemove", move);
  window.addEventListener("touchmove", move);
  return () => {
    cancelAnimationFrame(frame);
    board.removeEventListener("scroll", tell);
    window.removeEventListener("mousemove", move);
    window.removeEventListener("touchmove", move);
    if (native) Object.defineProperty(window, "pageXOffset", native);
  };
}

/**
 * How far to scroll in this frame: the nearer to the border, the faster.
 * @param {DOMRect} frame
 * @param {number} pointer
 */
function pull(frame, pointer) {
  const left = EDGE - (pointer - frame.left);
  const right = EDGE - (frame.right - pointer);
  const depth = left > 0 ? -left : Math.max(0, right);
  return Math.round((FASTEST * Math.max(-EDGE, Math.min(EDGE, depth))) / EDGE);
}
