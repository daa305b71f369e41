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
