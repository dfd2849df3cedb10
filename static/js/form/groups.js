// Rows of a repeating group come and go without leaving the page. The server draws them, as it does without this file:
// when it cannot be reached, the button posts the page as usual.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.name.startsWith("group:")) return;
  event.preventDefault();
  const group = button.closest("[data-group]");
  const typed = new FormData(event.target, button);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  fetch(location.href, { method: "POST", body: typed })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer)))
    .then((page) => {
      const drawn = new DOMParser().parseFromString(page, "text/html").getElementById(group.id);
      if (!drawn) throw new Error("no group");
      group.replaceWith(drawn);
      drawn.dispatchEvent(new Event("rows", { bubbles: true }));
      const rows = drawn.querySelectorAll(".repeat");
      const row = button.value === "add" ? rows[rows.length - 1] : drawn;
      (row.querySelector("input:not([type=hidden])") ?? drawn).focus();
    })
    .catch(() => {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      event.target.append(field);
      event.target.submit();
    });
});
