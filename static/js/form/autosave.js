// What is typed reaches the server a moment after she stops. Without a network the page says so, tries again, and keeps
// what is not confidential on this phone until it is saved.
const form = document.querySelector("form[data-autosave]");
const state = document.querySelector("[data-state]");
const address = form.dataset.autosave;
const copy = `draft:${address.replace(/^\/\w+/, "")}`; // the same in every language
const secret = form.dataset.secret.split(" ").filter(Boolean);
const FIRST = 2500, LONGEST = 60000;
let timer, changed, running, over, leaving, trouble, old, wait = FIRST; // trouble: the server was asked, and out of reach

const say = (name, time) => { state.textContent = state.dataset[name].replace("TIME", time); };
const apart = (name) => /^(csrf|wizard-)/.test(name) || secret.some((key) => name === key || name.startsWith(`${key}-`) || name.startsWith(`${key}_place`));
const entries = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");

function keep() {
  const plain = entries().filter(([name]) => !apart(name));
  try {
    localStorage.setItem(copy, JSON.stringify({ version: form.elements["wizard-version"].value, plain }));
    return "offline";
  } catch { return "unkept"; }
}

function forget() {
  try { localStorage.removeItem(copy); } catch { /* nothing was kept */ }
}

function restore() {
  let kept, back;
  try { kept = JSON.parse(localStorage.getItem(copy)); } catch { /* none */ }
  if (!kept) return;
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || apart(field.name)) continue;
    const values = kept.plain.filter(([name]) => name === field.name).map(([, value]) => value);
    const [what, now] = /radio|checkbox/.test(field.type) ? ["checked", values.includes(field.value)] : ["value", values[0] ?? field.value];
    back ||= field[what] !== now;
    field[what] = now;
  }
  if (!back) return forget();
  form.elements["wizard-version"].value = kept.version; // if the step was saved since, saving shows both
  say("back");
  form.dispatchEvent(new Event("rows", { bubbles: true }));
}

function later(delay) {
  clearTimeout(timer);
  if (!over && !leaving) timer = setTimeout(() => running || save(), delay);
}

async function save(keepalive = false) {
  while (running) await running;
  if (over || leaving) return false;
  running = ask(keepalive).finally(() => { running = null; });
  await running;
  return !trouble;
}

async function ask(keepalive) {
  changed = false;
  if (trouble) say("saving");
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(entries()), keepalive, signal: AbortSignal.timeout?.(30000) });
    if (answer.status >= 500) throw answer;
    const often = answer.status === 429;
    old = answer.status === 403 && !old; // the token is old: once more
    if (old) form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
    else over = { 409: "changed", 410: "closed", 403: "lost", 404: "lost" }[answer.status];
    if (over) say(over);
    else if (answer.ok) {
      say("saved", (await answer.json()).saved_at);
      forget();
    } else if (!often) state.textContent = "";
    trouble = false;
    changed ||= often || old;
    wait = often ? LONGEST : FIRST;
    if (changed) later(wait);
  } catch {
    trouble = true;
    say(keep());
    wait = Math.min(wait * 2, LONGEST);
    later(wait);
  }
}

function touched() {
  changed = true;
  leaving = false; // the page is still here
  if (trouble) keep(); // told at the next try
  else later(wait);
}

form.addEventListener("input", touched);
form.addEventListener("rows", touched);
addEventListener("online", () => trouble && later(0));
addEventListener("offline", () => { over = false; trouble = changed || trouble || undefined; if (changed) say(keep()); });
document.addEventListener("visibilitychange", () => { if (document.hidden && changed) save(true); });
form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented || !(trouble ?? !navigator.onLine)) {
    clearTimeout(timer);
    leaving = !event.defaultPrevented;
    if (over) forget(); // the page takes it along
    return;
  }
  event.preventDefault(); // the browser's own error page would lose what is typed
  if (await save()) form.requestSubmit(event.submitter);
});
addEventListener("click", async (event) => { // what opens next shows what the server has
  const way = event.target.closest("a:not([target], [href^='#']), .seg button");
  if (!way || !event.isTrusted || event.ctrlKey || event.metaKey || event.shiftKey || !(changed || running) || trouble || over) return;
  event.preventDefault();
  if (await save()) way.click();
});
addEventListener("pageshow", (event) => { if (event.persisted) over = leaving = false; });
restore();
