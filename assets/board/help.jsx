// The list of keys, shown by `?`.
import { useContext, useEffect, useRef } from "react";
import { Surroundings } from "./surroundings.js";

const KEYS = [
  ["← ↑ → ↓", "walk"],
  ["Enter", "enter"],
  ["[  ]", "step"],
  ["Shift+[ ]", "week"],
  ["Space", "carry"],
  ["X", "choose"],
  ["Shift", "range"],
  ["Esc", "clear"],
  ["Ctrl+Z", "undo"],
  ["/", "search"],
  ["N", "new"],
  ["?", "help"],
];

/** @param {{ close: () => void }} properties */
export function Help({ close }) {
  const { t } = useContext(Surroundings);
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="board-help" aria-label={t("keys")} onClose={close} onClick={(event) => event.target === dialog.current && close()}>
      <h2>{t("keys")}</h2>
      <dl>
        {KEYS.map(([key, name]) => (
          <div key={name}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`key.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" className="board-button">
          {t("close")}
        </button>
      </form>
    </dialog>
  );
}
