// A form stays on the page while there is no connection: it is asked for first, and only then sent.
// Without this the browser would put a page of its own in its place.
(() => {
  "use strict";
  const PATIENCE = 10000;
  const sent = new WeakSet();

  function say(form, words) {
    let place = form.querySelector("[data-kept]");
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
    const form = event.target;
    if (form.method !== "post" || sent.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      await fetch("/keep.js", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      say(form, document.body.dataset.offline);
      return;
    }
    say(form, "");
    sent.add(form);
    form.requestSubmit(event.submitter);
  }, true);
})();
