// Texts and names as the board shows them.

/** @import { Wait } from "./messages" */
/** @import { Clock, Translate } from "./shapes" */

/**
 * The text of `key` with its {placeholders}; a list of forms is a plural, chosen by `count`.
 * @param {Record<string, string | string[]>} texts
 * @param {string} locale
 * @returns {Translate}
 */
export const texter = (texts, locale) => {
  const plural = new Intl.PluralRules(locale);
  const forms = locale === "en" ? ["one", "other"] : ["one", "few", "many"];
  return (key, values = {}) => {
    let text = texts[key] ?? "";
    if (Array.isArray(text)) text = text[Math.max(0, forms.indexOf(plural.select(Number(values.count))))];
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  };
};

/**
 * The first letters of a name.
 * @param {string} name
 */
export const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? "")
    .join("");

const days = new Map(); // formats by the clock they are for

/**
 * The ISO day of a moment (seconds of the epoch) on the studio's clock.
 * @param {number} seconds
 * @param {string} zone
 * @returns {string}
 */
export function isoDay(seconds, zone) {
  if (!days.has(zone)) days.set(zone, new Intl.DateTimeFormat("sv-SE", { timeZone: zone }));
  return days.get(zone).format(seconds * 1000);
}

/**
 * When something is due, the nearest days by name; moments in seconds of the epoch.
 * @param {number} due
 * @param {Clock} clock
 */
export function dueWords(due, { now, t, locale, zone }) {
  const away = Math.round((Date.parse(isoDay(due, zone)) - Date.parse(isoDay(now, zone))) / 86_400_000);
  if (away === 0) return t("today");
  if (away === 1) return t("tomorrow");
  return dayWords(due, locale, zone);
}

/**
 * A day without its year: `5 Dec`.
 * @param {number} seconds
 * @param {string} locale
 * @param {string} zone
 */
export const dayWords = (seconds, locale, zone) =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: zone }).format(seconds * 1000);

const SOON = 900; // s before the end of the norm from which an answer is urgent

/**
 * How it stands with the answer that a client waits for: a colour, a word or two, and a sentence.
 * @param {Wait} wait
 * @param {Clock} around
 */
export function waitWords({ since, by }, around) {
  const { now, t, locale, zone } = around;
  /** @param {number} seconds */
  const clock = (seconds) => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(seconds * 1000);
  /** @param {number} seconds */
  const moment = (seconds) => {
    const today = isoDay(seconds, zone) === isoDay(now, zone);
    return today ? clock(seconds) : `${dueWords(seconds, around)} ${clock(seconds)}`;
  };
  const state = now > by ? "late" : by - now < SOON ? "soon" : "fine";
  const short = state === "late" ? t("wait.late_short") : moment(by);
  return { state, short, said: t(state === "late" ? "wait.late" : "wait.until", { since: moment(since), by: moment(by) }) };
}
