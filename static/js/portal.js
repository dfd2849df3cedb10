// The panels of the header are <details>, and open without this file.
// With it, Escape or a touch outside closes the open one, and Escape gives the focus back.
const opened = () => document.querySelectorAll(".tools details[open]");

document.addEventListener("keydown", ({ key }) => {
  for (const panel of key === "Escape" ? opened() : []) {
    if (panel.contains(document.activeElement)) panel.querySelector("summary").focus();
    panel.open = false;
  }
});

document.addEventListener("click", ({ target }) => {
  for (const panel of opened()) if (!panel.contains(target)) panel.open = false;
});
