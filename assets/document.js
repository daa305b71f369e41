// The page of a document: counts a look of three seconds, follows changes, adds up the choice.
// Everything here is a convenience: the page works without it.
(() => {
  "use strict";
  const root = () => document.getElementById("live");
  const path = root().dataset.path;

  // A look counts after three seconds in sight, once a revision.
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
  let touched = false;
  document.addEventListener("input", (event) => { touched = touched || event.target.closest("#actions") !== null; });
  // Which state of the document the page shows; a page with an answer on it (a refusal) has none and stays.
  const markOf = (page) => page.querySelector("meta[name=mark]")?.content ?? "";
  let mark = markOf(document);
  let renewing = false;
  let again = false;
  async function renew() {
    if (renewing) { again = true; return; }
    renewing = true;
    try {
      const answer = await fetch(location.pathname + chosen(), { headers: { Accept: "text/html" } });
      if (!answer.ok) { location.reload(); return; }
      const renewed = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = renewed.getElementById("live");
      mark = markOf(renewed);
      const live = root();
      if (!fresh || fresh.isEqualNode(live)) return;
      const kept = touched && fresh.querySelector("#actions form") ? live.querySelector("#actions") : null;
      const revised = fresh.dataset.revision !== live.dataset.revision;
      live.replaceWith(fresh);
      if (kept) {
        for (const field of kept.querySelectorAll("input:not([type=hidden]), textarea, select")) {
          const twin = field.name && fresh.querySelector(`#actions [name="${CSS.escape(field.name)}"]:not([type=hidden])`);
          if (!twin) continue;
          if (field.type === "checkbox" || field.type === "radio") twin.checked = field.checked && !revised;
          else twin.value = field.value;
        }
      }
      wire();
      look();
    } finally {
      renewing = false;
      if (again) { again = false; renew(); }
    }
  }
  let pause = 0;
  let source = null;
  function listen() {
    source = new EventSource(`${path}/events`);
    source.addEventListener("changed", () => { clearTimeout(pause); pause = setTimeout(renew, 80); });
    source.addEventListener("at", (event) => { if (mark && mark !== event.data) renew(); }); // something was missed
  }
  addEventListener("pagehide", () => source && source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) { listen(); renew(); } });

  // The choice of a proposal: sums of whole minor units, the same that the server adds up.
  function chosen() {
    const form = document.getElementById("accept");
    if (!form) return location.search;
    const picked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (name === "tariff" || name === "option") picked.append(name, value);
    return picked.size ? `?${picked}` : "";
  }
  function money(amount, box) {
    const digits = Number(box.dataset.digits);
    const whole = amount % 10 ** digits === 0 ? 0 : digits;
    const text = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: whole, maximumFractionDigits: whole }).format(amount / 10 ** digits);
    return box.dataset.pattern.replace("0", text);
  }
  function recount() {
    const form = document.getElementById("accept");
    const box = document.getElementById("total");
    if (!form || !box || !box.dataset.pattern) return;
    const radios = [...document.querySelectorAll("input[name=tariff][type=radio]")];
    const radio = radios.find((input) => input.checked);
    const ranks = box.dataset.tariffs.split(" ");
    const rank = ranks.indexOf(radio ? radio.value : form.elements.tariff.value);
    const sums = { net: 0, tax: 0, discount: 0 };
    const add = (data) => { for (const key in sums) sums[key] += Number(data[key]); };
    add(radio ? radio.dataset : box.dataset);
    for (const input of radios) input.closest(".offer").classList.toggle("is-picked", input.checked);
    const ticked = new Set();
    for (const input of document.querySelectorAll("input[name=option]")) {
      input.disabled = ranks.indexOf(input.dataset.tariff) > rank;
      const counts = input.checked && !input.disabled;
      input.closest(".option").classList.toggle("is-picked", counts);
      if (counts) { ticked.add(input.value); add(input.dataset); }
    }
    for (const row of document.querySelectorAll("tr[data-tariff]"))
      row.hidden = ranks.indexOf(row.dataset.tariff) > rank || ("option" in row.dataset && !ticked.has(row.dataset.option));
    const show = (name, text) => { for (const place of document.querySelectorAll(`[data-live="${name}"]`)) place.textContent = text; };
    show("net", money(sums.net, box));
    show("tax", money(sums.tax, box));
    show("discount", `\u2212${money(sums.discount, box)}`);
    for (const place of document.querySelectorAll('[data-live="discount"]')) place.hidden = place.previousElementSibling.hidden = sums.discount === 0;
    show("total", money(sums.net + sums.tax, box));
    if (radio) show("tariff", ` \u00b7 ${radio.dataset.name}`);
    form.elements.total.value = sums.net + sums.tax;
  }
  document.addEventListener("change", (event) => { if (event.target.matches("input[name=tariff], input[name=option]")) recount(); });

  // A second press of the same button sends nothing; the server would lead it to the same page anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-once]");
    if (!form) return;
    if (form.hasAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    setTimeout(() => form.removeAttribute("aria-busy"), 8000);
  });
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-once]")) form.removeAttribute("aria-busy"); });

  function wire() {
    for (const place of document.querySelectorAll("[data-no-script]")) place.hidden = true;
    for (const button of document.querySelectorAll("[data-print]")) { button.hidden = false; button.addEventListener("click", () => print()); }
    recount();
  }
  wire();
  look();
  listen();
})();
