// What deals are shown: the conditions of the filter, each in the address under its name.
import { useContext } from "react";
import { Popover } from "@radix-ui/themes";
import { Surroundings } from "./surroundings.js";

/** @import { Options } from "./messages" */
/** @import { ChangeAddress } from "./shapes" */

export const CHOICES = ["manager", "team", "channel", "tag", "from", "to", "created_from", "created_to", "closed_from", "closed_to", "stale", "no_task"];

/**
 * @param {string} key
 * @param {string} text
 * @returns {[key: string, text: string]}
 */
const option = (key, text) => [key, text];

/** @param {{ said: URLSearchParams, change: ChangeAddress, options: Options }} properties */
export function Filters({ said, change, options }) {
  const { t } = useContext(Surroundings);
  const set = CHOICES.filter((name) => said.get(name)).length;
  const teams = [...new Set(options.people.map((person) => person.team).filter(Boolean))].sort();
  /** @type {(name: string, options: [key: string, text: string][]) => import("react").ReactElement} */
  const choose = (name, options) => <Choose key={name} {...{ name, options, value: said.get(name) ?? "", change }} />;
  return (
    <Popover.Root>
      <Popover.Trigger>
        <button type="button" className={`board-button${set ? " strong" : ""}`}>
          {t("filter")}
          {set > 0 && <span className="num"> · {set}</span>}
        </button>
      </Popover.Trigger>
      <Popover.Content className="board-filters" align="start">
        <div className="board-filter-grid">
          {choose("manager", [["me", t("mine")], ...options.people.map((one) => option(one.id, one.name))])}
          {teams.length > 0 && choose("team", teams.map((team) => option(team, team)))}
          {choose("channel", options.channels.filter((one) => one.active).map((one) => option(one.id, one.name)))}
          {options.tags.length > 0 && choose("tag", options.tags.map((one) => option(String(one.id), one.name)))}
          <Span label={t("filter.amount")} names={["from", "to"]} type="number" {...{ said, change }} />
          <Span label={t("filter.created")} names={["created_from", "created_to"]} type="date" {...{ said, change }} />
          <Span label={t("filter.closed")} names={["closed_from", "closed_to"]} type="date" {...{ said, change }} />
          {["stale", "no_task"].map((name) => (
            <label key={name} className="tick">
              <input
                type="checkbox"
                checked={said.get(name) === "1"}
                onChange={(event) => change({ [name]: event.target.checked ? "1" : "" })}
              />
              <span>{t(`filter.${name}`)}</span>
            </label>
          ))}
        </div>
        <button
          type="button"
          className="board-button"
          disabled={set === 0}
          onClick={() => change(Object.fromEntries(CHOICES.map((name) => [name, ""])))}
        >
          {t("filter.reset")}
        </button>
      </Popover.Content>
    </Popover.Root>
  );
}

/** @param {{ name: string, options: [key: string, text: string][], value: string, change: ChangeAddress }} properties */
function Choose({ name, options, value, change }) {
  const { t } = useContext(Surroundings);
  return (
    <label className="field">
      <span>{t(`filter.${name}`)}</span>
      <select className="native-select" value={value} onChange={(event) => change({ [name]: event.target.value })}>
        <option value="">{t("filter.any")}</option>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** @param {{ label: string, names: string[], type: string, said: URLSearchParams, change: ChangeAddress }} properties */
function Span({ label, names, type, said, change }) {
  const { t } = useContext(Surroundings);
  return (
    <fieldset className="board-span">
      <legend>{label}</legend>
      {names.map((name, end) => (
        <input
          key={name + (said.get(name) ?? "")}
          type={type}
          className="board-input num"
          defaultValue={said.get(name) ?? ""}
          aria-label={`${label}: ${t(end ? "until" : "since")}`}
          placeholder={t(end ? "until" : "since")}
          onBlur={(event) => event.target.value !== (said.get(name) ?? "") && change({ [name]: event.target.value })}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
      ))}
    </fieldset>
  );
}
