// Keeps the answers of a brief while they are given. Without it the page has a button for that.
(function () {
  "use strict";
  var form = document.getElementById("brief");
  if (!form || !window.fetch) return;
  var state = document.getElementById("state");
  var bar = document.getElementById("progress");
  var text = document.getElementById("progress-text");
  var timer = 0, busy = false, dirty = false, leaving = false;

  function show(name) {
    state.textContent = form.dataset[name] || "";
    state.dataset.is = name;
  }
  function body() { return new URLSearchParams(new FormData(form)); }

  // one request at a time, so that an older answer never arrives after a newer one
  function save() {
    clearTimeout(timer);
    if (busy || !dirty || leaving) return;
    busy = true;
    dirty = false;
    show("saving");
    fetch(form.dataset.save, { method: "POST", body: body(), headers: { Accept: "application/json" } })
      .then(function (response) {
        if (response.status === 409 || response.status === 404) { location.reload(); return null; }
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      })
      .then(function (kept) {
        busy = false;
        if (!kept) return;
        bar.value = kept.answered;
        bar.max = kept.total;
        text.textContent = kept.progress;
        if (dirty) save(); else show("saved");
      })
      .catch(function () {
        busy = false;
        dirty = true;
        show("failed");
        timer = setTimeout(save, 5000);
      });
  }
  function changed() {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 700);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function () { leaving = true; clearTimeout(timer); });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && dirty && !leaving && navigator.sendBeacon) {
      dirty = false;
      navigator.sendBeacon(form.dataset.save, body());
    }
  });

  // a look counts after three seconds in sight
  var watch = 0, counted = false;
  function look() {
    clearTimeout(watch);
    if (!counted && document.visibilityState === "visible") {
      watch = setTimeout(function () { counted = true; fetch(form.dataset.seen, { method: "POST" }); }, 3000);
    }
  }
  document.addEventListener("visibilitychange", look);
  look();
})();
