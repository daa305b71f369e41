// The wire between the server and the board: takes messages off the page's socket and keeps the model in step.
import { useCallback, useContext, useEffect, useRef, useState } from "react";
import { DispatchContext } from "$/utils/context-registry";
import { append, open, patch, settle } from "./model.js";

const CHANNEL = "board";

/** Keeps the model of the board in step with the server; `onOpen` asks for a snapshot. */
export function useBoard({ session, locale, onOpen }) {
  const dispatchers = useContext(DispatchContext);
  const [model, setModel] = useState(null);
  const held = useRef(null); // the model, readable outside of rendering
  const early = useRef([]); // what came while a card was dragged or before the snapshot
  const dragging = useRef(false);
  const asked = useRef(false); // a new snapshot is on its way
  const ask = useCallback(() => {
    if (!asked.current) onOpen();
    asked.current = true;
  }, [onOpen]);
  const show = useCallback((next) => {
    held.current = next;
    setModel(next);
  }, []);
  const take = useCallback(
    (message) => {
      if (dragging.current) {
        early.current.push(message);
      } else if (message.columns) {
        const waiting = early.current;
        early.current = [];
        asked.current = false;
        show(open(message));
        waiting.forEach((later) => take(later));
      } else if (message.resync) {
        ask();
      } else if (asked.current || held.current === null) {
        early.current.push(message);
      } else if (message.seq) {
        const next = patch(held.current, message);
        if (next) show(next);
        else ask();
      } else if (message.more) {
        show(append(held.current, message.stage, message.more));
      } else if (message.card) {
        show(settle(held.current, message.card));
      }
    },
    [ask, show],
  );
  useEffect(() => {
    dispatchers[CHANNEL] = take;
    return () => {
      // A late message for a board that is no longer there is nobody's loss
      dispatchers[CHANNEL] = () => {};
    };
  }, [dispatchers, take]);
  useEffect(() => {
    // On the first page and after every reconnect, which brings a new socket session
    if (!session) return;
    asked.current = true;
    onOpen();
  }, [session, locale, onOpen]);
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
  return { model, held, show, drag };
}
