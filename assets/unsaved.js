// What was typed and neither sent nor saved: whoever is about to leave the page, or to close a dialog by a key or
// by a click beside it, is asked first. Its own button closes a dialog at once.
(() => {
  const written = "main form input, main form textarea, main form select";
  const DIALOG = ".rt-DialogContent";
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */
  /** @type {WeakMap<Element, { was?: string, sure: boolean }>} */
  const begun = new WeakMap(); // the form of a dialog: how it was filled in before anybody did something in it
  /** @type {Map<Field, string | boolean>} */
  const before = new Map(); // each field that somebody was in, with what stood there
  /** @type {[Field, string | boolean][]} */
  let sent = []; // the fields of the form that went out last, with what had stood there
  /** @type {number | null} */
  let stood = null; // where in the browser's history the page is
  let leaves = false; // somebody has said so
  let returns = false;

  const main = () => /** @type {HTMLElement} */ (document.querySelector("main"));
  /** @param {Field} field */
  const value = (field) => ("checked" in field && /^(checkbox|radio)$/.test(field.type) ? field.checked : field.value);
  /** @param {[Field, string | boolean]} entry */
  const changed = ([field, was]) => value(field) !== was && value(field) !== "";
  /** @param {HTMLFormElement} form */
  const filled = (form) =>
    [.../** @type {Iterable<Field>} */ (form.elements)]
      .filter((field) => field.name && !/^(search|password|file)$/.test(field.type))
      .map(value)
      .join("\n");
  /** @param {Element} dialog */
  const changedIn = (dialog) =>
    [...dialog.querySelectorAll("form")].some((form) => {
      const known = begun.get(form);
      return known !== undefined && known.was !== filled(form);
    });
  const unsaved = () => {
    for (const field of before.keys()) if (!field.isConnected) before.delete(field);
    if (leaves) return false;
    if ([...document.querySelectorAll(`${DIALOG}[data-state="open"]`)].some(changedIn)) return true;
    return !!document.querySelector("main [data-unsaved]") || [...before].some(changed);
  };
  const stays = () => {
    if (!unsaved()) return false;
    leaves = window.confirm(main().dataset.leaving);
    if (leaves) before.clear();
    return !leaves;
  };
  window.studioStays = stays;

  // a form that was only looked into may still be getting its first values
  /** @param {Event} event */
  const begin = ({ target, type }) => {
    const form = /** @type {HTMLFormElement | null | undefined} */ (/** @type {Element} */ (target).closest?.(`${DIALOG} form`));
    if (!form) return;
    const known = begun.get(form);
    if (known?.sure) return;
    if (type === "input") begun.set(form, { ...known, sure: true });
    else begun.set(form, { was: filled(form), sure: type !== "focusin" });
  };
  for (const kind of ["focusin", "pointerdown", "keydown", "input"]) window.addEventListener(kind, begin, true);

  /** @param {KeyboardEvent | PointerEvent} event */
  const closing = (event) => {
    const dialog = [...document.querySelectorAll(`${DIALOG}[data-state="open"]`)].at(-1);
    const pressed = event.type === "keydown" ? /** @type {KeyboardEvent} */ (event) : null;
    if (!dialog || (pressed && (pressed.key !== "Escape" || pressed.isComposing))) return;
    const within = /** @type {Element} */ (event.target).closest?.(`${DIALOG}, [role="listbox"], [role="menu"], [data-sonner-toaster]`);
    if (pressed ? within && within !== dialog : within) return;
    if (!changedIn(dialog)) return;
    if (window.confirm(main().dataset.closing)) {
      for (const form of dialog.querySelectorAll("form")) begun.delete(form);
    } else {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  for (const kind of /** @type {const} */ (["keydown", "pointerdown"])) window.addEventListener(kind, closing, true);

  document.addEventListener("focusin", (event) => {
    const target = /** @type {Field} */ (event.target);
    if (!target.closest("main")) return;
    leaves = false;
    stood = history.state?.idx;
    if (target.matches(written) && !/^(search|password|file)$/.test(target.type) && !before.has(target))
      before.set(target, value(target));
  });
  /** @param {EventTarget | null} form */
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
      const way = /** @type {HTMLAnchorElement | null | undefined} */ (/** @type {Element} */ (event.target).closest?.("a[href], [data-leaves]"));
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
        history.go((stood ?? 0) - event.state.idx);
      }
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
})();
