// A refused form: each wrong field gets a red edge and its sentence below until it is typed in or sent again;
// the first one gets the focus.
(() => {
  "use strict";
  const told = new Map();

  function forget(field) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    told.get(field)?.remove();
    told.delete(field);
  }

  function tell(field, sentence) {
    forget(field);
    const words = document.createElement("span");
    words.className = "refused";
    words.id = `refused-${field.name}`;
    words.textContent = sentence;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", words.id);
    (field.closest(".rt-TextFieldRoot, .rt-TextAreaRoot") ?? field).after(words);
    told.set(field, words);
    for (const kind of ["input", "change"]) field.addEventListener(kind, () => forget(field), { once: true });
  }

  window.studioRefused = (problems) => {
    const scope = document.querySelector('[role="dialog"][data-state="open"]') ?? document;
    const fields = [...scope.querySelectorAll("input[name], select[name], textarea[name]")];
    const found = problems
      .map(([name, sentence]) => [fields.find((one) => one.name === name && one.offsetParent !== null), sentence])
      .filter(([field]) => field);
    for (const [field, sentence] of found) tell(field, sentence);
    found[0]?.[0].focus();
  };

  addEventListener("submit", (event) => {
    for (const field of told.keys()) if (event.target.contains(field) || !field.isConnected) forget(field);
  }, true);
})();
