// Above the cards: which pipeline, whose deals, what filter, saved views, and how to look at them.
import { useContext, useEffect, useRef, useState } from "react";
import { Popover, SegmentedControl } from "@radix-ui/themes";
import { Surroundings } from "./surroundings.js";

const SEARCH_PAUSE = 250; // ms after the last key
const CHOICES = ["manager", "team", "channel", "tag", "from", "to", "created_from", "created_to", "closed_from", "closed_to", "stale", "no_task"];

export function Toolbar({ query, change, replace, frame, habit, help, ask }) {
  const { t, density, order } = useContext(Surroundings);
  const said = new URLSearchParams(query);
  const mine = said.get("manager") === "me";
  return (
    <div className="board-toolbar">
      {frame.pipelines.length > 1 && (
        <select
          className="native-select"
          value={said.get("pipeline") ?? "sales"}
          aria-label={t("pipeline")}
          onChange={(event) => change({ pipeline: event.target.value === "sales" ? "" : event.target.value })}
        >
          {frame.pipelines.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      )}
      <SegmentedControl.Root
        size="2"
        value={mine ? "mine" : "all"}
        onValueChange={(value) => change({ manager: value === "mine" ? "me" : "" })}
      >
        <SegmentedControl.Item value="all">{t("all")}</SegmentedControl.Item>
        <SegmentedControl.Item value="mine">{t("mine")}</SegmentedControl.Item>
      </SegmentedControl.Root>
      <Search value={said.get("q") ?? ""} onChange={(q) => change({ q })} />
      <Filters {...{ said, change, frame }} />
      <Views {...{ query, replace, frame, ask }} />
      <span className="board-toolbar-end">
        <select className="native-select" value={order} aria-label={t("order")} onChange={(event) => habit("order", event.target.value)}>
          {["manual", "amount", "age", "task"].map((one) => (
            <option key={one} value={one}>
              {t(`order.${one}`)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="board-button"
          aria-pressed={density === "compact"}
          onClick={() => habit("density", density === "compact" ? "comfortable" : "compact")}
        >
          {t("compact")}
        </button>
        {["csv", "xlsx"].map((kind) => (
          <a
            key={kind}
            className="board-button"
            href={`/board-file/deals.${kind}${query && `?${query}`}`}
            title={t("export")}
            download
          >
            {kind.toUpperCase()}
          </a>
        ))}
        <button type="button" className="board-button" aria-label={t("keys")} onClick={() => help(true)}>
          ?
        </button>
      </span>
    </div>
  );
}

function Search({ value, onChange }) {
  const { t } = useContext(Surroundings);
  const [text, setText] = useState(value);
  const timer = useRef(0);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) setText(value); // another view was chosen
    sent.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <span className="board-search">
      <input
        type="search"
        className="board-input"
        value={text}
        maxLength={80}
        placeholder={t("search")}
        aria-label={t("search")}
        onChange={(event) => {
          const words = event.target.value;
          setText(words);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            sent.current = words;
            onChange(words);
          }, SEARCH_PAUSE);
        }}
      />
    </span>
  );
}

function Filters({ said, change, frame }) {
  const { t } = useContext(Surroundings);
  const set = CHOICES.filter((name) => said.get(name)).length;
  const teams = [...new Set(frame.people.map((person) => person.team).filter(Boolean))].sort();
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
          {choose("manager", [["me", t("mine")], ...frame.people.map((one) => [one.id, one.name])])}
          {teams.length > 0 && choose("team", teams.map((team) => [team, team]))}
          {choose("channel", frame.channels.map((one) => [one.id, one.name]))}
          {frame.tags.length > 0 && choose("tag", frame.tags.map((one) => [String(one.id), one.name]))}
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
          onKeyDown={(event) => event.key === "Enter" && event.target.blur()}
        />
      ))}
    </fieldset>
  );
}

function Views({ query, replace, frame, ask }) {
  const { t } = useContext(Surroundings);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const current = frame.views.find((view) => view.query === query);
  const save = (event) => {
    event.preventDefault();
    if (name.trim()) ask.onSaveView(name.trim(), query, shared);
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
          {frame.views.map((view) => (
            <li key={view.id}>
              <Popover.Close>
                <button type="button" aria-current={view === current} onClick={() => replace(new URLSearchParams(view.query))}>
                  {view.name}
                  {view.shared && <small>{t("views.shared")}</small>}
                </button>
              </Popover.Close>
              {view.own && (
                <button type="button" aria-label={`${t("views.drop")}: ${view.name}`} onClick={() => ask.onDropView(view.id)}>
                  ×
                </button>
              )}
            </li>
          ))}
          {frame.views.length === 0 && <li className="board-none">{t("views.none")}</li>}
        </ul>
        <form className="board-save" onSubmit={save}>
          <input
            className="board-input"
            value={name}
            maxLength={60}
            placeholder={t("views.name")}
            aria-label={t("views.name")}
            onChange={(event) => setName(event.target.value)}
          />
          <label className="tick">
            <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
            <span>{t("views.share")}</span>
          </label>
          <button type="submit" className="board-button strong" disabled={!name.trim()}>
            {t("views.save")}
          </button>
        </form>
      </Popover.Content>
    </Popover.Root>
  );
}
