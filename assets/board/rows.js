// What a table holds in the browser, as pure functions: a snapshot opened, patches applied, windows appended.
// It keeps a loaded window: the first rows of the whole filter, in the order the person has chosen.

import { mineOf, withMine } from "./model.js";
import { counted, totalsOf } from "./totals.js";

/** @import { MoreRows, RowPatch, Sort, TableSnapshot } from "./messages" */
/** @import { Row, TableModel } from "./shapes" */

const RECENT = 200; // patches kept to be put over a window that was read before them

/** @param {TableModel} model */
const last = (model) => (model.sort.down ? -Infinity : Infinity);

/** @type {Record<Sort["key"], (row: Row, model: TableModel) => any>} numbers or texts, of one kind in a column */
const KEYS = {
  number: (row) => row.number,
  title: (row) => row.title_key,
  client: (row) => row.client_key,
  stage: (row, model) => model.places.stage.get(row.stage),
  amount: (row) => row.sum ?? 0,
  manager: (row, model) => model.places.manager.get(row.by),
  channel: (row, model) => model.places.channel.get(row.channel),
  task: (row, model) => row.due ?? last(model),
  age: (row) => row.since,
  created: (row) => row.created,
  closed: (row, model) => row.closed ?? last(model),
};

/** @param {string[]} keys */
const places = (keys) => new Map(keys.map((key, place) => [key, place]));

let openings = 0;

/**
 * The model of a snapshot.
 * @param {TableSnapshot} snapshot
 * @returns {TableModel}
 */
export function openRows(snapshot) {
  const { seq, room, rows, total, sort, stages, options } = snapshot;
  openings += 1;
  return {
    kind: "table",
    seq,
    room,
    rows,
    total: totalsOf(total),
    sort,
    stages,
    places: {
      stage: places(stages.map((stage) => stage.key)),
      manager: places(options.people.map((person) => person.key)),
      channel: places(options.channels.map((channel) => channel.id)),
    },
    recent: [],
    opening: openings,
    misses: 0,
  };
}

/**
 * Below 0 where row `a` stands above row `b`, 0 for the same place.
 * @param {TableModel} model
 * @param {Row} a
 * @param {Row} b
 */
function compare(model, a, b) {
  const [one, other] = [KEYS[model.sort.key](a, model), KEYS[model.sort.key](b, model)];
  // the longest in its stage has the earliest moment
  const down = model.sort.key === "age" ? !model.sort.down : model.sort.down;
  const order = one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  return down ? -order : order;
}

/**
 * The loaded row `id`, or undefined.
 * @param {TableModel} model
 * @param {string} id
 */
export const findRow = (model, id) => model.rows.find((row) => row.id === id);

/**
 * Whether the server holds rows that are not loaded.
 * @param {TableModel} model
 */
export const hasMoreRows = (model) => model.total.deals > model.rows.length;

/**
 * The model after a patch; null when one was missed and the table has to be loaded again.
 * @param {TableModel} model
 * @param {RowPatch} message
 * @returns {TableModel | null}
 */
export function patchRows(model, message) {
  if (message.room !== model.room || message.seq <= model.seq) return model;
  if (message.seq !== model.seq + 1) return null;
  const recent = [...model.recent.slice(1 - RECENT), message];
  return { ...put(model, message), seq: message.seq, total: totalsOf(message.total), recent };
}

/**
 * What a patch does to the rows.
 * @param {TableModel} model
 * @param {RowPatch} patch
 * @returns {TableModel}
 */
const put = (model, { row, gone }) =>
  row ? settleRow(model, withMine(findRow(model, row.id), row)) : { ...model, rows: without(model, gone) };

/**
 * The model as the person's own hand has just changed rows: shown at once, until the server has told of it.
 * @param {TableModel} model
 * @param {Row[]} rows
 * @param {Partial<Row>} fields
 */
export const changeRows = (model, rows, fields) => rows.reduce((next, row) => settleRow(next, mineOf(row, fields)), model);

/**
 * The same for a title, which is merged and grows no version.
 * @param {TableModel} model
 * @param {Row} row
 * @param {string} title
 */
export const renameRow = (model, row, title) => settleRow(model, { ...row, title });

/**
 * @param {TableModel} model
 * @param {string | undefined} id
 */
const without = (model, id) => model.rows.filter((row) => row.id !== id);

/**
 * Put a row where the server says it is, unless a later version is held already.
 * @param {TableModel} model
 * @param {Row} row
 * @returns {TableModel}
 */
export function settleRow(model, row) {
  const held = findRow(model, row.id);
  if (held && held.version > row.version) return model;
  const more = hasMoreRows(model);
  const rows = without(model, row.id);
  const index = rows.findIndex((other) => compare(model, row, other) < 0);
  // Below the loaded window: it comes with the next one
  if (index < 0 && more) return { ...model, rows };
  return { ...model, rows: rows.toSpliced(index < 0 ? rows.length : index, 0, row) };
}

/**
 * The model with the next window, read below the row `after`, which comes as it was then.
 * @param {TableModel} model
 * @param {MoreRows} window
 * @returns {TableModel}
 */
export function appendRows(model, { after, more }) {
  const end = model.rows.at(-1);
  // the row has moved between the question and the answer: what lies under it now is asked for again
  if (!end || after.id !== end.id || compare(model, after, end) !== 0) return { ...settleRow(model, after), misses: model.misses + 1 };
  const known = new Set(model.rows.map((row) => row.id));
  const rows = [...model.rows, ...more.filter((row) => !known.has(row.id))];
  const total = more.length ? model.total : counted(model.total, rows.length);
  // what was read may be older than what has been told since
  return model.recent.reduce(put, { ...model, rows, total });
}
