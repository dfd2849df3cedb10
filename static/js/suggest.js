// Titles offered while the reader types, below a search box with data-suggest (the address that answers).
// Arrows or Tab move among the links, Escape closes. Without this file the box just searches.
const WAIT = 180;
const SHORTEST = 2;

function attach(input) {
  const form = input.form;
  const box = document.createElement("div");
  const list = document.createElement("ul");
  box.className = "suggest";
  box.hidden = true;
  box.append(list);
  form.append(box);
  let timer = 0;
  let asked = "";
  let request = null;

  const close = () => { box.hidden = true; };

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ text, url, kind, lang, dir }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const title = document.createElement("span");
      const label = document.createElement("small");
      link.href = url;
      Object.assign(title, { textContent: text, lang, dir });
      label.textContent = kind;
      link.append(title, label);
      item.append(link);
      return item;
    }));
    box.hidden = suggestions.length === 0;
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    request?.abort();
    if (text.length < SHORTEST) { close(); return; }
    request = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: request.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      close();
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) { event.preventDefault(); close(); input.focus(); return; }
    if (box.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    stops.at(next % stops.length).focus();
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
}

for (const input of document.querySelectorAll("input[data-suggest]")) attach(input);
