// Open boards without browsers: the product's own model kept for many people, as wire.js keeps it for one.
// In, one JSON a line: {learn: [messages]} or {person, take: [numbers of messages]}. Out, for every person:
// {missed, columns: [{stage, ids, count, more}]}.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** @import { Message } from "../assets/board/messages" */
/** @import { BoardModel } from "../assets/board/shapes" */
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
  if (message.kind === "patches") message.patches.forEach((one) => take(board, one));
  else if (message.kind === "board") {
    const { early } = board;
    Object.assign(board, { model: open(message), asked: false, early: [] });
    early.forEach((later) => take(board, later));
  } else if (message.kind === "resync") {
    board.asked = true;
  } else if (message.kind === "card" || message.kind === "more_cards" || message.kind === "card_back") {
    if (board.asked || !board.model) board.early.push(message);
    else if (message.kind === "card") board.model = patch(board.model, message) ?? miss(board);
    else if (message.kind === "more_cards") board.model = append(board.model, message);
    else board.model = putBack(board.model, message.card);
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
    return { stage: column.id, ids, count: column.totals.deals, more: hasMore(column) };
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
