// Small hooks that parts of the board share.
import { useCallback, useEffect, useRef, useState } from "react";

/** The same function for ever, which calls the latest one given. */
export function useStable(callback) {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  return useCallback((...values) => latest.current?.(...values), []);
}

/** Seconds of the epoch, renewed every ten minutes: days in a stage do not need more. */
export function useNow() {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 600_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What the address asks for, as text without the question mark, and a way to change it in place. */
export function useQuery() {
  const [query, setQuery] = useState(() => window.location.search.slice(1));
  const put = useCallback((next) => {
    const sorted = new URLSearchParams([...next].filter(([, value]) => value));
    sorted.sort();
    const text = sorted.toString();
    window.history.replaceState(window.history.state, "", text ? `?${text}` : window.location.pathname);
    setQuery(text);
  }, []);
  const change = useCallback(
    (fields) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(fields)) next.set(name, value ?? "");
      put(next);
    },
    [put],
  );
  return [query, change, put];
}

/** The cards chosen for one change, by id; gone ones are left out. */
export function useSelection(held) {
  const [chosen, setChosen] = useState(() => new Set());
  const last = useRef(null);
  const toggle = useCallback(
    (card, range) => {
      const cards = held.current?.columns[card.stage]?.cards ?? [];
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
    [held],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  return [chosen, toggle, clear];
}
