// How many characters are left, beneath a long answer. A line end counts once, as the server counts it.
const say = (box) => {
  const count = document.querySelector(`[data-count="${box.id}"]`);
  if (count) count.textContent = `${count.dataset.left} ${count.dataset.max - box.value.length}`;
};

const sayAll = () => document.querySelectorAll("textarea").forEach((box) => box.value && say(box));
document.addEventListener("input", ({ target }) => say(target));
document.addEventListener("rows", sayAll);
sayAll();
