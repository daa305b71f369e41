// How long a text may be is said beside its field (.longest): below an area always, below an input once it is near.
// Nothing is cut: what is too long is counted here and refused by the server.
(() => {
  "use strict";
  const NEAR = 0.75;

  /** @param {Event} event */
  function count(event) {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (event.target);
    const longest = Number(field.dataset?.longest);
    if (!longest) return;
    const said = /** @type {HTMLElement | null} */ ((field.closest(".rt-TextFieldRoot, .rt-TextAreaRoot") ?? field).nextElementSibling);
    if (!said?.matches(".longest")) return;
    const typed = [...field.value.trim()].length;
    said.toggleAttribute("data-near", typed > longest * NEAR);
    said.toggleAttribute("data-over", typed > longest);
    if (typed > longest * NEAR) said.dataset.typed = typed.toLocaleString(document.documentElement.lang); else delete said.dataset.typed;
  }

  for (const kind of ["input", "change", "focusin"]) addEventListener(kind, count, true);
})();
