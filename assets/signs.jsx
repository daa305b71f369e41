// The strip over all pages for what everybody has to know now; the pages begin below it, so it covers nothing.
import { useLayoutEffect, useRef } from "react";

/** @param {{ children: import("react").ReactNode }} properties */
export function Signs({ children }) {
  const strip = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const root = document.documentElement;
    const tell = () => root.style.setProperty("--signs", `${strip.current?.offsetHeight ?? 0}px`);
    const watch = new ResizeObserver(tell);
    if (strip.current) watch.observe(strip.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div id="signs" className="signs" ref={strip}>
      {children}
    </div>
  );
}

/** @param {{ children: import("react").ReactNode }} properties */
export const Reload = ({ children }) => (
  <button type="button" className="reload" onClick={() => location.reload()}>
    {children}
  </button>
);
