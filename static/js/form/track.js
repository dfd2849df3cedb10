// The QR codes of a receipt lead to /track/#<number> and /track/proof/#<number>/<code>. A fragment stays in the browser: moved into the fields.
const field = document.querySelector("[name=reference]"), { salt, secret } = field?.form.elements ?? {};
const [number, code = ""] = decodeURIComponent(location.hash.slice(1)).split("/");

if (field && !field.value && /^[\d-]{8,20}$/.test(number) && (!salt || /^[\dA-Z-]{28,40}$/.test(code))) {
  field.value = number;
  if (salt) salt.value = code;
  history.replaceState(null, "", location.pathname);
  secret?.focus();
}
