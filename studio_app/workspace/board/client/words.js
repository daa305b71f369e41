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
