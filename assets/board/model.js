// What a board holds in the browser, as pure functions: a snapshot opened, patches applied, cards dropped.
// A column keeps a loaded window: the first cards of the whole column, in the order the person has chosen.

import { counted, totalsOf } from "./totals.js";

/** @import { BoardSnapshot, CardOrder, CardPatch, MoreCards } from "./messages" */
/** @import { Held, Place } from "./asks" */
/** @import { BoardModel, Card, Column, Row } from "./shapes" */

/** @type {Record<CardOrder, (card: Card) => number | string>} */
const KEYS = {
  manual: (card) => card.rank,
  amount: (card) => card.sum ?? 0,
  age: (card) => -card.since,
  task: (card) => (card.due ? -card.due : -Infinity),
};

/**
 * Whether card `a` stands above card `b`.
 * @param {Card} a @param {Card} b
 * @param {CardOrder} order
 */
export function above(a, b, order = "manual") {
  const [over, under] = [KEYS[order](a), KEYS[order](b)];
  return over > under || (over === under && a.id > b.id);
}

let openings = 0;

/**
 * The model of a snapshot.
 * @param {BoardSnapshot} snapshot
 * @returns {BoardModel}
 */
export function open(snapshot) {
  /** @type {Record<string, Column>} */
  const columns = {};
  openings += 1;
  for (const column of snapshot.columns) {
    columns[column.key] = { ...column, totals: totalsOf(column.totals), opening: openings, misses: 0 };
  }
  const sorted = snapshot.order;
  const order = snapshot.columns.map((column) => column.key);
  // What patches have told since: cards by id, null for one that left. An answer that was read before a patch may
  // come after it; the patch is right then
  const told = new Map();
  return { kind: "board", seq: snapshot.seq, room: snapshot.room, order, sorted, columns, told };
}

/**
 * A card as told, where the person's own hand has left it until what it did there is told too: a change that is on
 * its way grows the version by one.
 * @template {Card | Row} Kind
 * @param {Kind | undefined} held
 * @param {Kind} told
 * @returns {Kind}
 */
export const withMine = (held, told) =>
  held?.awaits && held.awaits > told.version ? { ...told, ...held.mine, mine: held.mine, awaits: held.awaits } : told;

/**
 * The card as the person's own hand has just changed it.
 * @template {Card | Row} Kind
 * @param {Kind} card
 * @param {Partial<Kind>} fields
 * @returns {Kind}
 */
export const mineOf = (card, fields) => {
  const mine = { ...card.mine, ...fields };
  return { ...card, ...mine, mine, awaits: awaited(card) };
};

/**
 * The version that the next change by the person's own hand makes of the card.
 * @param {Card | Row} card
 */
export const awaited = (card) => Math.max(card.version, card.awaits ?? 0) + 1;

/** @type {(card: Card | Row) => Held} how a deal is named to the server */
export const heldOf = (card) => ({ deal_id: card.id, version: card.version });

/**
 * The loaded card `id`, or undefined.
 * @param {BoardModel} model @param {string} id
 */
export function find(model, id) {
  for (const stage of model.order) {
    const found = model.columns[stage].cards.find((card) => card.id === id);
    if (found) return found;
  }
  return undefined;
}

/**
 * Whether the server holds cards of the column that are not loaded.
 * @param {Column} column
 */
export const hasMore = (column) => column.totals.deals > column.cards.length;

/**
 * The model after a patch; null when one was missed and the board has to be loaded again.
 * @param {BoardModel} model
 * @param {CardPatch} message
 * @returns {BoardModel | null}
 */
export function patch(model, message) {
  if (message.room !== model.room || message.seq <= model.seq) return model;
  if (message.seq !== model.seq + 1) return null;
  let next = { ...model, seq: message.seq };
  if (message.gone) {
    next = take(next, message.gone);
    model.told.set(message.gone, null);
  }
  if (message.card) {
    next = settle(next, withMine(find(next, message.card.id), message.card));
    model.told.set(message.card.id, message.card);
  }
  const columns = { ...next.columns };
  for (const [stage, totals] of Object.entries(message.totals)) {
    if (columns[stage]) columns[stage] = { ...columns[stage], totals: totalsOf(totals) };
  }
  return { ...next, columns };
}

/**
 * A card that an answer brings, as it is known by now: null when it is gone.
 * @param {BoardModel} model @param {Card} card
 */
const current = (model, card) => (model.told.has(card.id) ? model.told.get(card.id) : card);

/**
 * Put a card back that the server has refused to move.
 * @param {BoardModel} model @param {Card} card
 * @returns {BoardModel}
 */
export function putBack(model, card) {
  const known = current(model, card);
  if (!known) return model;
  const next = settle(model, known);
  const before = model.columns[known.stage];
  if (!before || !model.told.has(card.id) || find(model, card.id)) return next;
  // The totals that came with the patch count it
  return { ...next, columns: { ...next.columns, [known.stage]: { ...next.columns[known.stage], totals: before.totals } } };
}

/**
 * Put a card where the server says it is, unless a later version is held already.
 * @param {BoardModel} model @param {Card} card
 * @returns {BoardModel}
 */
export function settle(model, card) {
  const held = find(model, card.id);
  if (held && held.version > card.version) return model;
  const before = model.columns[card.stage];
  const next = take(model, card.id);
  if (!before) return next;
  const { cards } = next.columns[card.stage];
  const index = cards.findIndex((other) => above(card, other, model.sorted));
  // Below the loaded window: it comes with the next one
  if (index < 0 && hasMore(before)) return count(next, card.stage, 1);
  return place(next, card, index < 0 ? cards.length : index);
}

/**
 * A person drops cards at `index` of a column: the model at once, what to ask of the server, and the way back. A loss
 * is asked about before it is one.
 * @param {BoardModel} model
 * @param {string[]} ids
 * @param {string} stage
 * @param {number} index
 * @param {number} now microseconds
 */
export function drop(model, ids, stage, index, now = 0) {
  const cards = ids.map((id) => find(model, id)).filter((card) => card !== undefined);
  const back = cards.map((card) => ({ deal_id: card.id, version: awaited(card), ...position(model, card) }));
  const lost = model.columns[stage].kind === "lost" && cards.some((card) => card.stage !== stage);
  const lifted = ids.reduce(take, model);
  const others = lifted.columns[stage].cards;
  const manual = model.sorted === "manual";
  const [over, under] = manual ? [others[index - 1], others[index]] : [];
  let next = lifted;
  cards.forEach((card, offset) => {
    // Between the neighbours until the server names the rank: no rank ends in zero
    const rank = under ? `${under.rank}0` : (over?.rank ?? card.rank);
    const since = card.stage === stage ? card.since : now;
    const moved = lost ? { ...card, stage, rank, since } : mineOf(card, { stage, rank, since });
    next = manual ? place(next, moved, index + offset) : settle(next, moved);
  });
  return {
    model: next,
    lost,
    deals: cards.map(heldOf),
    place: { stage_id: model.columns[stage].id, above_id: over?.id ?? "", below_id: under?.id ?? "" },
    back,
  };
}

/**
 * Where a card stands, as the server has to be asked to put it back: stage, the cards above and below.
 * @param {BoardModel} model @param {Card} card
 * @returns {Place}
 */
function position(model, card) {
  const column = model.columns[card.stage];
  const at = column.cards.findIndex((other) => other.id === card.id);
  const manual = model.sorted === "manual";
  const [over, under] = manual ? [column.cards[at - 1], column.cards[at + 1]] : [];
  return { stage_id: column.id, above_id: over?.id ?? "", below_id: under?.id ?? "" };
}

/**
 * The model with the next window of a column, read below the card `after`, which comes as it was then (null: from
 * the top), and with what patches have put among its cards meanwhile.
 * @param {BoardModel} model
 * @param {MoreCards} window
 * @returns {BoardModel}
 */
export function append(model, { stage, after, more: cards }) {
  const column = model.columns[stage];
  if (!column) return model;
  // Read further down than what is loaded reaches: the card has moved between the question and the answer, or has
  // left since. Cards may lie between, so what follows the last one now is asked for
  if (after && !reaches(column, after, stage, model.sorted)) return missed(model, stage, after);
  /** @param {Card | null} card @returns {card is Card} */
  const here = (card) => card !== null && card.stage === stage && !find(model, card.id);
  const all = [...column.cards, ...cards.filter((card) => !model.told.has(card.id) && here(card))];
  const end = cards.at(-1);
  /** @type {Card[]} */
  const below = []; // the answer does not reach down to them
  for (const card of [...model.told.values()].filter(here).sort((a, b) => (above(a, b, model.sorted) ? -1 : 1))) {
    const index = all.findIndex((other) => above(card, other, model.sorted));
    if (index >= 0) all.splice(index, 0, card);
    else if (!end || !above(end, card, model.sorted)) all.push(card);
    else below.push(card);
  }
  if (all.length + below.length >= column.totals.deals) all.push(...below);
  const totals = cards.length ? column.totals : counted(column.totals, all.length);
  return { ...model, columns: { ...model.columns, [stage]: { ...column, totals, cards: all } } };
}

/**
 * Whether the loaded window of a column goes down to where the card `after` was.
 * @param {Column} column @param {Card} after @param {string} stage @param {CardOrder} order
 */
function reaches(column, after, stage, order) {
  const end = column.cards.at(-1);
  return after.stage === stage && end !== undefined && !above(end, after, order);
}

/**
 * The model that has learnt nothing from a window but where the card it was read below is.
 * @param {BoardModel} model @param {string} stage
 * @param {Card} after
 * @returns {BoardModel}
 */
function missed(model, stage, after) {
  const next = find(model, after.id) ? putBack(model, after) : model;
  const column = next.columns[stage];
  return { ...next, columns: { ...next.columns, [stage]: { ...column, misses: column.misses + 1 } } };
}

/**
 * The model without the card.
 * @param {BoardModel} model @param {string} id
 * @returns {BoardModel}
 */
function take(model, id) {
  const held = find(model, id);
  if (!held) return model;
  const column = model.columns[held.stage];
  const cards = column.cards.filter((card) => card.id !== id);
  return count({ ...model, columns: { ...model.columns, [held.stage]: { ...column, cards } } }, held.stage, -1);
}

/**
 * The model with the card at `index` of its column.
 * @param {BoardModel} model @param {Card} card
 * @param {number} index
 * @returns {BoardModel}
 */
function place(model, card, index) {
  const column = model.columns[card.stage];
  const cards = [...column.cards.slice(0, index), card, ...column.cards.slice(index)];
  return count({ ...model, columns: { ...model.columns, [card.stage]: { ...column, cards } } }, card.stage, 1);
}

/**
 * The model with `by` more deals in a column, until the server's totals come.
 * @param {BoardModel} model @param {string} stage
 * @param {number} by
 * @returns {BoardModel}
 */
function count(model, stage, by) {
  const column = model.columns[stage];
  const totals = counted(column.totals, column.totals.deals + by);
  return { ...model, columns: { ...model.columns, [stage]: { ...column, totals } } };
}
