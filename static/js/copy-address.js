// Without this file the address is a field to select and copy from. With it, a button copies it and says so.
for (const field of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--second";
  button.textContent = field.dataset.copy;
  const said = document.createElement("span");
  said.className = "hidden";
  said.setAttribute("role", "status");
  field.after(button, said);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = said.textContent = field.dataset.copied;
  });
}
