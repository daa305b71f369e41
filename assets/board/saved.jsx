// Saved views: a filter, and the form in which it is looked at, under a name.
import { useContext, useState } from "react";
import { Popover } from "@radix-ui/themes";
import { fits, LONGEST, Longest } from "./longest.jsx";
import { Surroundings } from "./surroundings.js";

/** @import { Ask } from "./asks" */
/** @import { Options } from "./messages" */
/** @import { FormEvent } from "react" */

/**
 * What a view keeps of an address: not the day that a calendar happens to be opened at.
 * @param {string} query
 */
function kept(query) {
  const said = new URLSearchParams(query);
  said.delete("day");
  return said.toString();
}

/** @param {{ query: string, replace: (next: URLSearchParams) => void, options: Options, ask: Ask }} properties */
export function Views({ query, replace, options, ask }) {
  const { t } = useContext(Surroundings);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const current = options.views.find((view) => view.query === kept(query));
  /** @param {FormEvent} event */
  const save = (event) => {
    event.preventDefault();
    if (!fits(name, LONGEST.view)) return;
    ask.onSaveView({ name: name.trim(), query: kept(query), shared });
    setName("");
  };
  return (
    <Popover.Root>
      <Popover.Trigger>
        <button type="button" className="board-button">
          {current ? current.name : t("views")}
        </button>
      </Popover.Trigger>
      <Popover.Content className="board-filters" align="start">
        <ul className="board-views">
          {options.views.map((view) => (
            <li key={view.id}>
              <Popover.Close>
                <button type="button" aria-current={view === current} onClick={() => replace(new URLSearchParams(view.query))}>
                  {view.name}
                  {view.shared && <small>{t("views.shared")}</small>}
                </button>
              </Popover.Close>
              {view.own && (
                <button type="button" aria-label={`${t("views.drop")}: ${view.name}`} onClick={() => ask.onDropView({ view_id: view.id })}>
                  ×
                </button>
              )}
            </li>
          ))}
          {options.views.length === 0 && <li className="board-none">{t("views.none")}</li>}
        </ul>
        <form className="board-save" onSubmit={save}>
          <input
            className="board-input"
            value={name}
            placeholder={t("views.name")}
            aria-label={t("views.name")}
            onChange={(event) => setName(event.target.value)}
          />
          <Longest text={name} longest={LONGEST.view} />
          <label className="tick">
            <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
            <span>{t("views.share")}</span>
          </label>
          <button type="submit" className="board-button strong" disabled={!fits(name, LONGEST.view)}>
            {t("views.save")}
          </button>
        </form>
      </Popover.Content>
    </Popover.Root>
  );
}
