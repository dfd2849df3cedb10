// Sums that follow what is typed in the rows of a group. The server adds up again whatever is shown here.
const EASTERN = /[٠-٩۰-۹]/g;
const western = (text) => text.replace(EASTERN, (digit) => digit.charCodeAt(0) & 15);

// Cents of an amount as people write it, as forms_app/engine/numbers.py reads it; nothing of what is no amount.
const centsOf = (typed) => {
  const plain = western(typed).replace(/[\s'’\u200e\u200f]|dhs?$|mad$|dirhams?$|درهم$/gi, "").replace("٫", ".");
  const [, whole, cents = ""] = /^(\d[\d.,٬]*?)(?:[.,](\d{1,2}))?$/.exec(plain) ?? [];
  return whole ? Number(whole.replace(/\D/g, "")) * 100 + Number(cents.padEnd(2, "0")) : 0;
};

const show = (output) => {
  const { total, column, thousands, pattern } = output.dataset;
  const rows = document.querySelectorAll(`[name^="${total}-"][name$="-${column}"]`);
  const sum = [...rows].reduce((before, row) => before + centsOf(row.value), 0);
  const whole = String(Math.floor(sum / 100)).replace(/\B(?=(\d{3})+$)/g, thousands);
  const mark = thousands === "," ? "." : ",";
  output.textContent = pattern.replace("#", sum % 100 ? `${whole}${mark}${String(sum % 100).padStart(2, "0")}` : whole);
};

const showAll = () => document.querySelectorAll("[data-total]").forEach(show);
document.addEventListener("input", showAll);
document.addEventListener("rows", showAll);
