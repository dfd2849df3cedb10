// How many characters are left, beneath a long answer. A line end counts once, as the server counts it.
const said = (count, box) => {
  const left = count.dataset.max - box.value.length;
  count.textContent = `${count.dataset.left} ${left}`;
};

const start = (count) => {
  const box = document.getElementById(count.dataset.count);
  if (!box) return;
  box.addEventListener("input", () => said(count, box));
  if (box.value) said(count, box);
};

for (const count of document.querySelectorAll("[data-count]")) start(count);
