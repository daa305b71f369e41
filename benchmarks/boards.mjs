// Open boards without browsers: the product's own model kept for many people, as wire.js keeps it for one.
// In, one JSON a line: {learn: [messages]} or {person, take: [numbers of messages]}. Out, for every person:
// {missed, columns: [{stage, ids, count, more}]}.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** @import { BoardModel, BoardSnapshot, CardPatch, CardWindow, Message } from "../assets/board/shapes" */
/** @typedef {{ model: BoardModel | null, early: Message[], asked: boolean, missed: number }} Kept */

/** @type {typeof import("../assets/board/model.js")} */
const { append, hasMore, open, patch, putBack } = await import(pathToFileURL(process.argv[2]).href);
/** @type {Message[]} */
const learnt = [];
/** @type {Map<number, Kept>} */
const boards = new Map();

/**
 * @param {Kept} board
 * @param {Message} message
 */
function take(board, message) {
  if (message.many) message.many.forEach((one) => take(board, one));
  else if (message.columns) {
    const { early } = board;
    Object.assign(board, { model: open(/** @type {BoardSnapshot} */ (message)), asked: false, early: [] });
    early.forEach((later) => take(board, later));
  } else if (message.resync) {
    board.asked = true;
  } else if (message.seq || message.more || message.card) {
    if (board.asked || !board.model) board.early.push(message);
    else if (message.seq) board.model = patch(board.model, /** @type {CardPatch} */ (message)) ?? miss(board);
    else if (message.more) board.model = append(board.model, /** @type {CardWindow} */ (message));
    else if (message.card) board.model = putBack(board.model, message.card);
  }
}

/** @param {Kept} board */
function miss(board) {
  board.asked = true;
  board.missed += 1;
  return board.model;
}

/** @param {Kept} board */
function shown({ model, missed }) {
  if (!model) throw new Error("no board has come yet");
  const columns = model.order.map((key) => {
    const column = model.columns[key];
    const ids = column.cards.map((card) => card.id);
    return { stage: column.id, ids, count: column.totals[0], more: hasMore(column) };
  });
  return { missed, columns };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { learn, person, take: numbers } = JSON.parse(line);
  if (learn) {
    learnt.push(...learn);
    continue;
  }
  const board = boards.get(person) ?? { model: null, early: [], asked: true, missed: 0 };
  boards.set(person, board);
  for (const number of numbers) take(board, learnt[number]);
  process.stdout.write(`${JSON.stringify(shown(board))}\n`);
}
