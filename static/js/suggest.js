// Titles offered while the reader types, below a search box with data-suggest (the address that answers).
// Arrows or Tab move among them, Escape closes.
const WAIT = 180, SHORTEST = 2;

const made = (tag, has) => Object.assign(document.createElement(tag), has);

function attach(input) {
  const form = input.form;
  const box = made("div", { className: "suggest", hidden: true });
  const list = made("ul");
  let timer, asked = "", request;
  box.append(list);
  form.append(box);

  const close = () => { box.hidden = true; };

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ text, url, kind, lang, dir }) => {
      const item = made("li"), link = made("a", { href: url });
      link.append(made("span", { textContent: text, lang, dir }), made("small", { textContent: kind }));
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
    if (text.length < SHORTEST) return close();
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
    const step = { ArrowDown: 1, ArrowUp: -1, Escape: 0 }[event.key];
    if (box.hidden || step === undefined) return;
    const stops = [input, ...list.querySelectorAll("a")];
    event.preventDefault();
    if (!step) close();
    stops.at(step && (stops.indexOf(document.activeElement) + step) % stops.length).focus();
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
}

for (const input of document.querySelectorAll("input[data-suggest]")) attach(input);
