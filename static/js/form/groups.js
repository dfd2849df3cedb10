// Rows of a repeating group come and go without leaving the page. The server draws them, what is typed meanwhile stays;
// if it answers otherwise, the button posts the page as without this file.
const boxes = (group) => [...group.querySelectorAll(".repeat :is(input, select, textarea)")];

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
      if (!drawn) throw page;
      const stay = boxes(group).filter((box) => box.closest(".repeat") !== button.closest(".repeat")), now = boxes(drawn);
      const here = now[stay.indexOf(document.activeElement)];
      stay.forEach(({ value, checked }, place) => Object.assign(now[place] ?? {}, { value, checked }));
      group.replaceWith(drawn);
      drawn.dispatchEvent(new Event("rows", { bubbles: true }));
      const row = button.value === "add" ? [...drawn.querySelectorAll(".repeat")].at(-1) : drawn;
      (here ?? row.querySelector("input:not([type=hidden])") ?? drawn).focus();
    })
    .catch((failure) => {
      // autosave says so, and keeps it
      if (failure instanceof TypeError || failure.status >= 500) return group.dispatchEvent(new Event("input", { bubbles: true }));
      const { name, value } = button;
      event.target.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      event.target.submit();
    });
});
