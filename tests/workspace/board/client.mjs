// Runs the board's own models for a test: one message a line in, the board or the table it makes of it out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { append, drop, open, patch, putBack } = await import(pathToFileURL(`${process.argv[2]}/model.js`));
const { appendRows, changeRows, findRow, openRows, patchRows, settleRow } = await import(pathToFileURL(`${process.argv[2]}/rows.js`));
let model = null;

function takeRow(message) {
  if (message.rows) model = openRows(message);
  else if (message.change) model = changeRows(model, [findRow(model, message.change[0])], message.change[1]);
  else if (message.more) model = appendRows(model, message);
  else if (message.seq) {
    const next = patchRows(model, message);
    if (next === null) return "gap";
    model = next;
  } else model = settleRow(model, message.row);
  return { rows: model.rows, total: model.total };
}

function take(message) {
  if (message.many) return message.many.map(take).at(-1);
  if (message.rows || (model?.kind === "table" && !message.columns)) return takeRow(message);
  if (message.columns) model = open(message);
  else if (message.drop) model = drop(model, ...message.drop).model;
  else if (message.more) model = append(model, message);
  else if (message.seq) {
    const next = patch(model, message);
    if (next === null) return "gap";
    model = next;
  } else model = putBack(model, message.card);
  return model.order.map((stage) => {
    const { id, totals, cards } = model.columns[stage];
    return { stage: id, totals, cards };
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(take(JSON.parse(line)))}\n`);
}
