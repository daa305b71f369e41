// The deal page: names put into a note, files sent by choosing or dropping them.
(() => {
  document.addEventListener("click", (event) => {
    const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-mention]"));
    const field = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("deal-note"));
    if (!item || !field) return;
    const words = `@${item.dataset.mention} `;
    const before = field.value.slice(0, field.selectionStart);
    const lead = before && !/[\s@]$/.test(before) ? ` ${words}` : before.endsWith("@") ? words.slice(1) : words;
    setTimeout(() => {
      field.focus();
      field.setRangeText(lead, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, 50); // the menu gives the focus back first
  });

  /**
   * @param {HTMLElement} zone
   * @param {File[]} files
   */
  const send = async (zone, files) => {
    const alert = zone.parentElement?.querySelector(".deal-upload-error");
    if (!alert) return;
    const failed = zone.dataset.failed ?? "";
    const body = new FormData();
    for (const file of files) body.append("file", file);
    alert.textContent = "";
    zone.classList.add("busy");
    try {
      const answer = await fetch(zone.dataset.upload ?? "", { method: "POST", body });
      if (!answer.ok) alert.textContent = (await answer.json().catch(() => ({}))).detail || failed;
    } catch {
      alert.textContent = failed;
    }
    zone.classList.remove("busy");
  };

  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const zone = /** @type {HTMLElement | null} */ (field.closest("[data-upload]"));
    if (!zone || !field.files?.length) return;
    const files = [...field.files];
    field.value = "";
    send(zone, files);
  });

  for (const kind of /** @type {const} */ (["dragover", "dragleave", "drop"])) {
    document.addEventListener(kind, (event) => {
      const zone = /** @type {HTMLElement | null | undefined} */ (/** @type {Element} */ (event.target).closest?.("[data-upload]"));
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer?.files.length) send(zone, [...event.dataTransfer.files]);
    });
  }
})();
