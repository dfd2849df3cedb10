// The QR code of a receipt leads to /track/proof/#<number>/<code>. A fragment stays in the browser: written into the fields, then taken away.
const reference = document.querySelector("[name=reference]");
const salt = document.querySelector("[name=salt]");
const [number, code] = decodeURIComponent(location.hash.slice(1)).split("/");

if (reference && salt && !reference.value && /^[\d-]{8,20}$/.test(number) && /^[\dA-Z-]{28,40}$/.test(code ?? "")) {
  reference.value = number;
  salt.value = code;
  history.replaceState(null, "", location.pathname);
}
