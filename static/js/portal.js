// The panels of the header are <details>, and open without this file.
// With it, Escape or a touch outside closes the open one, and Escape gives the focus back.
const panels = document.querySelectorAll(".tools details");

function close(panel, focus) {
  panel.open = false;
  if (focus) panel.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of panels) if (panel.open) close(panel, panel.contains(document.activeElement));
});

document.addEventListener("click", (event) => {
  for (const panel of panels) if (panel.open && !panel.contains(event.target)) close(panel, false);
});
