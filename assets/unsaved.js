// What was typed and neither sent nor saved: whoever is about to leave the page is asked first.
(() => {
  const written = "main form input, main form textarea, main form select";
  const before = new Map(); // each field that somebody was in, with what stood there
  let sent = []; // the fields of the form that went out last, with what had stood there
  let stood = null; // where in the browser's history the page is
  let leaves = false; // somebody has said so
  let returns = false;

  const value = (field) => (/^(checkbox|radio)$/.test(field.type) ? field.checked : field.value);
  const changed = ([field, was]) => value(field) !== was && value(field) !== "";
  const unsaved = () => {
    for (const field of before.keys()) if (!field.isConnected) before.delete(field);
    if (leaves) return false;
    return !!document.querySelector("main [data-unsaved]") || [...before].some(changed);
  };
  const stays = () => {
    if (!unsaved()) return false;
    leaves = window.confirm(document.querySelector("main").dataset.leaving);
    if (leaves) before.clear();
    return !leaves;
  };
  window.studioStays = stays;

  document.addEventListener("focusin", ({ target }) => {
    if (!target.closest("main")) return;
    leaves = false;
    stood = history.state?.idx;
    if (target.matches(written) && !/^(search|password|file)$/.test(target.type) && !before.has(target))
      before.set(target, value(target));
  });
  const settle = (form) => {
    const known = [...before].filter(([field]) => field.form === form);
    for (const [field] of known) before.set(field, value(field));
    return known;
  };
  document.addEventListener("submit", ({ target }) => (sent = settle(target)));
  document.addEventListener("reset", ({ target }) => setTimeout(settle, 0, target)); // once the fields are empty
  // refused: nothing of it was saved
  window.studioNotSaved = () => {
    for (const [field, was] of sent) if (field.isConnected) before.set(field, was);
  };

  document.addEventListener(
    "click",
    (event) => {
      const way = event.target.closest?.("a[href], [data-leaves]");
      if (!way || way.target === "_blank" || way.getAttribute("href")?.startsWith("#")) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !stays()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  window.addEventListener(
    "popstate",
    (event) => {
      if (returns) {
        returns = false;
        event.stopImmediatePropagation();
      } else if (event.state?.idx !== stood && stays()) {
        returns = true;
        event.stopImmediatePropagation();
        history.go(stood - event.state.idx);
      }
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
})();
