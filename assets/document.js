// The page of a document: counts a look of three seconds, follows changes, adds up the choice.
// Everything here is a convenience: the page works without it.
(() => {
  "use strict";
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */
  /** @typedef {HTMLElement | null | undefined} Maybe */
  const root = () => /** @type {HTMLElement} */ (document.getElementById("live"));
  const path = root().dataset.path ?? "";
  /** The form of the choice, where the page has one. */
  const accept = () => /** @type {HTMLFormElement | null} */ (document.getElementById("accept"));

  // A look counts after three seconds in sight, once a revision.
  /** @type {string | undefined} */
  let counted = "";
  let sight = 0;
  function look() {
    clearTimeout(sight);
    const revision = root().dataset.revision;
    if (document.visibilityState !== "visible" || counted === revision) return;
    sight = setTimeout(() => {
      counted = revision;
      fetch(`${path}/seen?revision=${revision}`, { method: "POST", keepalive: true }).catch(() => { counted = ""; });
    }, 3000);
  }
  document.addEventListener("visibilitychange", look);

  // What a person has typed is never thrown away: the document is renewed around it.
  // A page with an answer on it, which has no mark, came with what was typed before.
  let touched = markIn(document) === "";
  document.addEventListener("input", (event) => { touched = touched || /** @type {Element} */ (event.target).closest("#actions") !== null; });
  // Which state of the document the page shows; a page with an answer on it (a refusal) has none and stays.
  /** @param {Document} page */
  function markIn(page) { return /** @type {HTMLMetaElement | null} */ (page.querySelector("meta[name=mark]"))?.content; }
  /** @param {Document} page */
  const markOf = (page) => markIn(page) ?? "";
  /** @param {Element} place */
  const nameOf = (place) => place.id || place.querySelector("form")?.getAttribute("action") || place.className;
  /** @param {string} stamp */
  const following = (stamp) => stamp.replace(/\.(\d+)\./, (_, events) => `.${Number(events) + 1}.`);
  let mark = markOf(document);
  /** @param {Field} field @returns {field is HTMLInputElement} */
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  let renewing = false;
  let again = false;
  async function renew() {
    if (renewing) { again = true; return; }
    renewing = true;
    try {
      await settle(); // what was chosen here goes first
      const before = changes;
      const answer = await fetch(path, { headers: { Accept: "text/html" } });
      if (!answer.ok) { location.replace(path); return; }
      const renewed = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (changes !== before) { again = true; return; }
      const fresh = renewed.getElementById("live");
      const shown = mark;
      mark = markOf(renewed);
      if (shown && shown === mark) return; // it was the choice made on this page
      const live = root();
      if (!fresh || fresh.isEqualNode(live)) return;
      /** @type {Element | null} */
      const kept = touched && fresh.querySelector("#actions form") ? live.querySelector("#actions") : null;
      /** @param {Element} page */
      const total = (page) => /** @type {HTMLInputElement | null} */ (page.querySelector("#accept [name=total]"))?.value;
      const revised = fresh.dataset.revision !== live.dataset.revision || total(fresh) !== total(live);
      const active = /** @type {Field | null} */ (document.activeElement);
      const focused = active?.name && live.contains(active) ? active : null;
      // what a person has opened stays open
      for (const opened of live.querySelectorAll("details[open]")) {
        const twin = [...fresh.querySelectorAll("details")].find((place) => nameOf(place) === nameOf(opened));
        if (twin) twin.open = true;
      }
      live.replaceWith(fresh);
      if (kept) {
        for (const field of /** @type {NodeListOf<Field>} */ (kept.querySelectorAll("input:not([type=hidden]), textarea, select"))) {
          if (!field.name) continue;
          /** @type {Field | null} */
          const twin = fresh.querySelector(`#actions [name="${CSS.escape(field.name)}"]:not([type=hidden])`);
          if (!twin) continue;
          if (isTick(field)) /** @type {HTMLInputElement} */ (twin).checked = field.checked && !revised;
          else twin.value = field.value;
        }
        // what was said of a lost connection stands at its form still
        for (const said of kept.querySelectorAll("form > [data-kept]")) {
          fresh.querySelector(`form[action="${CSS.escape(said.parentElement?.getAttribute("action") ?? "")}"]`)?.append(said);
        }
      }
      wire();
      look();
      if (focused) {
        const value = isTick(focused) ? `[value="${CSS.escape(focused.value)}"]` : ":not([type=hidden])";
        /** @type {Maybe} */ (fresh.querySelector(`[name="${CSS.escape(focused.name)}"]${value}`))?.focus({ preventScroll: true });
      }
    } finally {
      renewing = false;
      if (again) { again = false; renew(); }
    }
  }
  let pause = 0;
  /** @type {EventSource | null} */
  let source = null;
  function listen() {
    source = new EventSource(`${path}/events`);
    source.addEventListener("changed", () => { clearTimeout(pause); pause = setTimeout(renew, 80); });
    source.addEventListener("at", (event) => { if (mark && mark !== event.data) renew(); }); // something was missed
  }
  addEventListener("pagehide", () => source && source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) { listen(); renew(); } });

  // The choice of a proposal stays with its link: each change is sent at once, one after the other.
  let changes = 0;
  let unsent = false;
  /** @type {Promise<void> | null} */
  let sending = null;
  let wait = 0;
  /** @type {HTMLElement | null} */
  let changed = null; // the field that was changed last: what the server says of it stands there
  /** @param {string | undefined} words */
  function say(words) {
    document.querySelector("[data-choice-problem]")?.remove();
    const place = words && changed?.isConnected && changed.closest("section");
    if (!place) return;
    const told = document.createElement("p");
    told.className = "notice no-print";
    told.dataset.choiceProblem = "";
    told.setAttribute("role", "alert");
    told.textContent = words ?? "";
    place.append(told);
  }
  function choose() {
    const picked = new URLSearchParams();
    for (const [name, value] of new FormData(accept() ?? undefined)) if (name === "tariff" || name === "option") picked.append(name, String(value));
    return fetch(`${path}/choose`, { method: "POST", headers: { Accept: "application/json" }, body: picked, keepalive: true });
  }
  async function send() {
    while (unsent && accept()) {
      unsent = false;
      try {
        const answer = await choose();
        const told = await answer.json();
        if (answer.ok && told.mark === following(mark)) mark = told.mark; // nothing else has happened meanwhile
        say(answer.ok ? "" : told.message);
      } catch {
        unsent = true;
        say(document.body.dataset.offline);
        return;
      }
    }
  }
  function settle() {
    clearTimeout(wait);
    sending ??= send().finally(() => { sending = null; });
    return sending;
  }
  document.addEventListener("change", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.matches("input[name=tariff], input[name=option]")) return;
    recount();
    changes += 1;
    unsent = true;
    changed = target;
    clearTimeout(wait);
    wait = setTimeout(settle, 150);
  });
  addEventListener("online", () => { if (unsent) settle(); });
  addEventListener("pagehide", () => { if (unsent && accept()) choose().catch(() => {}); });
  // The PDF shows what the page shows.
  document.addEventListener("click", async (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[download]"));
    if (!link || link.dataset.ready || !(unsent || sending)) return;
    event.preventDefault();
    await settle();
    link.dataset.ready = "1";
    link.click();
    delete link.dataset.ready;
  });

  // Sums of whole minor units, the same that the server adds up.
  /**
   * @param {number} amount
   * @param {HTMLElement} box
   */
  function money(amount, box) {
    const digits = Number(box.dataset.digits);
    const whole = amount % 10 ** digits === 0 ? 0 : digits;
    const text = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: whole, maximumFractionDigits: whole }).format(amount / 10 ** digits);
    return (box.dataset.pattern ?? "").replace("0", text);
  }
  function recount() {
    const form = accept();
    const box = document.getElementById("total");
    if (!form || !box || !box.dataset.pattern) return;
    const radios = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=tariff][type=radio]"))];
    const radio = radios.find((input) => input.checked);
    const ranks = (box.dataset.tariffs ?? "").split(" ");
    const control = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
    const rank = ranks.indexOf(radio ? radio.value : control("tariff").value);
    /** @type {Record<string, number>} */
    const sums = { net: 0, tax: 0, discount: 0 };
    /** @param {DOMStringMap} data */
    const add = (data) => { for (const key in sums) sums[key] += Number(data[key]); };
    add(radio ? radio.dataset : box.dataset);
    for (const input of radios) input.closest(".offer")?.classList.toggle("is-picked", input.checked);
    const ticked = new Set();
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=option]"))) {
      input.disabled = ranks.indexOf(input.dataset.tariff ?? "") > rank;
      const counts = input.checked && !input.disabled;
      input.closest(".option")?.classList.toggle("is-picked", counts);
      if (counts) { ticked.add(input.value); add(input.dataset); }
    }
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("tr[data-tariff]")))
      row.hidden = ranks.indexOf(row.dataset.tariff ?? "") > rank || ("option" in row.dataset && !ticked.has(row.dataset.option));
    /** @type {(name: string, text: string) => void} */
    const show = (name, text) => { for (const place of document.querySelectorAll(`[data-live="${name}"]`)) place.textContent = text; };
    show("net", money(sums.net, box));
    show("tax", money(sums.tax, box));
    show("discount", `\u2212${money(sums.discount, box)}`);
    for (const place of document.querySelectorAll('[data-live="discount"]'))
      for (const one of [place, place.previousElementSibling]) one?.toggleAttribute("hidden", sums.discount === 0);
    show("total", money(sums.net + sums.tax, box));
    if (radio) show("tariff", ` \u00b7 ${radio.dataset.name}`);
    control("total").value = String(sums.net + sums.tax);
  }

  // A second press of the same button sends nothing; the server would lead it to the same page anyway.
  document.addEventListener("submit", (event) => {
    const form = /** @type {Element} */ (event.target).closest("[data-once]");
    if (!form) return;
    if (form.hasAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    setTimeout(() => form.removeAttribute("aria-busy"), 8000);
  });
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-once]")) form.removeAttribute("aria-busy"); });

  function wire() {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-no-script]"))) place.hidden = true;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]"))) { button.hidden = false; button.addEventListener("click", () => print()); }
    recount();
  }
  wire();
  look();
  listen();
})();
