// Rows of a repeating group come and go without leaving the page. The server draws them;
// when it answers otherwise, the button posts the page as without this file.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button?.name.startsWith("group:")) return;
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
      const row = button.value === "add" ? [...drawn.querySelectorAll(".repeat")].at(-1) : drawn;
      (row.querySelector("input:not([type=hidden])") ?? drawn).focus();
    })
    .catch((failure) => {
      if (failure instanceof TypeError || failure.status >= 500) { // autosave says so, and keeps what is typed
        group.dispatchEvent(new Event("input", { bubbles: true }));
        return;
      }
      const { name, value } = button;
      event.target.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      event.target.submit();
    });
});
