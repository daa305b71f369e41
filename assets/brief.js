// Keeps the answers of a brief while they are given. Without it the page has a button for that.
// A save carries the questions touched here and what the page had seen of them; the server merges.
// What is not saved yet waits in the browser, also for another link to the same brief.
(function () {
  "use strict";
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */
  /** @typedef {{ choose: string[], problems: Record<string, string>, answered: number, total: number, progress: string, message?: string }} Kept */
  /** @typedef {{ response: Response, kept: Kept }} Answer */
  var found = /** @type {HTMLFormElement | null} */ (document.getElementById("brief"));
  if (!found || !window.fetch) return;
  var form = found;
  var state = part("state");
  var bar = /** @type {HTMLProgressElement} */ (part("progress"));
  var text = part("progress-text");
  var PLACE = "brief." + form.dataset.brief, KEPT_DAYS = 30;
  var SAVE = form.dataset.save || "", SEEN = form.dataset.seen || "";
  var timer = 0, remembered = false, busy = false, leaving = false, over = false;
  /** @type {Set<string>} */
  var touched = new Set();

  /** A part that the page of a brief always has. @param {string} id */
  function part(id) { return /** @type {HTMLElement} */ (document.getElementById(id)); }
  /** @param {string} name @param {string} [message] */
  function show(name, message) {
    state.textContent = message || form.dataset[name] || "";
    state.dataset.is = name;
  }
  /** The place of a question; null where the brief has lost it since. @param {string} key */
  function place(key) { return form.querySelector('[data-question="' + CSS.escape(key) + '"]'); }
  /** The same, of a question that the page has. @param {string} key */
  function box(key) { return /** @type {HTMLElement} */ (place(key)); }
  /** @param {string} key @returns {NodeListOf<Field>} */
  function fields(key) { return box(key).querySelectorAll('[name="' + CSS.escape(key) + '"]'); }
  /** @param {Field} field @returns {field is HTMLInputElement} */
  function ticked(field) { return field.type === "radio" || field.type === "checkbox"; }
  /** @param {string} name */
  function control(name) { return /** @type {HTMLInputElement} */ (form.elements.namedItem(name)); }
  /** What the page had seen of a question. @param {string} key */
  function seen(key) { return control("seen." + key); }
  /** Files have a form of their own. @param {string} key */
  function values(key) { return /** @type {string[]} */ (new FormData(form).getAll(key)); }
  /** @param {string[]} keys */
  function body(keys) {
    var posted = new URLSearchParams({ page: control("page").value });
    keys.forEach(function (key) {
      posted.append("seen." + key, seen(key).value);
      values("choice." + key).forEach(function (value) {
        posted.append("choice." + key, value);
        values("offered." + key).forEach(function (one) { posted.append("offered." + key, one); });
      });
      values(key).forEach(function (value) { posted.append(key, value); });
    });
    return posted;
  }
  /** @param {string} key @param {string | undefined} sentence */
  function complain(key, sentence) {
    var said = part(key + "-problem");
    said.textContent = sentence || "";
    said.hidden = !sentence;
    box(key).classList.toggle("wrong", Boolean(sentence));
    var field = part(key);
    if (sentence) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", key + "-problem");
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }
  // what another device says is taken from the page as the server shows it now
  /** @param {string[]} keys */
  function offer(keys) {
    return fetch(location.pathname).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html");
      keys.forEach(function (key) {
        var fresh = page.getElementById(key + "-rivals"), old = part(key + "-rivals");
        if (fresh && (fresh.textContent || "").trim() !== (old.textContent || "").trim()) old.replaceWith(document.importNode(fresh, true));
      });
    });
  }
  // the choice has been stored: the field says what stands now
  /** @param {string} key @param {string} value */
  function settle(key, value) {
    var options = fields(key);
    var chosen = value.split("\n");
    options.forEach(function (one) {
      if (ticked(one)) one.checked = chosen.indexOf(one.value) >= 0;
      else one.value = value;
    });
    part(key + "-rivals").replaceChildren();
  }
  /** @param {string} key @param {URLSearchParams} sent @param {string[]} choose */
  function stored(key, sent, choose) {
    if (choose.indexOf(key) >= 0) return;
    seen(key).value = sent.getAll(sent.has("choice." + key) ? "choice." + key : key).join("\n");
    var chosen = sent.get("choice." + key);
    if (chosen !== null) settle(key, chosen);
    else part(key + "-rivals").replaceChildren();
  }

  // a browser may have no such place, or a full one
  function remember() {
    var keys = Array.from(touched);
    var typed = keys.map(function (key) { return [key, seen(key).value, values(key)]; });
    try {
      if (keys.length) localStorage.setItem(PLACE, JSON.stringify({ until: Date.now() + KEPT_DAYS * 864e5, typed: typed }));
      else localStorage.removeItem(PLACE);
      remembered = keys.length > 0;
    } catch (full) { remembered = false; }
  }
  function recall() {
    /** @type {{ until: number, typed: [key: string, seen: string, values: string[]][] } | null} */
    var kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(PLACE) || "null");
    } catch (unreadable) { /* then there is nothing */ }
    if (!kept || kept.until < Date.now()) return;
    kept.typed.filter(function (one) { return place(one[0]); }).forEach(function (one) {
      var key = one[0], typed = one[2];
      if (values(key).join("\n") === typed.join("\n")) return;
      fields(key).forEach(function (field) {
        if (ticked(field)) field.checked = typed.indexOf(field.value) >= 0;
        else field.value = typed[0];
      });
      seen(key).value = one[1]; // so that the server knows of what was answered elsewhere since
      touched.add(key);
    });
    part("recalled").hidden = !touched.size;
    save();
  }

  // one request at a time, so that an older answer never arrives after a newer one
  function save() {
    clearTimeout(timer);
    if (busy || !touched.size || leaving || over) return;
    var keys = Array.from(touched), sent = body(keys);
    busy = true;
    touched.clear();
    show("saving");
    fetch(SAVE, { method: "POST", body: sent, headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang } })
      .then(function (response) {
        return response.json().then(function (kept) { return /** @type {Answer} */ ({ response: response, kept: kept }); });
      })
      .then(function (answer) {
        if (!answer.response.ok) throw Object.assign(new Error(answer.kept.message), { answer: answer });
        var kept = answer.kept;
        keys.forEach(function (key) { stored(key, sent, kept.choose); });
        /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-question]")).forEach(function (one) {
          var key = one.dataset.question || "";
          complain(key, kept.problems[key]);
        });
        bar.value = kept.answered;
        bar.max = kept.total;
        text.textContent = kept.progress;
        return kept.choose.length ? offer(kept.choose).then(function () { return kept; }) : kept;
      })
      .then(function (kept) {
        busy = false;
        remember();
        if (touched.size) save(); else show(Object.keys(kept.problems).length ? "partly" : "saved");
      })
      .catch(function (/** @type {Error & { answer?: Answer }} */ error) {
        busy = false;
        keys.forEach(function (key) { touched.add(key); });
        remember();
        var status = error.answer ? error.answer.response.status : 0;
        show("failed", status === 404 && remembered ? form.dataset.closed : error.answer ? error.message : "");
        over = status === 409 || status === 404; // sent or withdrawn: what is typed stays here to be copied
        if (over) return;
        var wait = Number(error.answer ? error.answer.response.headers.get("Retry-After") : 0) || 5;
        timer = setTimeout(save, wait * 1000);
      });
  }
  /** @param {Event} event */
  function changed(event) {
    var question = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-question]"));
    if (!question) return;
    touched.add(question.dataset.question || "");
    remember();
    clearTimeout(timer);
    timer = setTimeout(save, 700);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function () { leaving = true; clearTimeout(timer); });
  addEventListener("online", save);
  addEventListener("pageshow", function () { leaving = false; });
  addEventListener("beforeunload", function (event) { if (touched.size && !leaving && !remembered) event.preventDefault(); });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && touched.size && !leaving && !over && navigator.sendBeacon) {
      navigator.sendBeacon(SAVE, body(Array.from(touched))); // it may get lost: saved again when seen again
    } else if (document.visibilityState === "visible") save();
  });

  // a look counts after three seconds in sight
  var watch = 0, counted = false;
  function look() {
    clearTimeout(watch);
    if (!counted && document.visibilityState === "visible") {
      watch = setTimeout(function () { counted = true; fetch(SEEN, { method: "POST" }); }, 3000);
    }
  }
  document.addEventListener("visibilitychange", look);
  look();
  recall();
})();
