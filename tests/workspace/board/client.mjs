// Runs the board's own models for a test: one message a line in, the board or the table it makes of it out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** @import { BoardModel, BoardSnapshot, CardPatch, CardWindow, Message, Row, RowPatch, RowWindow, TableModel, TableSnapshot } from "../../../assets/board/shapes" */
/** @typedef {Message & { change?: [id: string, fields: Partial<Row>], drop?: [ids: string[], stage: string, index: number, now?: number] }} Step */

/** @type {typeof import("../../../assets/board/model.js")} */
const { append, drop, open, patch, putBack } = await import(pathToFileURL(`${process.argv[2]}/model.js`).href);
/** @type {typeof import("../../../assets/board/rows.js")} */
const { appendRows, changeRows, findRow, openRows, patchRows, settleRow } = await import(pathToFileURL(`${process.argv[2]}/rows.js`).href);
/** @type {BoardModel | null} */
let board = null;
/** @type {TableModel | null} */
let table = null;

/** @param {Step} message */
function takeRow(message) {
  if (message.rows) table = openRows(/** @type {TableSnapshot} */ (message));
  if (!table) throw new Error("no table has come yet");
  const row = message.change && findRow(table, message.change[0]);
  if (message.rows) board = null;
  else if (message.change && row) table = changeRows(table, [row], message.change[1]);
  else if (message.more) table = appendRows(table, /** @type {RowWindow} */ (message));
  else if (message.seq) {
    const next = patchRows(table, /** @type {RowPatch} */ (message));
    if (next === null) return "gap";
    table = next;
  } else if (message.row) table = settleRow(table, message.row);
  else throw new Error("a message that is none");
  return { rows: table.rows, total: table.total };
}

/**
 * @param {Step} message
 * @returns {unknown}
 */
function take(message) {
  if (message.many) return message.many.map(take).at(-1);
  if (message.rows || (table && !message.columns)) return takeRow(message);
  if (message.columns) {
    board = open(/** @type {BoardSnapshot} */ (message));
    table = null;
  }
  if (!board) throw new Error("no board has come yet");
  if (message.drop) ({ model: board } = drop(board, ...message.drop));
  else if (message.more) board = append(board, /** @type {CardWindow} */ (message));
  else if (message.seq && !message.columns) {
    const next = patch(board, /** @type {CardPatch} */ (message));
    if (next === null) return "gap";
    board = next;
  } else if (message.card) board = putBack(board, message.card);
  const { order, columns } = board;
  return order.map((stage) => {
    const { id, totals, cards } = columns[stage];
    return { stage: id, totals, cards };
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(take(JSON.parse(line)))}\n`);
}
