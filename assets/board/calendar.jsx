// The board as a calendar of tasks: a month or a week, carried to another day by mouse, finger or keys.
import { useCallback, useContext, useEffect, useRef } from "react";
import { DragDropContext, Draggable, Droppable } from "@hello-pangea/dnd";
import { SegmentedControl } from "@radix-ui/themes";
import { findTask, later, moveTask, setDue } from "./days.js";
import { usePageKeys } from "./keys.js";
import { Surroundings } from "./surroundings.js";
import { initials } from "./words.js";

/** @import { Day as DayTasks, Task as DueTask } from "./messages" */
/** @import { CalendarModel, ChangeAddress, FormProps } from "./shapes" */
/** @import { DraggableProvided, DropResult } from "@hello-pangea/dnd" */
/** @import { KeyboardEvent, MouseEvent } from "react" */
/** @typedef {(id: string, day: string) => void} PutOff */

const NOTHING = () => {};
const MISSED = "overdue";
/** @type {Record<string, number>} */
const STEPS = { BracketLeft: -1, BracketRight: 1 };

/**
 * A day of the calendar in words; it is a day, not a moment, so it is told on no clock.
 * @param {string} day
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} form
 */
const told = (day, locale, form) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...form }).format(Date.parse(day));

/**
 * Puts tasks off: shown at once, asked of the server, taken back for a while.
 * @param {Pick<FormProps<CalendarModel>, "board" | "past" | "ask">} properties
 * @returns {PutOff}
 */
function usePutOff({ board, past, ask }) {
  const { t, locale } = useContext(Surroundings);
  const { held, show, moved } = board;
  const { remember } = past;
  const dues = useRef(new Map()); // when tasks are due that have just been put off
  moved.current = (id, due) => {
    dues.current.set(id, due);
    if (held.current?.kind === "calendar") show(setDue(held.current, id, due));
  };
  useEffect(
    () => () => {
      moved.current = NOTHING;
    },
    [moved],
  );
  return useCallback(
    (id, day) => {
      const task = findTask(held.current, id);
      if (!task || !day || task.day === day) return;
      dues.current.set(id, task.due + (Date.parse(day) - Date.parse(task.day)) / 1000);
      show(moveTask(held.current, id, day));
      ask.onPutOff({ task_id: id, day, seen: task.due });
      remember({
        back: [{ task_id: id, day: task.day }],
        words: () => t("cal.moved", { day: told(day, locale, { day: "numeric", month: "long" }) }),
        take: ([before]) => {
          show(moveTask(held.current, before.task_id, before.day));
          ask.onPutOff({ ...before, seen: dues.current.get(before.task_id) });
        },
      });
    },
    [held, show, remember, ask, t, locale],
  );
}

/** @param {FormProps<CalendarModel>} properties */
export function Calendar({ board, past, help, ask, change }) {
  const { t, locale, fixed } = useContext(Surroundings);
  const { model, drag, dragging } = board;
  const put = usePutOff({ board, past, ask });
  usePageKeys({ dragging, undo: past.undo, clear: NOTHING, help });
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    // a list begins at today, a grid has it in sight
    const block = window.matchMedia("(max-width: 760px)").matches ? "start" : "nearest";
    frame.current?.querySelector(`[data-day="${model.today}"]`)?.scrollIntoView({ block });
  }, [model.span, model.month, model.today]);
  /** @param {KeyboardEvent<HTMLElement>} event */
  const keys = (event) => {
    const id = /** @type {HTMLElement} */ (event.target).dataset?.task;
    const step = STEPS[event.code];
    if (!id || !step || fixed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const task = findTask(board.held.current, id);
    if (task) put(id, later(task.day, step * (event.shiftKey ? 7 : 1)));
    requestAnimationFrame(() => requestAnimationFrame(() => /** @type {HTMLElement | null | undefined} */ (frame.current?.querySelector(`[data-task="${id}"]`))?.focus()));
  };
  /** @param {DropResult} result */
  const carried = ({ draggableId, destination, reason }) => {
    drag(false);
    if (reason === "DROP" && destination && destination.droppableId !== MISSED) put(draggableId, destination.droppableId);
  };
  const empty = model.overdue.count === 0 && model.days.every((day) => day.count === 0);
  return (
    <div className="cal-frame" ref={frame} onKeyDown={keys}>
      <Head {...{ model, change }} />
      {empty && <p className="cal-empty">{t("cal.empty")}</p>}
      <DragDropContext onDragStart={() => drag(true)} onDragEnd={carried} dragHandleUsageInstructions={t("cal.instructions")}>
        {model.overdue.count > 0 && <Missed {...{ day: model.overdue, put }} />}
        <div className={`cal ${model.span}`}>
          {model.days.slice(0, 7).map(({ day }) => (
            <span key={day} className="cal-weekday" aria-hidden="true">
              {told(day, locale, { weekday: "short" })}
            </span>
          ))}
          {model.days.map((day) => (
            <Day key={day.day} {...{ day, model, put, change }} />
          ))}
        </div>
      </DragDropContext>
    </div>
  );
}

/** @param {{ model: CalendarModel, change: ChangeAddress }} properties */
function Head({ model, change }) {
  const { t, locale } = useContext(Surroundings);
  const { span, month, days, today } = model;
  const week = span === "week";
  /** @param {number} by */
  const step = (by) => {
    if (week) return later(days[0].day, by * 7);
    const day = new Date(`${month.slice(0, 7)}-01T00:00:00Z`);
    day.setUTCMonth(day.getUTCMonth() + by);
    return day.toISOString().slice(0, 10);
  };
  const words = week
    ? new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).formatRange(Date.parse(days[0].day), Date.parse(days[6].day))
    : told(month, locale, { month: "long", year: "numeric" });
  return (
    <header className="cal-head">
      <button type="button" className="board-button" aria-label={t("cal.before")} onClick={() => change({ day: step(-1) })}>
        ‹
      </button>
      <button type="button" className="board-button" onClick={() => change({ day: "" })}>
        {t("cal.today")}
      </button>
      <button type="button" className="board-button" aria-label={t("cal.after")} onClick={() => change({ day: step(1) })}>
        ›
      </button>
      <h2 aria-live="polite">{words}</h2>
      <SegmentedControl.Root
        size="2"
        value={span}
        aria-label={t("cal.span")}
        onValueChange={(value) => change({ span: value === "week" ? "week" : "", day: inside(days, today) && value === "week" ? "" : month })}
      >
        <SegmentedControl.Item value="month">{t("cal.month")}</SegmentedControl.Item>
        <SegmentedControl.Item value="week">{t("cal.week")}</SegmentedControl.Item>
      </SegmentedControl.Root>
    </header>
  );
}

/**
 * @param {DayTasks[]} days
 * @param {string} day
 */
const inside = (days, day) => days[0].day <= day && day <= days[days.length - 1].day;

/**
 * What has been overdue since before the first day that is shown.
 * @param {{ day: DayTasks, put: PutOff }} properties
 */
function Missed({ day, put }) {
  const { t } = useContext(Surroundings);
  return (
    <section className="cal-missed" aria-label={t("cal.overdue", { count: day.count })}>
      <h3>{t("cal.overdue", { count: day.count })}</h3>
      <Tasks id={MISSED} tasks={day.tasks} put={put} direction="horizontal" />
    </section>
  );
}

/** @param {{ day: DayTasks, model: CalendarModel, put: PutOff, change: ChangeAddress }} properties */
function Day({ day, model, put, change }) {
  const { t, locale } = useContext(Surroundings);
  const today = day.day === model.today;
  const weekend = new Date(Date.parse(day.day)).getUTCDay() % 6 === 0;
  const other = model.span === "month" && day.day.slice(0, 7) !== model.month.slice(0, 7);
  const rest = day.count - day.tasks.length;
  const look = ["cal-day", today && "today", weekend && "weekend", other && "other", day.count === 0 && "empty"];
  const words = told(day.day, locale, { weekday: "long", day: "numeric", month: "long" });
  const open = () => change({ span: "week", day: day.day });
  return (
    <section className={look.filter(Boolean).join(" ")} data-day={day.day} aria-label={`${words}, ${t("cal.tasks", { count: day.count })}`}>
      <h3 aria-current={today ? "date" : undefined}>
        <span className="cal-number num">{Number(day.day.slice(8))}</span>
        <span className="cal-words">{words}</span>
      </h3>
      <Tasks id={day.day} tasks={day.tasks} put={put} direction="vertical" />
      {rest > 0 && (
        <button type="button" className="cal-more" onClick={open}>
          {t("cal.more", { count: rest })}
        </button>
      )}
    </section>
  );
}

/** @param {{ id: string, tasks: DueTask[], put: PutOff, direction: "horizontal" | "vertical" }} properties */
function Tasks({ id, tasks, put, direction }) {
  const { fixed } = useContext(Surroundings);
  return (
    <Droppable droppableId={id} direction={direction} isDropDisabled={id === MISSED}>
      {(provided, snapshot) => (
        <div ref={provided.innerRef} {...provided.droppableProps} className={`cal-tasks${snapshot.isDraggingOver ? " over" : ""}`}>
          {tasks.map((task, index) => (
            <Draggable key={task.id} draggableId={task.id} index={index} isDragDisabled={fixed}>
              {(held, state) => <Task {...{ task, put, held, lifted: state.isDragging }} />}
            </Draggable>
          ))}
          {provided.placeholder}
        </div>
      )}
    </Droppable>
  );
}

/** @param {{ task: DueTask, put: PutOff, held: DraggableProvided, lifted: boolean }} properties */
function Task({ task, put, held, lifted }) {
  const { t, now, path, fixed, people, reading, onVisit } = useContext(Surroundings);
  const late = task.due < now;
  const manager = people.get(task.by)?.name ?? "";
  const said = [task.time, task.words, task.title, task.client, manager, late && t("cal.late")];
  /** @param {MouseEvent | KeyboardEvent} event */
  const visit = (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    onVisit(task.deal);
  };
  return (
    <div
      ref={held.innerRef}
      {...held.draggableProps}
      tabIndex={0} // also where it cannot be carried
      {...held.dragHandleProps}
      role="group" // there is a link and a field inside, which a button may not hold
      data-task={task.id}
      aria-label={said.filter(Boolean).join(", ")}
      title={said.filter(Boolean).join("\n")}
      className={["cal-task", late && "late", lifted && "lifted"].filter(Boolean).join(" ")}
      onClick={visit}
      onKeyDown={(event) => event.key === "Enter" && event.target === event.currentTarget && visit(event)}
    >
      <span className="cal-task-line">
        {task.time && <span className="num">{task.time}</span>}
        <a href={path + task.deal} tabIndex={-1} draggable={false}>
          {task.words}
        </a>
        {reading.has(task.deal) && <span className="board-card-live" title={t("reading")} />}
      </span>
      <span className="cal-task-deal">{task.title}</span>
      <span className="cal-task-who" title={manager}>
        {initials(manager)}
      </span>
      {!fixed && <Other task={task} put={put} />}
    </div>
  );
}

/**
 * Another day by the browser's own calendar: for a finger, and for days that are not in sight.
 * @param {{ task: DueTask, put: PutOff }} properties
 */
function Other({ task, put }) {
  const { t } = useContext(Surroundings);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  return (
    <label className="cal-other" onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <rect x="2.5" y="3.5" width="11" height="10" rx="1.5" />
        <path d="M2.5 6.5h11M5.5 2v3M10.5 2v3" />
      </svg>
      <input
        ref={field}
        type="date"
        tabIndex={-1}
        value={task.day}
        aria-label={`${t("cal.other_day")}: ${task.words}`}
        onClick={() => field.current?.showPicker?.()}
        onChange={(event) => put(task.id, event.target.value)}
      />
    </label>
  );
}
