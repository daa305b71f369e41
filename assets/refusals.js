// A refused form: each wrong field gets a red edge and its sentence below until it is typed in or sent again;
// the first one gets the focus. What is about no field that can be seen is left to a toast. A form that was stored is emptied of what was sent, not of what was typed since.
(() => {
  "use strict";
  /** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
  /** @type {Map<Field, HTMLElement>} */
  const told = new Map();
  /** @type {HTMLFormElement | null} */
  let sent = null; // the form that went out last

  /** @param {Field} field */
  function forget(field) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    told.get(field)?.remove();
    told.delete(field);
  }

  /**
   * @param {Field} field
   * @param {string} sentence
   */
  function tell(field, sentence) {
    forget(field);
    const words = document.createElement("span");
    words.className = "refused";
    words.id = `refused-${field.name}`;
    words.textContent = sentence;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", words.id);
    const control = field.closest(".rt-TextFieldRoot, .rt-TextAreaRoot") ?? field;
    const said = control.nextElementSibling;
    (said?.matches(".longest") ? said : control).after(words);
    told.set(field, words);
    for (const kind of ["input", "change"]) field.addEventListener(kind, () => forget(field), { once: true });
  }

  window.studioRefused = (problems) => {
    window.studioNotSaved?.();
    const scope = document.querySelector('[role="dialog"][data-state="open"]') ?? document;
    /** @type {Field[]} */
    const fields = [sent, scope].flatMap((one) => [
      .../** @type {Iterable<Field>} */ (one?.querySelectorAll("input[name], select[name], textarea[name]") ?? []),
    ]);
    sent = null;
    const found = problems.map(([name]) => fields.find((one) => name && one.name === name && one.offsetParent !== null));
    found.forEach((field, at) => field && tell(field, problems[at][1]));
    found.find((field) => field)?.focus();
    return [...new Set(problems.filter((_, at) => !found[at]).map(([, sentence]) => sentence))].join(" ");
  };

  window.studioKept = (id, typed) => {
    const form = /** @type {HTMLFormElement | null} */ (document.getElementById(id));
    const sent = [.../** @type {Iterable<HTMLInputElement>} */ (form?.elements ?? [])].filter((field) => typed[field.name] !== undefined);
    const same = sent.filter((field) => field.value === typed[field.name]);
    if (same.length === sent.length) form?.reset();
    else for (const field of same) if (field.matches("input, textarea")) field.value = field.defaultValue;
  };

  addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    sent = form;
    for (const field of told.keys()) if (form.contains(field) || !field.isConnected) forget(field);
  }, true);
})();
