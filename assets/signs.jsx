// The strip over all pages for what everybody has to know now; the pages begin below it, so it covers nothing.
import { useLayoutEffect, useRef } from "react";

export function Signs({ children }) {
  const strip = useRef(null);
  useLayoutEffect(() => {
    const root = document.documentElement;
    const tell = () => root.style.setProperty("--signs", `${strip.current?.offsetHeight ?? 0}px`);
    const watch = new ResizeObserver(tell);
    watch.observe(strip.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div id="signs" className="signs" ref={strip}>
      {children}
    </div>
  );
}

export const Reload = ({ children }) => (
  <button type="button" className="reload" onClick={() => location.reload()}>
    {children}
  </button>
);
