// What a board holds in the browser, as pure functions: a snapshot opened, patches applied, cards dropped.
// A column keeps a loaded window: the first cards of the whole column, highest rank first.

/** Whether card `a` stands above card `b`. */
export const above = (a, b) => a.rank > b.rank || (a.rank === b.rank && a.id > b.id);

/** The model of a snapshot. */
export function open(snapshot) {
  const columns = {};
  for (const column of snapshot.columns) columns[column.id] = column;
  return { seq: snapshot.seq, order: snapshot.columns.map((column) => column.id), columns };
}

/** The loaded card `id`, or undefined. */
export function find(model, id) {
  for (const stage of model.order) {
    const found = model.columns[stage].cards.find((card) => card.id === id);
    if (found) return found;
  }
  return undefined;
}

/** Whether the server holds cards of the column that are not loaded. */
export const hasMore = (column) => column.totals[0] > column.cards.length;

/** The model after a patch; null when one was missed and the board has to be loaded again. */
export function patch(model, message) {
  if (message.seq <= model.seq) return model;
  if (message.seq !== model.seq + 1) return null;
  let next = { ...model, seq: message.seq };
  if (message.gone) next = take(next, message.gone);
  if (message.card) next = settle(next, message.card);
  const columns = { ...next.columns };
  for (const [stage, totals] of Object.entries(message.totals)) {
    if (columns[stage]) columns[stage] = { ...columns[stage], totals };
  }
  return { ...next, columns };
}

/** Put a card where the server says it is, unless a later version is held already. */
export function settle(model, card) {
  const held = find(model, card.id);
  if (held && held.version > card.version) return model;
  const before = model.columns[card.stage];
  const next = take(model, card.id);
  if (!before) return next;
  const { cards } = next.columns[card.stage];
  const index = cards.findIndex((other) => above(card, other));
  // Below the loaded window: it comes with the next one
  if (index < 0 && hasMore(before)) return count(next, card.stage, 1);
  return place(next, card, index < 0 ? cards.length : index);
}

/** A person drops card `id` at `index` of a column: the model at once, and what to ask of the server. */
export function drop(model, id, stage, index) {
  const card = find(model, id);
  const next = take(model, id);
  const cards = next.columns[stage].cards;
  const [over, under] = [cards[index - 1], cards[index]];
  // Between the neighbours until the server names the rank: no rank ends in zero
  const rank = under ? `${under.rank}0` : (over?.rank ?? card.rank);
  return {
    model: place(next, { ...card, stage, rank }, index),
    move: { id, version: card.version, stage, above: over?.id ?? "", below: under?.id ?? "" },
  };
}

/** The model with the next window of a column. */
export function append(model, stage, cards) {
  const column = model.columns[stage];
  if (!column) return model;
  const known = new Set(column.cards.map((card) => card.id));
  const all = [...column.cards, ...cards.filter((card) => !known.has(card.id) && !find(model, card.id))];
  const totals = cards.length ? column.totals : [all.length, column.totals[1]];
  return { ...model, columns: { ...model.columns, [stage]: { ...column, totals, cards: all } } };
}

/** The model without the card. */
function take(model, id) {
  const held = find(model, id);
  if (!held) return model;
  const column = model.columns[held.stage];
  const cards = column.cards.filter((card) => card.id !== id);
  return count({ ...model, columns: { ...model.columns, [held.stage]: { ...column, cards } } }, held.stage, -1);
}

/** The model with the card at `index` of its column. */
function place(model, card, index) {
  const column = model.columns[card.stage];
  const cards = [...column.cards.slice(0, index), card, ...column.cards.slice(index)];
  return count({ ...model, columns: { ...model.columns, [card.stage]: { ...column, cards } } }, card.stage, 1);
}

/** The model with `by` more deals in a column, until the server's totals come. */
function count(model, stage, by) {
  const column = model.columns[stage];
  const totals = [column.totals[0] + by, column.totals[1]];
  return { ...model, columns: { ...model.columns, [stage]: { ...column, totals } } };
}
