// Runs the board's own models for a test: one message a line in, the board or the table it makes of it out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** @import { Message } from "../../../assets/board/messages" */
/** @import { Change } from "../../../assets/board/following.js" */
/** @import { Model, Row } from "../../../assets/board/shapes" */
/** @typedef {{ kind: "change", change: [id: string, fields: Partial<Row>] }} Hand what a person's own hand does to a row */
/** @typedef {{ kind: "drop", drop: [ids: string[], stage: string, index: number, now?: number] }} Drop and to cards */

/** @type {typeof import("../../../assets/board/model.js")} */
const { drop } = await load("model");
/** @type {typeof import("../../../assets/board/rows.js")} */
const { changeRows, findRow } = await load("rows");
/** @type {typeof import("../../../assets/board/following.js")} */
const { changed, opened } = await load("following");
/** @type {Model | null} */
let model = null;

/**
 * @param {string} name
 * @returns {Promise<any>}
 */
function load(name) {
  return import(pathToFileURL(`${process.argv[2]}/${name}.js`).href);
}

/**
 * What the board or the table shows after the message; "gap" where one before it was missed.
 * @param {Message | Hand | Drop} message
 * @returns {unknown}
 */
function take(message) {
  if (message.kind === "patches") return message.patches.map(take).at(-1);
  const next = following(message);
  if (next === null) return "gap";
  model = next;
  if (model.kind === "table") return { rows: model.rows, total: model.total };
  if (model.kind === "calendar") throw new Error("no calendar is followed here");
  const { order, columns } = model;
  return order.map((stage) => {
    const { id, totals, cards } = columns[stage];
    return { stage: id, totals, cards };
  });
}

/**
 * @param {Message | Hand | Drop} message
 * @returns {Model | null}
 */
function following(message) {
  if (message.kind === "board" || message.kind === "table") return opened(message);
  if (!model) throw new Error("nothing has been opened yet");
  if (message.kind === "drop" && model.kind === "board") return drop(model, ...message.drop).model;
  if (message.kind === "change" && model.kind === "table") {
    const row = findRow(model, message.change[0]);
    return row ? changeRows(model, [row], message.change[1]) : model;
  }
  return changed(model, /** @type {Change} */ (message));
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(take(JSON.parse(line)))}\n`);
}
