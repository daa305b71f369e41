// The live board: holds the deals in the browser, takes a snapshot once and then one patch per change.
// The address says in what form they are shown: columns of cards, rows of a table, days of a calendar.
import { useCallback, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { Undo } from "./bars.jsx";
import { Calendar } from "./calendar.jsx";
import { Columns } from "./columns.jsx";
import { Help } from "./help.jsx";
import { useNow, usePast, useQuery, useStableAll } from "./hooks.js";
import { Surroundings } from "./surroundings.js";
import { Table } from "./table.jsx";
import { isFiltered, Toolbar } from "./toolbar.jsx";
import { useBoard } from "./wire.js";
import { texter } from "./words.js";

/** @import { Ask } from "./asks" */
/** @import { Habits } from "./messages" */
/** @import { Around, FormProps, Model, Translate } from "./shapes" */
/** @import { ComponentType, ReactNode } from "react" */

/** @type {Record<Model["kind"], ComponentType<FormProps<any>>>} each is drawn with a model of its own kind only */
const FORMS = { board: Columns, table: Table, calendar: Calendar };

/**
 * @param {{ session: string, locale: string, texts: Record<string, string | string[]>, dealPath: string, fixed: boolean, exports: boolean, children: ReactNode } & Ask} properties
 */
export function Board({ session, locale, texts, dealPath, fixed, exports, children, ...callbacks }) {
  const t = useMemo(() => texter(texts, locale), [texts, locale]);
  const ask = useStableAll(callbacks);
  const [query, change, replace] = useQuery();
  const board = useBoard({ session, locale, query, onOpen: ask.onOpen });
  const { model, options } = board;
  const past = usePast();
  board.returned.current = past.forget;
  const [habits, setHabits] = useState(/** @type {Habits} */ ({}));
  const [helping, help] = useState(false);
  const around = useAround({ board, t, locale, dealPath, fixed, exports, habits });
  /** @type {(name: string, value: string) => void} */
  const habit = (name, value) => {
    setHabits((before) => ({ ...before, [name]: value }));
    ask.onHabit({ name, value });
    if (name === "order") board.ask();
  };
  if (model === null || options === null || around === null) return <div className="board" aria-busy="true" />;
  const Form = FORMS[model.kind];
  return (
    <Surroundings.Provider value={around}>
      <Toolbar {...{ query, change, replace, options, model, habit, help, ask }} />
      <Form key={model.kind} {...{ board, past, options, help, ask, query, change }}>
        {isFiltered(query) ? <Nothing clear={() => replace(new URLSearchParams(keep(query)))} t={t} /> : children}
      </Form>
      {past.past && <Undo past={past.past} undo={past.undo} />}
      {helping && <Help close={() => help(false)} />}
    </Surroundings.Provider>
  );
}

/**
 * What an address keeps when its filter is cleared: how the deals are looked at.
 * @param {string} query
 */
const keep = (query) => [...new URLSearchParams(query)].filter(([name]) => ["view", "sort", "span", "pipeline"].includes(name));

/** @param {{ clear: () => void, t: Translate }} properties */
function Nothing({ clear, t }) {
  return (
    <div className="empty-state">
      <p className="board-nothing">{t("nothing_found")}</p>
      <button type="button" className="board-button" onClick={clear}>
        {t("filter.reset")}
      </button>
    </div>
  );
}

/**
 * What stands around the cards; null until the options has come.
 * @param {{ board: ReturnType<typeof useBoard>, t: Translate, locale: string, dealPath: string, fixed: boolean, exports: boolean, habits: Habits }} parts
 * @returns {Around | null}
 */
function useAround({ board, t, locale, dealPath, fixed, exports, habits }) {
  const { options, reading } = board;
  const navigate = useNavigate();
  const now = useNow();
  const visit = useCallback((/** @type {string} */ id) => navigate(dealPath + id), [navigate, dealPath]);
  return useMemo(
    () =>
      options && {
        t,
        locale,
        now,
        path: dealPath,
        fixed,
        exports,
        zone: options.zone,
        density: habits.density ?? options.habits.density ?? "comfortable",
        order: habits.order ?? options.habits.order ?? "manual",
        columns: (habits.columns ?? options.habits.columns ?? "").split(" ").filter(Boolean),
        reading,
        people: new Map(options.people.map((person) => [person.key, person])),
        channels: new Map(options.channels.map((channel) => [channel.id, channel])),
        tags: new Map(options.tags.map((tag) => [tag.id, tag])),
        onVisit: visit,
      },
    [t, locale, now, dealPath, fixed, exports, habits, reading, options, visit],
  );
}
