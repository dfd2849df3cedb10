// Documents travel one by one while she goes on typing: photos made small first, progress in words and in a bar, and a button to send
// again when the connection is cut. Each has a key of its own: sent again after a lost answer, it is not there twice. What was received
// is drawn by the server, as it is without this file.
const form = document.querySelector("form[data-autosave]");
const address = new URL("upload/", location.href.split(/[?#]/)[0]);
const SIDE = 2000, SMALL = 700_000, QUALITY = 0.85, WAITS = [3000, 10000, 30000], POLLS = [1000, 2000, 4000, 8000];
const waiting = [];
let running = false, leaving = null;

const boxOf = (node) => node.closest("[data-upload]");
const key = () => crypto.getRandomValues(new Uint32Array(3)).join("-");
const token = () => form.elements.csrfmiddlewaretoken.value;

/** A photo no larger than a readable page; whatever this browser cannot draw goes as it is. */
async function shrunk(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    return made && made.size < file.size ? new File([made], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

function line(box, file) {
  const shown = document.createElement("div");
  shown.className = "sending";
  const name = Object.assign(document.createElement("bdi"), { textContent: file.name });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", file.name);
  const words = document.createElement("span");
  const again = Object.assign(document.createElement("button"), { type: "button", className: "button button--second", hidden: true });
  again.textContent = box.dataset.again;
  shown.append(name, bar, words, again);
  box.querySelector("[data-sendings]").append(shown);
  return { shown, bar, words, again };
}

function show(box, answer) {
  const name = box.dataset.upload, now = answer.documents[name];
  if (!now) return;
  box.querySelector("[data-received]").innerHTML = now.html; // drawn by our own server, in its own escaping
  const more = box.querySelector("[data-more]");
  if (more) more.hidden = now.full;
  watch(box);
}

function post(data, progress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress?.(Math.floor((100 * event.loaded) / event.total)));
    request.addEventListener("load", () => (request.response?.documents ? done(request.response) : failed(new Error(String(request.status)))));
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => failed(new Error(name)));
    data.append("csrfmiddlewaretoken", token());
    request.send(data);
  });
}

async function send(one) {
  const { box, field, shown, key } = one;
  shown.again.hidden = true;
  one.file = await (one.small ??= shrunk(one.file));
  const data = new FormData();
  data.append(`wizard-key-${box.dataset.upload}`, key);
  data.append(field, one.file);
  const percent = (number) => {
    shown.bar.value = number;
    shown.words.textContent = box.dataset.sending.replace("PERCENT", number);
  };
  percent(0);
  const answer = await post(data, percent);
  show(box, answer);
  const refused = answer.refused[box.dataset.upload];
  shown.shown.classList.toggle("sending--refused", Boolean(refused));
  if (refused) {
    shown.bar.remove();
    shown.words.textContent = refused.join(" ");
    shown.words.setAttribute("role", "alert");
  } else {
    shown.shown.remove();
    box.querySelector("[data-said]").textContent = box.dataset.arrived;
  }
}

async function go() {
  if (running) return;
  running = true;
  while (waiting.length && !waiting[0].cut) {
    const one = waiting[0];
    try {
      await send(one);
      waiting.shift();
    } catch {
      cut(one);
    }
  }
  running = false;
  if (leaving && !waiting.length) {
    const { button } = leaving;
    leaving = null;
    form.requestSubmit(button);
  }
}

function cut(one) {
  one.cut = true;
  one.shown.bar.value = 0;
  one.shown.words.textContent = one.box.dataset.cut;
  one.shown.again.hidden = false;
  one.timer = setTimeout(() => retry(one), WAITS[one.tries++] ?? 60000);
}

function retry(one) {
  if (!one.cut) return;
  clearTimeout(one.timer);
  one.cut = false;
  go();
}

function take(input) {
  const box = boxOf(input);
  for (const file of input.files) {
    const one = { box, file, field: input.name, key: key(), shown: line(box, file), tries: 0, cut: false };
    one.shown.again.addEventListener("click", () => retry(one));
    waiting.push(one);
  }
  input.value = "";
  go();
}

/** Presses a button of a document without leaving the page; if that fails, as if this file were not there. */
async function press(button) {
  const box = boxOf(button), { name, value } = button;
  const data = new FormData();
  data.append(name, value);
  try {
    show(box, await post(data));
    const [verb, code] = value.split(":");
    const same = [...box.querySelectorAll("button")].find((one) => one.value.startsWith(`${verb}:${code}`)) ?? box.querySelector(`[id="page-${code}"] button`);
    (same ?? box.closest(".field")).focus();
  } catch {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.submit();
  }
}

/** Asks whether the pages are put together, more and more seldom, while the page is looked at. */
function watch(box) {
  clearTimeout(Number(box.dataset.timer));
  for (const button of box.querySelectorAll("[data-plain]")) button.hidden = true;
  if (!box.querySelector("[data-joined=waiting]")) {
    delete box.dataset.polls;
    return;
  }
  const polls = Number(box.dataset.polls ?? 0);
  box.dataset.polls = polls + 1;
  box.dataset.timer = setTimeout(async () => {
    try {
      if (!document.hidden && !box.querySelector("[data-received]").contains(document.activeElement)) show(box, await (await fetch(address)).json());
      else watch(box);
    } catch {
      watch(box);
    }
  }, POLLS[Math.min(polls, POLLS.length - 1)]);
}

form?.addEventListener("change", (event) => event.target.type === "file" && boxOf(event.target) && event.target.files.length && take(event.target));
addEventListener("online", () => waiting.forEach(retry));
form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name.startsWith("upload:")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    press(button);
  } else if (waiting.length) {
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = { button };
    waiting[0].box.querySelector("[data-said]").textContent = waiting[0].box.dataset.wait;
    waiting.forEach(retry);
  }
}, true);
addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());
if (form) for (const box of document.querySelectorAll("[data-upload]")) watch(box);
