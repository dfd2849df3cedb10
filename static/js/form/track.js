// The QR code of a receipt leads to /track/#<number>. A fragment stays in the browser: written into the field, then taken away.
const field = document.querySelector("[name=reference]");
const number = decodeURIComponent(location.hash.slice(1));

if (field && !field.value && /^[\d-]{8,20}$/.test(number)) {
  field.value = number;
  history.replaceState(null, "", location.pathname);
  document.querySelector("[name=secret]")?.focus();
}
