// What a step kept on this phone while there was no network goes away when the phone is cleared and when the file is sent.
const clear = () => {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
  } catch { /* nothing was kept */ }
};

document.addEventListener("submit", ({ target, submitter }) => [target, submitter].some((one) => one?.matches("[data-clear]")) && clear());
if (document.querySelector("[data-sent]")) clear();
