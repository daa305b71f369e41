// The sign over every page while the server can store nothing; `words` by language, or null when it is over.
window.studioTrouble = (words) => {
  document.getElementById("trouble-sign")?.remove();
  if (!words) return;
  const sign = document.createElement("div");
  sign.id = "trouble-sign";
  sign.className = "sign trouble-sign";
  sign.setAttribute("role", "alert");
  sign.textContent = words[document.documentElement.lang] ?? words.en;
  (document.getElementById("signs") ?? document.body).append(sign);
};
