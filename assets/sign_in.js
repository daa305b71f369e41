// A refused sign-in: the e-mail, the name and the code that were typed stand in the form again, never the password.
// They stay in this tab: not in the address, not in a cookie, and they are forgotten with the next form.
window.studioTyped = () => {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".sign-in form"));
  if (!form) return;
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const names = ["code", "name", "email"].filter((name) => form.elements.namedItem(name));
  const typed = JSON.parse(sessionStorage.getItem("studio-typed") ?? "{}");
  sessionStorage.removeItem("studio-typed");
  if (new URLSearchParams(location.search).has("error") && typed.email) {
    for (const name of names) if (!field(name).value) field(name).value = typed[name] ?? "";
    (field("password") ?? field("email")).focus();
  }
  form.addEventListener("submit", () => {
    const said = Object.fromEntries(names.map((name) => [name, field(name).value]));
    sessionStorage.setItem("studio-typed", JSON.stringify(said));
  });
};
