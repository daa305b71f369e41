// Texts and names as the board shows them.

/** The text of `key` with its {placeholders}; a list of forms is a plural, chosen by `count`. */
export const texter = (texts, locale) => {
  const plural = new Intl.PluralRules(locale);
  const forms = locale === "en" ? ["one", "other"] : ["one", "few", "many"];
  return (key, values = {}) => {
    let text = texts[key] ?? "";
    if (Array.isArray(text)) text = text[Math.max(0, forms.indexOf(plural.select(values.count)))];
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
};

/** The first letters of a name. */
export const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? "")
    .join("");

/** When a task is due, the nearest days by name; `due` and `now` in seconds of the epoch. */
export function dueWords(due, now, t, locale) {
  const day = (seconds) => new Date(seconds * 1000).setHours(0, 0, 0, 0);
  const days = Math.round((day(due) - day(now)) / 86_400_000);
  if (days === 0) return t("today");
  if (days === 1) return t("tomorrow");
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }).format(due * 1000);
}
