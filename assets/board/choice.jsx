// Which columns the table has: kept for each person.
import { useContext } from "react";
import { Popover } from "@radix-ui/themes";
import { Surroundings } from "./surroundings.js";

/** @import { ColumnName } from "./shapes" */

/**
 * All columns in their order.
 * @type {ColumnName[]}
 */
export const COLUMNS = ["number", "title", "client", "stage", "amount", "manager", "channel", "task", "age", "tags", "created", "closed"];

/** @type {ColumnName[]} */
const USUAL = ["title", "client", "stage", "amount", "manager", "task", "age"];

/**
 * The columns shown: those chosen, else the usual ones; the title always.
 * @param {string[]} chosen
 */
export const shownColumns = (chosen) => {
  const wanted = new Set(/** @type {string[]} */ (chosen.length ? chosen : USUAL));
  return COLUMNS.filter((name) => name === "title" || wanted.has(name));
};

/** @param {{ chosen: string[], choose: (names: ColumnName[]) => void }} properties */
export function Choice({ chosen, choose }) {
  const { t } = useContext(Surroundings);
  const shown = shownColumns(chosen);
  /** @type {(name: ColumnName, on: boolean) => void} */
  const toggle = (name, on) => choose(COLUMNS.filter((one) => (one === name ? on : shown.includes(one))));
  return (
    <Popover.Root>
      <Popover.Trigger>
        <button type="button" className="board-button">
          {t("columns")}
        </button>
      </Popover.Trigger>
      <Popover.Content className="board-choice" align="end">
        {COLUMNS.map((name) => (
          <label key={name} className="tick">
            <input
              type="checkbox"
              checked={shown.includes(name)}
              disabled={name === "title"}
              onChange={(event) => toggle(name, event.target.checked)}
            />
            <span>{t(`col.${name}`)}</span>
          </label>
        ))}
        <button type="button" className="board-button" onClick={() => choose(USUAL)}>
          {t("columns.usual")}
        </button>
      </Popover.Content>
    </Popover.Root>
  );
}
