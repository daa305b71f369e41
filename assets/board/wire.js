// The wire between the server and the board: takes messages off the page's socket and keeps the model in step.
import { useCallback, useContext, useEffect, useRef, useState } from "react";
import { DispatchContext } from "$/utils/context-registry";
import { changed, isSnapshot, opened } from "./following.js";

/** @import { Ask } from "./asks" */
/** @import { Message, Options } from "./messages" */
/** @import { Step } from "./following.js" */
/** @import { Model } from "./shapes" */

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
 * Keeps the model of the board in step with the server; `onOpen` asks for a snapshot of `query`.
 * @param {{ session: string, locale: string, query: string, onOpen: Ask["onOpen"] }} properties
 */
export function useBoard({ session, locale, query, onOpen }) {
  const dispatchers = useContext(DispatchContext);
  const [model, setModel] = useState(/** @type {Model | null} */ (null));
  const [options, setOptions] = useState(/** @type {Options | null} */ (null));
  const [reading, mark] = useReading();
  const held = useRef(/** @type {Model | null} */ (null)); // the model, readable outside of rendering
  const early = useRef(/** @type {Step[]} */ ([])); // what came while a card was dragged or before the snapshot
  const dragging = useRef(false);
  const asked = useRef(false); // a new snapshot is on its way
  const wanted = useRef(query);
  const returned = useRef(/** @type {(id: string) => void} */ (() => {})); // told of a card that the server has put back
  const moved = useRef(/** @type {(task: string, due: number) => void} */ (() => {})); // told when a task that was put off is due now
  const soon = useRef(0);
  const ask = useCallback(() => {
    if (!asked.current) onOpen({ query: wanted.current });
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
  const follow = useCallback(
    (/** @type {Step} */ step) => {
      if (step.kind === "resync") {
        ask();
      } else if (isSnapshot(step)) {
        if (step.query !== wanted.current) return; // of a filter that was changed meanwhile
        const waiting = early.current;
        early.current = [];
        asked.current = false;
        show(opened(step));
        waiting.forEach((later) => follow(later));
      } else {
        const window = step.kind === "more_cards" || step.kind === "more_rows";
        if (window && step.query !== wanted.current) return;
        if (asked.current || held.current === null) {
          // A window read before the snapshot may be older than it; it is asked for again
          if (!window) early.current.push(step);
          return;
        }
        if (step.kind === "card_back") returned.current(step.card.id);
        if (step.kind === "row_back") returned.current(step.row.id);
        const next = changed(held.current, step);
        if (next) show(next);
        else ask();
      }
    },
    [ask, show],
  );
  const take = useCallback(
    (/** @type {Message} */ message) => {
      switch (message.kind) {
        case "patches":
          message.patches.forEach((one) => take(one));
          return;
        case "client_reads":
          mark(message.deal);
          return;
        case "new_options":
          setOptions(message.options);
          return;
        case "task_moved":
          moved.current(message.task, message.due);
          return;
        case "days_changed":
          soon.current ||= setTimeout(again.current, PAUSE);
          return;
        default:
          if (isSnapshot(message)) {
            setOptions(message.options);
            message.reading.forEach(({ deal, age }) => mark(deal, age));
          }
          if (dragging.current) early.current.push(message);
          else follow(message);
      }
    },
    [follow, mark],
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
    onOpen({ query });
  }, [session, locale, query, onOpen]);
  const drag = useCallback(
    (/** @type {boolean} */ active) => {
      dragging.current = active;
      if (active || held.current === null) return;
      const waiting = early.current;
      early.current = [];
      waiting.forEach((later) => follow(later));
    },
    [follow],
  );
  return { model, options, reading, held, dragging, returned, moved, show, drag, ask };
}
