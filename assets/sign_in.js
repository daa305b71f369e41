// A refused sign-in: the e-mail, the name and the code that were typed stand in the form again, never the password.
// They stay in this tab: not in the address, not in a cookie, and they are forgotten with the next form.
window.studioTyped = () => {
  const form = document.querySelector(".sign-in form");
  if (!form) return;
  const names = ["code", "name", "email"].filter((name) => form.elements[name]);
  const typed = JSON.parse(sessionStorage.getItem("studio-typed") ?? "{}");
  sessionStorage.removeItem("studio-typed");
  if (new URLSearchParams(location.search).has("error") && typed.email) {
    for (const name of names) if (!form.elements[name].value) form.elements[name].value = typed[name] ?? "";
    (form.elements.password ?? form.elements.email).focus();
  }
  form.addEventListener("submit", () => {
    const said = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
    sessionStorage.setItem("studio-typed", JSON.stringify(said));
  });
};
