// Without this file the field is there to select and copy from. With it, a button copies it and says so.
for (const field of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const button = document.createElement("button"), said = document.createElement("span");
  Object.assign(button, { type: "button", className: "button button--second", textContent: field.dataset.copy });
  said.className = "hidden";
  said.setAttribute("role", "status");
  field.after(button, said);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = said.textContent = field.dataset.copied;
  });
}
