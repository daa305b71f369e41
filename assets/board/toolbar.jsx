// Above the deals: in what form, which pipeline, whose deals, what filter, saved views, and how to look at them.
import { useContext, useEffect, useRef, useState } from "react";
import { SegmentedControl } from "@radix-ui/themes";
import { Choice } from "./choice.jsx";
import { CHOICES, Filters } from "./filters.jsx";
import { Views } from "./saved.jsx";
import { Surroundings } from "./surroundings.js";

/** @import { Options } from "./messages" */
/** @import { Ask } from "./asks" */
/** @import { ChangeAddress, Model } from "./shapes" */

const SEARCH_PAUSE = 250; // ms after the last key
const FORMS = ["board", "table", "calendar"];

/**
 * Whether the address leaves out any deals of the pipeline.
 * @param {string} query
 */
export const isFiltered = (query) => {
  const said = new URLSearchParams(query);
  return ["q", ...CHOICES].some((name) => said.get(name));
};

/**
 * @param {{ query: string, change: ChangeAddress, replace: (next: URLSearchParams) => void, options: Options, model: Model,
 *   habit: (name: string, value: string) => void, help: (open: boolean) => void, ask: Ask }} properties
 */
export function Toolbar({ query, change, replace, options, model, habit, help, ask }) {
  const { t } = useContext(Surroundings);
  const said = new URLSearchParams(query);
  const mine = said.get("manager") === "me";
  return (
    <div className="board-toolbar">
      <SegmentedControl.Root
        size="2"
        value={said.get("view") ?? "board"}
        aria-label={t("form")}
        onValueChange={(view) => change({ view: view === "board" ? "" : view, sort: "", day: "", span: "" })}
      >
        {FORMS.map((form) => (
          <SegmentedControl.Item key={form} value={form}>
            {t(`form.${form}`)}
          </SegmentedControl.Item>
        ))}
      </SegmentedControl.Root>
      {options.pipelines.length > 1 && (
        <select
          className="native-select"
          value={said.get("pipeline") ?? "sales"}
          aria-label={t("pipeline")}
          onChange={(event) => change({ pipeline: event.target.value === "sales" ? "" : event.target.value })}
        >
          {options.pipelines.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      )}
      <SegmentedControl.Root
        size="2"
        value={mine ? "mine" : "all"}
        aria-label={t("filter.manager")}
        onValueChange={(value) => change({ manager: value === "mine" ? "me" : "" })}
      >
        <SegmentedControl.Item value="all">{t("all")}</SegmentedControl.Item>
        <SegmentedControl.Item value="mine">{t("mine")}</SegmentedControl.Item>
      </SegmentedControl.Root>
      <Search value={said.get("q") ?? ""} onChange={(q) => change({ q })} />
      <Filters {...{ said, change, options }} />
      <Views {...{ query, replace, options, ask }} />
      <span className="board-toolbar-end">
        <Looks {...{ query, model, habit }} />
        <button type="button" className="board-button" aria-label={t("keys")} onClick={() => help(true)}>
          ?
        </button>
      </span>
    </div>
  );
}

/**
 * How to look at the deals in the form that is shown, and taking them away as a file.
 * @param {{ query: string, model: Model, habit: (name: string, value: string) => void }} properties
 */
function Looks({ query, model, habit }) {
  const { t, density, order, columns, exports } = useContext(Surroundings);
  if (model.kind === "calendar") return null;
  const table = model.kind === "table";
  const said = new URLSearchParams(query);
  if (table && columns.length) said.set("columns", columns.join(" "));
  return (
    <>
      {table && <Choice chosen={columns} choose={(names) => habit("columns", names.join(" "))} />}
      {!table && (
        <select className="native-select" value={order} aria-label={t("order")} onChange={(event) => habit("order", event.target.value)}>
          {["manual", "amount", "age", "task"].map((one) => (
            <option key={one} value={one}>
              {t(`order.${one}`)}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        className="board-button"
        aria-pressed={density === "compact"}
        onClick={() => habit("density", density === "compact" ? "comfortable" : "compact")}
      >
        {t("compact")}
      </button>
      {exports &&
        ["csv", "xlsx"].map((kind) => (
          <a key={kind} className="board-button" href={`/board-file/deals.${kind}?${said}`} title={t("export")} download>
            {kind.toUpperCase()}
          </a>
        ))}
    </>
  );
}

/** @param {{ value: string, onChange: (words: string) => void }} properties */
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
