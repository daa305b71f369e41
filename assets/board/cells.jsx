// The cells of the table: what each column shows of a deal, and how it is changed in its place.
import { useContext, useState } from "react";
import { AmountEditor, PickEditor, TagsEditor, TaskEditor, TextEditor } from "./editors.jsx";
import { age, DocumentMark, TagMarks, WaitMark } from "./marks.jsx";
import { heldOf } from "./model.js";
import { Surroundings, useTable } from "./surroundings.js";
import { dueWords, isoDay } from "./words.js";

/** @import { CellProps, ColumnName, Row } from "./shapes" */
/** @import { ComponentType, ReactNode } from "react" */

/**
 * What a cell shows, as a button that opens its editor.
 * @param {{ row: Row, name: ColumnName, className?: string, children: ReactNode }} properties
 */
function Changeable({ row, name, className = "", children }) {
  const { t, fixed, edit } = useTable();
  if (fixed) return <span className={`table-change ${className}`}>{children}</span>;
  return (
    <button
      type="button"
      className={`table-change ${className}`}
      title={t("change", { what: t(`col.${name}`) })}
      onClick={() => edit.open(row.id, name)}
    >
      {children}
    </button>
  );
}

const Nothing = () => (
  <span className="table-nothing" aria-hidden="true">
    —
  </span>
);

/** @param {CellProps} properties */
function Title({ row, name, editing }) {
  const { t, path, fixed, reading, stages, edit, onVisit } = useTable();
  if (editing) {
    return <TextEditor label={t("col.title")} value={row.title} close={edit.close} save={(title) => edit.rename(row, title)} />;
  }
  /** @param {import("react").MouseEvent} event */
  const visit = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onVisit(row.id);
  };
  return (
    <>
      <a href={path + row.id} className="table-title" title={row.title} onClick={visit}>
        {row.title}
      </a>
      {reading.has(row.id) && <span className="board-card-live" role="img" aria-label={t("reading")} title={t("reading")} />}
      {row.unread && <span className="board-card-unread" role="img" aria-label={t("unread")} title={t("unread")} />}
      {row.wait && stages.get(row.stage)?.kind === "open" && <WaitMark wait={row.wait} />}
      <DocumentMark card={row} />
      {!fixed && (
        <button
          type="button"
          className="table-pencil"
          aria-label={`${t("change", { what: t(`col.${name}`) })}: ${row.title}`}
          onClick={() => edit.open(row.id, name)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M11 2.5l2.5 2.5L5.5 13H3v-2.5z" />
          </svg>
        </button>
      )}
    </>
  );
}

/** @param {CellProps} properties */
function Stage({ row, name, editing }) {
  const { t, stages, edit } = useTable();
  const stage = stages.get(row.stage);
  if (editing) {
    const options = [...stages.values()].map((one) => /** @type {[string, string]} */ ([one.key, one.name]));
    return <PickEditor label={t("col.stage")} value={row.stage} options={options} close={edit.close} save={(key) => edit.move(row, key)} />;
  }
  return (
    <Changeable row={row} name={name}>
      <span className="board-dot" style={{ background: `var(--${stage?.colour ?? "gray"}-9)` }} />
      <span className="table-words">{stage?.name}</span>
    </Changeable>
  );
}

/** @param {CellProps} properties */
function Amount({ row, name, editing }) {
  const { t, edit } = useTable();
  if (editing) {
    return <AmountEditor label={t("col.amount")} value={row.plain ?? ""} close={edit.close} save={(text) => edit.ask.onPrice({ ...heldOf(row), amount: text })} />;
  }
  return (
    <Changeable row={row} name={name} className="num">
      {row.amount ?? <Nothing />}
    </Changeable>
  );
}

/** @param {CellProps} properties */
function Manager({ row, name, editing }) {
  const { t, people, options, edit } = useTable();
  const person = people.get(row.by);
  if (editing) {
    const offered = options.people.filter((one) => one.active || one.key === row.by).map((one) => /** @type {[string, string]} */ ([one.key, one.name]));
    const handOver = (/** @type {string} */ key) => {
      const chosen = people.get(key);
      if (chosen) edit.handOver(row, chosen);
    };
    return (
      <PickEditor label={t("col.manager")} value={row.by} options={offered} close={edit.close} save={handOver} />
    );
  }
  return (
    <Changeable row={row} name={name}>
      <span className="table-words">{person?.name}</span>
    </Changeable>
  );
}

/** @param {CellProps} properties */
function Task({ row, name, editing }) {
  const around = useTable();
  const { t, now, zone, edit } = around;
  const late = row.due && row.due < now;
  const shown = (
    <Changeable row={row} name={name} className={late ? "late" : ""}>
      {row.due && <span className="num">{dueWords(row.due, around)}</span>}
      <span className="table-words">{row.task || <span className="table-nothing">{t("no_task")}</span>}</span>
    </Changeable>
  );
  if (!editing) return shown;
  return (
    <TaskEditor
      words={row.task ?? ""}
      fixed={Boolean(row.fixed)}
      day={row.due ? isoDay(row.due, zone) : ""}
      close={edit.close}
      save={(title, day) => edit.ask.onPlan({ deal_id: row.id, title, day, seen: row.due ?? 0 })}
    >
      {shown}
    </TaskEditor>
  );
}

/** @param {CellProps} properties */
function Tags({ row, name, editing }) {
  const { options, edit } = useTable();
  const shown = (
    <Changeable row={row} name={name}>
      {row.tags ? <TagMarks tags={row.tags} /> : <Nothing />}
    </Changeable>
  );
  if (!editing) return shown;
  return (
    <TagsEditor known={options.tags} tags={row.tags ?? []} close={edit.close} put={(tag, on) => edit.ask.onTag({ deals: [heldOf(row)], tag, on })}>
      {shown}
    </TagsEditor>
  );
}

/** @param {Pick<CellProps, "row">} properties */
function Age({ row }) {
  const { t, now, stages } = useTable();
  const stage = stages.get(row.stage);
  const norm = stage?.kind === "open" ? stage.norm : 0;
  const { days, state } = age(row, norm, now);
  return (
    <span className={`board-card-age num ${state}`} title={t("days_of_norm", { days, norm })}>
      {t("days", { days })}
    </span>
  );
}

/** @param {{ value: string }} properties */
const Text = ({ value }) => (
  <span className="table-words" title={value}>
    {value}
  </span>
);

/** @param {Pick<CellProps, "row">} properties */
function Channel({ row }) {
  const { channels } = useContext(Surroundings);
  return <Text value={channels.get(row.channel)?.name ?? ""} />;
}

/** @param {{ seconds: number }} properties */
function Day({ seconds }) {
  const { locale, zone } = useContext(Surroundings);
  const [words] = useState(() => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: zone }));
  return <span className="num">{words.format(seconds * 1000)}</span>;
}

/** @type {Record<ColumnName, ComponentType<CellProps>>} */
export const CELLS = {
  number: ({ row }) => <span className="num table-quiet">{row.number}</span>,
  title: Title,
  client: ({ row }) => <Text value={row.client} />,
  stage: Stage,
  amount: Amount,
  manager: Manager,
  channel: Channel,
  task: Task,
  age: Age,
  tags: Tags,
  created: ({ row }) => <Day seconds={row.created / 1e6} />,
  closed: ({ row }) => (row.closed ? <Day seconds={row.closed} /> : <Nothing />),
};
