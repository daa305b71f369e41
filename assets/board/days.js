// What a calendar holds in the browser, as pure functions: days with their first tasks, and those overdue before.

/** @import { CalendarSnapshot, Day } from "./messages" */
/** @import { CalendarModel } from "./shapes" */

/**
 * The model of a snapshot.
 * @param {CalendarSnapshot} snapshot
 * @returns {CalendarModel}
 */
export const openDays = ({ seq, room, days, overdue, span, month, today, now }) => ({
  kind: "calendar",
  seq,
  room,
  days,
  overdue,
  span,
  month,
  today,
  now,
});

/**
 * All days that hold tasks, what is overdue from before them first.
 * @param {CalendarModel} model
 */
const all = (model) => [model.overdue, ...model.days];

/**
 * The task `id`, or undefined.
 * @param {CalendarModel} model
 * @param {string} id
 */
export const findTask = (model, id) => all(model).flatMap((day) => day.tasks).find((task) => task.id === id);

/**
 * The model with a task on another day; out of sight where the calendar does not show that day.
 * @param {CalendarModel} model
 * @param {string} id
 * @param {string} day ISO
 * @returns {CalendarModel}
 */
export function moveTask(model, id, day) {
  const task = findTask(model, id);
  if (!task) return model;
  const due = task.due + Math.round((Date.parse(day) - Date.parse(task.day)) / 1000);
  const moved = { ...task, day, due };
  /** @type {(one: Day) => Day} */
  const lift = (one) =>
    one.tasks.some((other) => other.id === id)
      ? { ...one, count: one.count - 1, tasks: one.tasks.filter((other) => other.id !== id) }
      : one;
  /** @type {(one: Day) => Day} */
  const land = (one) =>
    one.day === day
      ? { ...one, count: one.count + 1, tasks: [...one.tasks, moved].sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1)) }
      : one;
  return { ...model, overdue: lift(model.overdue), days: model.days.map(lift).map(land) };
}

/**
 * The model in which the task `id` is due at that moment, as the server has it.
 * @param {CalendarModel} model
 * @param {string} id
 * @param {number} due
 * @returns {CalendarModel}
 */
export function setDue(model, id, due) {
  /** @type {(one: Day) => Day} */
  const put = (one) => ({ ...one, tasks: one.tasks.map((task) => (task.id === id ? { ...task, due } : task)) });
  return { ...model, overdue: put(model.overdue), days: model.days.map(put) };
}

/**
 * The ISO day so many days later.
 * @param {string} day
 * @param {number} days
 */
export const later = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
