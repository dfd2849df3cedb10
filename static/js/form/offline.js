// What a step kept on this phone while there was no network goes away when the phone is cleared and when the file is sent.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-clear]") && !event.submitter?.matches("[data-clear]")) return;
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
  } catch { /* nothing was kept */ }
});
