// A refused form: the field that the sentence is about gets the focus and a red edge until it is typed in.
window.studioRefused = (name) => {
  const scope = document.querySelector('[role="dialog"][data-state="open"]') ?? document;
  const field = [...scope.querySelectorAll("input[name], select[name], textarea[name]")].find(
    (one) => one.name === name && one.offsetParent !== null,
  );
  if (!field) return;
  field.setAttribute("aria-invalid", "true");
  field.focus();
  const accept = () => field.removeAttribute("aria-invalid");
  for (const kind of ["input", "change"]) field.addEventListener(kind, accept, { once: true });
};
