// The order of what the palette shows: what somebody points at stays where it is.

/**
 * The lines of `now`: those shown before in their places, then whatever has come since.
 * @template {{ key: string }} Line
 * @param {{ key: string }[]} before
 * @param {Line[]} now
 * @returns {Line[]}
 */
export function steady(before, now) {
  const places = new Map(before.map((line, place) => [line.key, place]));
  const place = (/** @type {Line} */ line) => places.get(line.key) ?? places.size;
  return [...now].sort((one, other) => place(one) - place(other));
}

/**
 * The lines as groups of neighbours of the same section: a section that comes twice is two groups, none is empty.
 * @template {{ section: string }} Line
 * @param {Line[]} lines
 * @returns {[Line, ...Line[]][]}
 */
export function runs(lines) {
  /** @type {[Line, ...Line[]][]} */
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.[0].section === line.section) last.push(line);
    else found.push([line]);
  }
  return found;
}
