// The wire between the server and the board: takes messages off the page's socket and keeps the model in step.
import { useCallback, useContext, useEffect, useRef, useState } from "react";
import { DispatchContext } from "$/utils/context-registry";
import { append, open, patch, settle } from "./model.js";

const CHANNEL = "board";
const READING = 60_000; // ms for which a card says that the client is there

/** Deals whose clients are reading or filling something now, each for a minute after the last sign of it. */
function useReading() {
  const [reading, setReading] = useState(() => new Set());
  const timers = useRef(new Map());
  const mark = useCallback((id, age = 0) => {
    clearTimeout(timers.current.get(id));
    const forget = () => setReading((before) => new Set([...before].filter((one) => one !== id)));
    timers.current.set(id, setTimeout(forget, Math.max(0, READING - age * 1000)));
    setReading((before) => new Set(before).add(id));
  }, []);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  return [reading, mark];
}

/** Keeps the model of the board in step with the server; `onOpen` asks for a snapshot of `query`. */
export function useBoard({ session, locale, query, onOpen }) {
  const dispatchers = useContext(DispatchContext);
  const [model, setModel] = useState(null);
  const [frame, setFrame] = useState(null);
  const [reading, mark] = useReading();
  const held = useRef(null); // the model, readable outside of rendering
  const early = useRef([]); // what came while a card was dragged or before the snapshot
  const dragging = useRef(false);
  const asked = useRef(false); // a new snapshot is on its way
  const wanted = useRef(query);
  const returned = useRef(() => {}); // told of a card that the server has put back
  const ask = useCallback(() => {
    if (!asked.current) onOpen(wanted.current);
    asked.current = true;
  }, [onOpen]);
  const show = useCallback((next) => {
    held.current = next;
    setModel(next);
  }, []);
  const take = useCallback(
    (message) => {
      if (message.reading) (Array.isArray(message.reading) ? message.reading : [[message.reading]]).forEach((one) => mark(...one));
      if (message.frame) setFrame(message.frame);
      if (dragging.current) {
        early.current.push(message);
      } else if (message.columns) {
        if (message.query !== wanted.current) return; // of a filter that was changed meanwhile
        const waiting = early.current;
        early.current = [];
        asked.current = false;
        show(open(message));
        waiting.forEach((later) => take(later));
      } else if (message.resync) {
        ask();
      } else if (message.seq || message.more || message.card) {
        if (asked.current || held.current === null) {
          early.current.push(message);
        } else if (message.seq) {
          const next = patch(held.current, message);
          if (next) show(next);
          else ask();
        } else if (message.more) {
          show(append(held.current, message.stage, message.more));
        } else {
          returned.current(message.card.id);
          show(settle(held.current, message.card));
        }
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
    (active) => {
      dragging.current = active;
      if (active || held.current === null) return;
      const waiting = early.current;
      early.current = [];
      waiting.forEach((later) => take(later));
    },
    [take],
  );
  return { model, frame, reading, held, dragging, returned, show, drag, ask };
}
