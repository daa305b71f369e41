// The board as a table: rows of the whole filter, drawn where they are in view, changed in their cells.
import { memo, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Chosen } from "./bars.jsx";
import { CELLS } from "./cells.jsx";
import { shownColumns } from "./choice.jsx";
import { useView } from "./column.jsx";
import { useSelection } from "./hooks.js";
import { usePageKeys } from "./keys.js";
import { awaited, heldOf } from "./model.js";
import { changeRows, findRow, hasMoreRows, renameRow } from "./rows.js";
import { Surroundings, useChoosing } from "./surroundings.js";

/** @import { Ask } from "./asks" */
/** @import { Sort } from "./messages" */
/** @import { ChangeAddress, ColumnName, Edit, FormProps, Row as Deal, TableAround, TableModel } from "./shapes" */
/** @import { CSSProperties } from "react" */

const HEIGHT = { comfortable: 44, compact: 34 }; // px of a row, its line included
const AHEAD = 60; // the next window is asked for this many rows before the end
const PICK = 40; // px of the column of tick boxes
// px that a column needs, and its share of what is left
/** @type {Record<ColumnName, [least: number, share: number]>} */
const WIDTHS = {
  number: [72, 0],
  title: [240, 3],
  client: [168, 2],
  stage: [144, 1],
  amount: [128, 0],
  manager: [144, 1],
  channel: [120, 1],
  task: [216, 2],
  age: [88, 0],
  tags: [168, 1],
  created: [112, 0],
  closed: [112, 0],
};
const RISING = new Set(["title", "client", "stage", "manager", "channel", "task"]); // what a first click sorts upwards

/** @param {ColumnName} name */
const wide = (name) => {
  const [least, share] = WIDTHS[name];
  return share ? `minmax(${least}px, ${share}fr)` : `${least}px`;
};

/**
 * Moves by stage, shown at once, asked of the server and taken back.
 * @param {Pick<FormProps<TableModel>, "board" | "past" | "ask"> & { clear: () => void }} parts
 */
function useStages({ board, past, clear, ask }) {
  const { t } = useContext(Surroundings);
  const { held, show } = board;
  const { remember } = past;
  return useCallback(
    (/** @type {string[]} */ ids, /** @type {string} */ key) => {
      const stages = new Map(held.current.stages.map((stage) => [stage.key, stage]));
      const target = stages.get(key);
      const rows = ids.map((id) => findRow(held.current, id)).filter((row) => row !== undefined).filter((row) => row.stage !== key);
      if (!target || !rows.length) return;
      const deals = rows.map(heldOf);
      const into = (/** @type {string} */ stage_id) => ({ stage_id, above_id: "", below_id: "" });
      const back = rows.map((row) => ({ deal_id: row.id, version: awaited(row), ...into(stages.get(row.stage)?.id ?? "") }));
      // a loss is asked about before it is one
      if (target.kind !== "lost") show(changeRows(held.current, rows, { stage: key }));
      if (target.kind === "lost") ask.onLose({ deals, ...into(target.id) });
      else if (deals.length === 1) ask.onMove({ ...deals[0], ...into(target.id) });
      else ask.onMoveMany({ deals, ...into(target.id) });
      if (deals.length > 1) clear();
      remember({ back, words: (count) => t("moved_to", { count, stage: target.name }), take: (moves) => ask.onUndo({ moves }) });
    },
    [held, show, remember, clear, ask, t],
  );
}

/** @param {FormProps<TableModel>} properties */
export function Table({ board, past, options, help, ask, query, change, children }) {
  const around = useContext(Surroundings);
  const { density, columns: chosen } = around;
  const { model, held, show } = board;
  const columns = useMemo(() => shownColumns(chosen), [chosen]);
  const beside = useCallback(() => held.current?.rows ?? [], [held]);
  const [selection, select, clear] = useSelection(beside);
  const put = useStages({ board, past, clear, ask });
  const [editing, setEditing] = useState(/** @type {[id: string, column: ColumnName] | null} */ (null));
  const edit = useMemo(
    () => /** @type {Edit} */ ({
      open: (id, column) => setEditing([id, column]),
      close: () => setEditing(null),
      move: (row, stage) => put([row.id], stage),
      rename: (row, title) => {
        show(renameRow(held.current, row, title));
        ask.onRename({ deal_id: row.id, title, seen: row.title });
      },
      handOver: (row, person) => {
        show(changeRows(held.current, [row], { by: person.key }));
        ask.onHandOver({ ...heldOf(row), manager_id: person.id });
      },
      ask,
    }),
    [put, ask, held, show],
  );
  const stages = useMemo(() => new Map(model.stages.map((stage) => [stage.key, stage])), [model.stages]);
  const inside = useMemo(() => /** @type {TableAround} */ ({ ...around, stages, options, onSelect: select, edit }), [around, stages, options, select, edit]);
  usePageKeys({ dragging: board.dragging, undo: past.undo, clear, help });
  if (model.total.deals === 0) return children;
  const cards = [...selection].map((id) => findRow(model, id)).filter((row) => row !== undefined);
  const height = HEIGHT[density];
  return (
    <Surroundings.Provider value={inside}>
      <Rows {...{ model, columns, height, selection, editing, query, change, ask, reload: board.ask }} />
      <Foot model={model} />
      {cards.length > 0 && <Chosen {...{ cards, stages: model.stages, options, clear, put, ask }} />}
    </Surroundings.Provider>
  );
}

/**
 * @param {{ model: TableModel, columns: ColumnName[], height: number, selection: Set<string>, editing: [id: string, column: ColumnName] | null,
 *   query: string, change: ChangeAddress, ask: Ask, reload: () => void }} properties
 */
function Rows({ model, columns, height, selection, editing, query, change, ask, reload }) {
  const { t } = useContext(Surroundings);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [[from, to], look] = useView(list, height);
  const { rows, sort, opening, misses } = model;
  const asked = useRef("");
  useEffect(() => {
    const last = rows.at(-1)?.id ?? "";
    const question = `${query} ${opening} ${misses} ${rows.length} ${last}`;
    if (to + AHEAD < rows.length || !hasMoreRows(model) || asked.current === question) return;
    asked.current = question;
    if (last) ask.onMoreRows({ query, last_id: last });
    else reload(); // all that was loaded has left
  }, [to, rows, opening, misses, model, query, ask, reload]);
  const style = /** @type {CSSProperties} */ ({
    "--columns": `${PICK}px ${columns.map(wide).join(" ")}`,
    "--least": `${PICK + columns.reduce((sum, name) => sum + WIDTHS[name][0], 0)}px`,
    "--row": `${height}px`,
  });
  return (
    <div className="board-table" ref={list} onScroll={look} role="table" aria-label={t("form.table")} aria-rowcount={model.total.deals + 1} style={style}>
      <div className="table-head" role="rowgroup">
        <div className="table-row" role="row" aria-rowindex={1}>
          <span role="columnheader" className="table-cell pick">
            <span className="table-hidden">{t("select")}</span>
          </span>
          {columns.map((name) => (
            <Heading key={name} {...{ name, sort, change }} />
          ))}
        </div>
      </div>
      <div className="table-body" role="rowgroup" style={{ height: rows.length * height }}>
        {rows.slice(from, to).map((row, offset) => (
          <Row
            key={row.id}
            {...{ row, columns, index: from + offset, top: (from + offset) * height, selected: selection.has(row.id) }}
            editing={editing?.[0] === row.id ? editing[1] : ""}
          />
        ))}
      </div>
    </div>
  );
}

/** @param {{ name: ColumnName, sort: Sort, change: ChangeAddress }} properties */
function Heading({ name, sort, change }) {
  const { t } = useContext(Surroundings);
  const label = t(`col.${name}`);
  if (name === "tags") {
    return (
      <span role="columnheader" className="table-cell">
        {label}
      </span>
    );
  }
  const active = sort.key === name;
  const down = active ? !sort.down : !RISING.has(name);
  return (
    <span
      role="columnheader"
      className={`table-cell ${name}`}
      aria-sort={active ? (sort.down ? "descending" : "ascending") : "none"}
    >
      <button type="button" className="table-sort" onClick={() => change({ sort: down ? `-${name}` : name })}>
        {label}
        <span aria-hidden="true">{active ? (sort.down ? "↓" : "↑") : ""}</span>
      </button>
    </span>
  );
}

const Row = memo(function Row(/** @type {{ row: Deal, columns: ColumnName[], index: number, top: number, selected: boolean, editing: ColumnName | "" }} */ { row, columns, index, top, selected, editing }) {
  const { t, fixed, onSelect } = useChoosing();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-deal={row.id}
      className={`table-row${selected ? " selected" : ""}`}
      style={{ top }}
    >
      <span role="cell" className="table-cell pick">
        {!fixed && (
          <input
            type="checkbox"
            checked={selected}
            aria-label={`${t("select")}: ${row.title}`}
            onChange={(event) => onSelect(row, /** @type {PointerEvent} */ (event.nativeEvent).shiftKey)}
          />
        )}
      </span>
      {columns.map((name) => {
        const Cell = CELLS[name];
        return (
          <span key={name} role="cell" className={`table-cell ${name}`}>
            <Cell row={row} name={name} editing={editing === name} />
          </span>
        );
      })}
    </div>
  );
});

/** @param {{ model: TableModel }} properties */
function Foot({ model }) {
  const { t } = useContext(Surroundings);
  const { deals, sum, weighted } = model.total;
  return (
    <p className="table-foot num" role="status">
      <span>{t("count", { count: deals })}</span>
      {sum && <span>{sum}</span>}
      {weighted && weighted !== sum && <span className="board-weighted">{t("weighted", { sum: weighted })}</span>}
    </p>
  );
}
