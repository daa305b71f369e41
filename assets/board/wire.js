// The wire between the server and the board: takes messages off the page's socket and keeps the model in step.
import { useCallback, useContext, useEffect, useRef, useState } from "react";
import { DispatchContext } from "$/utils/context-registry";
import { openDays } from "./days.js";
import { append, open, patch, putBack } from "./model.js";
import { appendRows, openRows, patchRows, settleRow } from "./rows.js";

/** @import { BoardSnapshot, CalendarSnapshot, CardPatch, CardWindow, Frame, Message, Model, RowPatch, RowWindow, TableSnapshot } from "./shapes" */

const CHANNEL = "board";
const PAUSE = 400; // ms between a change and reading the days of a calendar anew, which many changes share
const READING = 60_000; // ms for which a card says that the client is there

/** Deals whose clients are reading or filling something now, each for a minute after the last sign of it. */
function useReading() {
  const [reading, setReading] = useState(() => /** @type {Set<string>} */ (new Set()));
  const timers = useRef(/** @type {Map<string, number>} */ (new Map()));
  const mark = useCallback((/** @type {string} */ id, age = 0) => {
    clearTimeout(timers.current.get(id));
    const forget = () => setReading((before) => new Set([...before].filter((one) => one !== id)));
    timers.current.set(id, setTimeout(forget, Math.max(0, READING - age * 1000)));
    setReading((before) => new Set(before).add(id));
  }, []);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  return /** @type {const} */ ([reading, mark]);
}

/**
 * One deal that is being read now, or those of a snapshot with the age of the sign in seconds.
 * @param {NonNullable<Message["reading"]>} told
 * @returns {[deal: string, age: number][]}
 */
const signs = (told) => (Array.isArray(told) ? told : [[told, 0]]);

/** @param {Message} message */
const isSnapshot = (message) => message.columns || message.rows || message.days;

/**
 * The model of a snapshot, in the form that it comes in.
 * @param {Message} message
 * @returns {Model}
 */
function opened(message) {
  if (message.rows) return openRows(/** @type {TableSnapshot} */ (message));
  if (message.days) return openDays(/** @type {CalendarSnapshot} */ (message));
  return open(/** @type {BoardSnapshot} */ (message));
}

/**
 * The model after a patch, a window or a card put back; null when a patch was missed.
 * @param {Model} model
 * @param {Message} message
 * @returns {Model | null}
 */
function changed(model, message) {
  if (model.kind === "table") {
    if (message.seq) return patchRows(model, /** @type {RowPatch} */ (message));
    if (message.row) return settleRow(model, message.row);
    return message.more && "after" in message ? appendRows(model, /** @type {RowWindow} */ (message)) : model;
  }
  if (model.kind === "calendar") return model;
  if (message.seq) return patch(model, /** @type {CardPatch} */ (message));
  if (message.card) return putBack(model, message.card);
  return message.more && message.stage ? append(model, /** @type {CardWindow} */ (message)) : model;
}

/**
 * Keeps the model of the board in step with the server; `onOpen` asks for a snapshot of `query`.
 * @param {{ session: string, locale: string, query: string, onOpen: (query: string) => void }} properties
 */
export function useBoard({ session, locale, query, onOpen }) {
  const dispatchers = useContext(DispatchContext);
  const [model, setModel] = useState(/** @type {Model | null} */ (null));
  const [frame, setFrame] = useState(/** @type {Frame | null} */ (null));
  const [reading, mark] = useReading();
  const held = useRef(/** @type {Model | null} */ (null)); // the model, readable outside of rendering
  const early = useRef(/** @type {Message[]} */ ([])); // what came while a card was dragged or before the snapshot
  const dragging = useRef(false);
  const asked = useRef(false); // a new snapshot is on its way
  const wanted = useRef(query);
  const returned = useRef(/** @type {(id: string) => void} */ (() => {})); // told of a card that the server has put back
  const moved = useRef(/** @type {(task: string, due: number) => void} */ (() => {})); // told when a task that was put off is due now
  const soon = useRef(0);
  const ask = useCallback(() => {
    if (!asked.current) onOpen(wanted.current);
    asked.current = true;
  }, [onOpen]);
  const show = useCallback((/** @type {Model} */ next) => {
    held.current = next;
    setModel(next);
  }, []);
  const again = useRef(() => {});
  again.current = () => {
    soon.current = 0;
    asked.current = false; // a snapshot on its way may be older than the change
    if (dragging.current) soon.current = setTimeout(again.current, PAUSE);
    else ask();
  };
  useEffect(() => () => clearTimeout(soon.current), []);
  const take = useCallback(
    (/** @type {Message} */ message) => {
      if (message.many) {
        message.many.forEach((one) => take(one));
        return;
      }
      if (message.reading) signs(message.reading).forEach(([id, age]) => mark(id, age));
      if (message.frame) setFrame(message.frame);
      if (message.moved) moved.current(...message.moved);
      if (message.changed) soon.current ||= setTimeout(again.current, PAUSE);
      if (dragging.current) {
        early.current.push(message);
      } else if (isSnapshot(message)) {
        if (message.query !== wanted.current) return; // of a filter that was changed meanwhile
        const waiting = early.current;
        early.current = [];
        asked.current = false;
        show(opened(message));
        waiting.forEach((later) => take(later));
      } else if (message.resync) {
        ask();
      } else if (message.seq || message.more || message.card || message.row) {
        if (message.query !== undefined && message.query !== wanted.current) return;
        if (asked.current || held.current === null) {
          // A window read before the snapshot may be older than it; it is asked for again
          if (!message.more) early.current.push(message);
          return;
        }
        const back = message.seq ? null : (message.card ?? message.row);
        if (back) returned.current(back.id);
        const next = changed(held.current, message);
        if (next) show(next);
        else ask();
      }
    },
    [ask, mark, show],
  );
  useEffect(() => {
    dispatchers[CHANNEL] = take;
    return () => {
      // A late message for a board that is no longer there is nobody's loss
      dispatchers[CHANNEL] = () => {};
    };
  }, [dispatchers, take]);
  useEffect(() => {
    // On the first page, after every change of the filter, and after every reconnect, which brings a new session
    if (!session) return;
    wanted.current = query;
    asked.current = true;
    early.current = [];
    onOpen(query);
  }, [session, locale, query, onOpen]);
  const drag = useCallback(
    (/** @type {boolean} */ active) => {
      dragging.current = active;
      if (active || held.current === null) return;
      const waiting = early.current;
      early.current = [];
      waiting.forEach((later) => take(later));
    },
    [take],
  );
  return { model, frame, reading, held, dragging, returned, moved, show, drag, ask };
}
