// A form stays on the page while there is no connection, or once its link opens nothing any more: its page is asked
// for first, and only then the form is sent. Without this another page would stand in its place.
(() => {
  "use strict";
  const PATIENCE = 10000;
  const sent = new WeakSet();

  /**
   * @param {HTMLFormElement} form
   * @param {string} words
   */
  function say(form, words) {
    let place = /** @type {HTMLElement | null} */ (form.querySelector("[data-kept]"));
    if (!place && words) {
      place = document.createElement("p");
      place.className = "problem";
      place.dataset.kept = "";
      place.setAttribute("role", "alert");
      form.append(place);
    }
    if (place) { place.textContent = words; place.hidden = !words; }
  }

  // before all others, who would take the first try for the real one
  addEventListener("submit", async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "post" || sent.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    let words = "";
    try {
      const page = await fetch(location.pathname, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (page.status === 404) words = form.dataset.closed ?? document.body.dataset.closed ?? "";
    } catch {
      words = document.body.dataset.offline ?? "";
    }
    // a live page may have been made anew meanwhile, with what was typed in it
    const action = form.getAttribute("action");
    const now = form.isConnected ? form : [...document.forms].find((one) => one.getAttribute("action") === action);
    if (!now) return;
    say(now, words);
    if (words) return;
    sent.add(now);
    now.requestSubmit(now === form ? event.submitter : null);
  }, true);
})();
