// Documents travel one by one while she goes on typing: photos made small first, progress in words and in a bar, and a button to send
// again when the connection is cut. Each has a key of its own: sent again after a lost answer, it is not there twice. The server draws
// what was received.
const form = document.querySelector("form[data-autosave]");
const ADDRESS = "upload/", SIDE = 2000, SMALL = 700_000, QUALITY = 0.85, WAITS = [3000, 10000, 30000], POLLS = [1000, 2000, 4000], STUCK = 120_000;
let waiting = [], running, leaving;

/** Whether asking again is of no use; posting the step says why. */
const final = (status) => status >= 400 && status < 500;
const boxOf = (node) => node.closest("[data-upload]");
const say = (box, name) => { box.querySelector("[data-said]").textContent = box.dataset[name]; };

/** A photo no larger than a readable page; what this browser cannot draw goes as it is. */
async function shrunk(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    return made?.size < file.size ? new File([made], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: made.type }) : file;
  } catch {
    return file;
  }
}

/** Draws what the server answers; false when the page has no room for more although more may be given. */
function show(box, answer, polls) {
  const now = answer.documents[box.dataset.upload], more = box.querySelector("[data-more]");
  box.querySelector("[data-received]").innerHTML = now.html.trim(); // drawn by our own server, in its own escaping
  if (more) more.hidden = now.full;
  watch(box, polls);
  return now.full || more;
}

/** ``fetch`` tells nothing of what was sent. */
function post(data, progress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    let stuck;
    const moves = () => { clearTimeout(stuck); stuck = setTimeout(() => request.abort(), STUCK); };
    moves();
    request.open("POST", ADDRESS);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => { moves(); progress?.(Math.floor((100 * loaded) / total)); };
    request.onloadend = () => { clearTimeout(stuck); return request.response?.documents ? done(request.response) : failed(request); };
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    request.send(data);
  });
}

async function send(one) {
  const { box, shown, bar, words } = one, name = box.dataset.upload;
  one.choice.hidden = true;
  const data = new FormData();
  data.append(`wizard-key-${name}`, one.key);
  const file = await (one.small ??= shrunk(one.file));
  if (file.size > box.dataset.most) return refuse(one, box.dataset.large);
  data.append(one.field, file);
  const progress = (percent) => {
    bar.value = percent;
    words.textContent = box.dataset.sending.replace("PERCENT", percent);
  };
  progress(0);
  const answer = await post(data, progress);
  show(box, answer);
  if (name in answer.refused) return refuse(one, answer.refused[name].join(" "));
  shown.remove();
  say(box, "arrived");
}

/** Says why, on a page that stays, unless she leaves for another day. */
function refuse({ box, shown, bar, words }, why) {
  shown.classList.add("sending--refused");
  bar.remove();
  words.textContent = why;
  words.setAttribute("role", "alert");
  if (!leaving || leaving.name) return;
  leaving = null;
  box.querySelector("[data-said]").textContent = "";
  box.closest(".field").focus();
}

async function go() {
  if (running) return;
  running = true;
  while (waiting.length && !waiting[0].cut) {
    try {
      await send(waiting[0]);
      waiting.shift();
    } catch ({ status }) {
      cut(waiting[0], status);
    }
  }
  running = false;
  if (!leaving || waiting.length) return;
  form.requestSubmit(leaving);
  leaving = null;
}

function cut(one, status) {
  one.cut = true;
  one.bar.value = 0;
  one.words.textContent = one.box.dataset.cut;
  one.choice.hidden = false;
  if (final(status)) waiting.shift();
  else one.timer = setTimeout(retry, WAITS[one.tries++] ?? 60000, one);
}

function retry(one) {
  if (!one.cut) return;
  clearTimeout(one.timer);
  one.cut = false;
  if (!waiting.includes(one)) waiting.push(one);
  go();
}

function drop(one) {
  clearTimeout(one.timer);
  waiting = waiting.filter((other) => other !== one);
  one.shown.remove();
  one.box.closest(".field").focus();
  go();
}

function take(input) {
  const box = boxOf(input);
  for (const file of input.files) {
    const shown = box.querySelector("template").content.firstElementChild.cloneNode(true);
    const [name, bar, words, choice] = shown.children;
    const one = { box, file, field: input.name, key: crypto.getRandomValues(new Uint32Array(3)).join("-"), shown, bar, words, choice, tries: 0 };
    name.textContent = file.name;
    bar.setAttribute("aria-label", file.name);
    choice.firstChild.addEventListener("click", () => retry(one));
    choice.lastChild.addEventListener("click", () => drop(one));
    box.querySelector("[data-sendings]").append(shown);
    waiting.push(one);
  }
  input.value = "";
  go();
}

/** Presses a button of a document without leaving the page; if that fails, as if this file were not there. */
async function press({ name, value }, box) {
  const data = new FormData();
  data.append(name, value);
  let answer;
  try {
    answer = await post(data);
  } catch ({ status }) {
    if (!final(status)) return box.dispatchEvent(new Event("input", { bubbles: true })); // autosave says so, and keeps what is typed
  }
  if (!answer || !show(box, answer)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.submit();
    return;
  }
  const [verb, code] = value.split(":");
  const same = box.querySelector(`[value^="${verb}:${code}"]`) ?? box.querySelector(`[id="page-${code}"] button`);
  (same ?? box.closest(".field")).focus();
}

/** Asks whether the pages are put together, more and more seldom, while the page is looked at. */
function watch(box, polls = 0) {
  clearTimeout(box.timer);
  for (const button of box.querySelectorAll("[data-plain]")) button.hidden = true;
  if (!box.querySelector("[data-joined=waiting]")) return;
  box.timer = setTimeout(async () => {
    const busy = document.hidden || box.querySelector("[data-received]").contains(document.activeElement);
    const answer = !busy && await fetch(ADDRESS).then((given) => given.json()).catch(() => null);
    if (answer) show(box, answer, polls + 1);
    else watch(box, polls + 1);
  }, POLLS[polls] ?? 8000);
}

if (form) {
  form.addEventListener("change", ({ target }) => target.type === "file" && boxOf(target) && take(target));
  form.addEventListener("submit", (event) => {
    const button = event.submitter, pressed = button?.name.startsWith("upload:");
    if (!pressed && !waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (pressed) return press(button, boxOf(button));
    leaving = button;
    say(waiting[0].box, "wait");
    waiting.forEach(retry);
  }, true);
  addEventListener("online", () => waiting.forEach(retry));
  addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());
  for (const box of document.querySelectorAll("[data-upload]")) watch(box);
}
