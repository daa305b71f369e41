// Small hooks that parts of the board share.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** @import { Card, ChangeAddress, Change, Past, Row } from "./shapes" */

/**
 * The same function for ever, which calls the latest one given.
 * @template {unknown[]} Values
 * @param {(...values: Values) => void} callback
 */
export function useStable(callback) {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  return useCallback((/** @type {Values} */ ...values) => latest.current?.(...values), []);
}

/**
 * The same functions for ever, by name, which call the latest ones given.
 * @template {{ [Name in keyof Functions]: (...values: any[]) => void }} Functions
 * @param {Functions} callbacks
 * @returns {Functions}
 */
export function useStableAll(callbacks) {
  const latest = useRef(callbacks);
  useEffect(() => {
    latest.current = callbacks;
  });
  return useMemo(
    () => {
      const names = /** @type {(keyof Functions)[]} */ (Object.keys(latest.current));
      const stable = names.map((name) => [name, (/** @type {unknown[]} */ ...values) => latest.current[name]?.(...values)]);
      return /** @type {Functions} */ (Object.fromEntries(stable));
    },
    [],
  );
}

/** Seconds of the epoch, renewed every minute: an answer is waited for by the minute. */
export function useNow() {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/**
 * What the address asks for, as text without the question mark, and a way to change it in place.
 * @returns {[query: string, change: ChangeAddress, put: (next: URLSearchParams) => void]}
 */
export function useQuery() {
  const [query, setQuery] = useState(() => window.location.search.slice(1));
  const put = useCallback((/** @type {URLSearchParams} */ next) => {
    const sorted = new URLSearchParams([...next].filter(([, value]) => value));
    sorted.sort();
    const text = sorted.toString();
    window.history.replaceState(window.history.state, "", text ? `?${text}` : window.location.pathname);
    setQuery(text);
  }, []);
  const change = useCallback(
    (/** @type {Parameters<ChangeAddress>[0]} */ fields) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(fields)) next.set(name, value ?? "");
      put(next);
    },
    [put],
  );
  return [query, change, put];
}

/**
 * The cards chosen for one change, by id; `beside` gives those among which a range is chosen.
 * @template {Card | Row} Kind
 * @param {(card: Kind) => Kind[]} beside
 * @returns {[chosen: Set<string>, toggle: (card: Kind, range: boolean) => void, clear: () => void]}
 */
export function useSelection(beside) {
  const [chosen, setChosen] = useState(() => /** @type {Set<string>} */ (new Set()));
  const last = useRef(/** @type {string | null} */ (null));
  const toggle = useCallback(
    (/** @type {Kind} */ card, /** @type {boolean} */ range) => {
      const cards = beside(card);
      const [from, to] = [last.current, card.id].map((id) => cards.findIndex((one) => one.id === id));
      setChosen((before) => {
        const next = new Set(before);
        if (range && from >= 0) {
          cards.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => next.add(one.id));
        } else if (!next.delete(card.id)) {
          next.add(card.id);
        }
        return next;
      });
      last.current = card.id;
    },
    [beside],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  return [chosen, toggle, clear];
}

const UNDO = 10_000; // ms in which a change can be taken back

/**
 * The last change for as long as it can be taken back.
 * @returns {Past}
 */
export function usePast() {
  const [past, setPast] = useState(/** @type {Past["past"]} */ (null));
  const remember = useCallback((/** @type {Change} */ change) => setPast({ ...change, at: Date.now() }), []);
  const forget = useCallback(
    (/** @type {string} */ id) =>
      setPast((before) => {
        const back = before?.back.filter((one) => one.deal_id !== id) ?? [];
        return before && back.length ? { ...before, back } : null;
      }),
    [],
  );
  useEffect(() => {
    if (!past) return undefined;
    const timer = setTimeout(() => setPast(null), Math.max(0, past.at + UNDO - Date.now()));
    return () => clearTimeout(timer);
  }, [past]);
  const undo = useCallback(() => {
    past?.take(past.back);
    setPast(null);
  }, [past]);
  return { past, remember, forget, undo };
}
