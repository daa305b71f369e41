// The deal page: names put into a note, files sent by choosing or dropping them.
(() => {
  document.addEventListener("click", (event) => {
    const item = event.target.closest("[data-mention]");
    const field = item && document.getElementById("deal-note");
    if (!field) return;
    const words = `@${item.dataset.mention} `;
    const before = field.value.slice(0, field.selectionStart);
    const lead = before && !/[\s@]$/.test(before) ? ` ${words}` : before.endsWith("@") ? words.slice(1) : words;
    setTimeout(() => {
      field.focus();
      field.setRangeText(lead, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, 50); // the menu gives the focus back first
  });

  const send = async (zone, files) => {
    const alert = zone.parentElement.querySelector(".deal-upload-error");
    const body = new FormData();
    for (const file of files) body.append("file", file);
    alert.textContent = "";
    zone.classList.add("busy");
    try {
      const answer = await fetch(zone.dataset.upload, { method: "POST", body });
      if (!answer.ok) alert.textContent = (await answer.json().catch(() => ({}))).detail || zone.dataset.failed;
    } catch {
      alert.textContent = zone.dataset.failed;
    }
    zone.classList.remove("busy");
  };

  document.addEventListener("change", (event) => {
    const zone = event.target.closest("[data-upload]");
    if (!zone || !event.target.files?.length) return;
    const files = [...event.target.files];
    event.target.value = "";
    send(zone, files);
  });

  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest?.("[data-upload]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer?.files.length) send(zone, [...event.dataTransfer.files]);
    });
  }
})();
