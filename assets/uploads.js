// The place for a list: a chosen file is posted at once; one that is too large does not travel to be refused.
document.addEventListener("change", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  const [file] = field.dataset.largest ? (field.files ?? []) : [];
  const { form } = field;
  if (!form || !file) return;
  if (file.size > Number(field.dataset.largest)) {
    const kind = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("kind"));
    location.assign(`?refused=too_large&kind=${kind?.value ?? ""}`);
  } else {
    form.ariaBusy = "true";
    form.requestSubmit();
  }
});
