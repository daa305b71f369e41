// The language of the whole page, menus and dialogs outside the shell included, for screen readers and translators.
import { useLayoutEffect } from "react";

/** @param {{ locale: string }} properties */
export function Language({ locale }) {
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return null;
}
