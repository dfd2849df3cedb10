/* The form editor in the admin: texts in three languages, choices and conditions. Wagtail loads it as a plain script,
   after its own telepath, so it is no module. Nothing is decided here: the server reads and checks everything again. */
(() => {
  "use strict";

  const given = (id) => JSON.parse(document.getElementById(id)?.textContent || "[]");
  const words = (name) => document.getElementById("form-editor-words")?.dataset[name] || name;

  /* An element with attributes, listeners ("onclick") and children; texts are never read as mark-up. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== undefined && child !== null));
    return element;
  };
  const button = (label, onclick, attributes = {}) => make("button", { type: "button", class: "button button-small button-secondary", onclick, ...attributes }, label);
  const sign = (label, text, onclick) => button(text, onclick, { "aria-label": label, title: label });
  const shown = (text) => {
    const order = [document.documentElement.lang, "ar", "fr", "zgh"];
    const code = order.find((one) => text?.[one]);
    return code ? make("bdi", { lang: code }, text[code]) : "";
  };

  /* One text in several languages. -------------------------------------------------------------------------------- */
  class BoundTexts {
    constructor(element, name, codes) {
      this.inputs = Object.fromEntries(codes.map((code) => [code, element.querySelector(`[name="${name}_${code}"]`)]));
      this.all = Object.values(this.inputs);
      this.idForLabel = this.all[0].id;
    }
    getState() { return Object.fromEntries(Object.entries(this.inputs).map(([code, input]) => [code, input.value])); }
    getValue() { return this.getState(); }
    setState(state) { for (const [code, input] of Object.entries(this.inputs)) input.value = state?.[code] || ""; }
    setInvalid(invalid) { for (const input of this.all) input.toggleAttribute("aria-invalid", Boolean(invalid)); }
    getTextLabel(options) {
      const text = this.inputs[document.documentElement.lang]?.value || this.all.find((input) => input.value)?.value || "";
      return options?.maxLength && text.length > options.maxLength ? `${text.slice(0, options.maxLength - 1)}…` : text;
    }
    focus() { this.all[0].focus(); }
    setCapabilityOptions() {}
  }

  class Texts {
    constructor(html, codes) { this.html = html; this.codes = codes; }
    render(placeholder, name, id, state) {
      const holder = document.createElement("div");
      holder.innerHTML = this.html.replaceAll("__NAME__", name).replaceAll("__ID__", id).trim();
      const element = holder.firstElementChild;
      placeholder.replaceWith(element);
      const bound = new BoundTexts(element, name, this.codes);
      bound.setState(state);
      return bound;
    }
  }
  window.telepath?.register("portal.TranslatedWidget", Texts);

  /* What choices and conditions share: a hidden field of JSON, and what the editor sees of it. ---------------------- */
  class CodedElement extends HTMLElement {
    connectedCallback() {
      if (this.view) return;
      this.area = this.querySelector("textarea");
      this.view = make("div", { class: "form-coded" });
      this.append(this.view);
      queueMicrotask(() => this.show()); // Wagtail fills the field right after it has put it into the page
    }
    read() {
      try { return this.area.value ? JSON.parse(this.area.value) : null; } catch { return null; }
    }
    write(value) {
      this.area.value = value ? JSON.stringify(value) : "";
      this.area.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /* Choices: lines of code and words. ------------------------------------------------------------------------------ */
  class FormChoices extends CodedElement {
    show() {
      const rows = this.read() || [];
      const list = make("ol", {}, ...rows.map((row) => make("li", {}, shown(row.label), " ", make("code", {}, row.value || ""))));
      this.view.replaceChildren(rows.length ? list : make("p", {}, words("noChoices")), button(words("editChoices"), () => this.edit()));
    }
    edit(rows = this.read() || []) {
      const save = () => this.write(rows);
      const change = (act) => { act(); save(); this.edit(rows); };
      const box = (row, part, language, label) => make("input", {
        type: "text", value: row[part]?.[language.code] || "", lang: language.code, dir: language.dir, "aria-label": `${label} ${language.name}`,
        oninput: (event) => { row[part] = { ...row[part], [language.code]: event.target.value }; save(); },
        onpaste: (event) => this.paste(event, rows, row),
      });
      const languages = given("form-editor-languages");
      const line = (row, number) => make("tr", {},
        make("td", {}, make("input", { type: "text", class: "form-coded__code", value: row.value || "", dir: "ltr", "aria-label": words("code"),
          oninput: (event) => { row.value = event.target.value; save(); } })),
        ...languages.map((language) => make("td", {}, box(row, "label", language, String(number + 1)))),
        make("td", { class: "form-coded__signs" },
          sign(words("up"), "↑", () => change(() => rows.splice(Math.max(number - 1, 0), 0, ...rows.splice(number, 1)))),
          sign(words("down"), "↓", () => change(() => rows.splice(number + 1, 0, ...rows.splice(number, 1)))),
          sign(words("help"), "…", (event) => { event.target.closest("tr").nextElementSibling.hidden ^= true; }),
          sign(words("remove"), "×", () => change(() => rows.splice(number, 1)))));
      const more = (row) => make("tr", { hidden: !row.hint && !row.pictogram },
        make("td", {}, make("select", { "aria-label": words("pictogram"), onchange: (event) => { row.pictogram = event.target.value; save(); } },
          make("option", { value: "" }, words("pictogram")),
          ...given("form-editor-pictograms").map(([code, name]) => make("option", { value: code, selected: row.pictogram === code }, name)))),
        ...languages.map((language) => make("td", {}, box(row, "hint", language, words("help")))), make("td"));
      this.view.replaceChildren(
        make("div", { class: "form-coded__table" }, make("table", {},
          make("thead", {}, make("tr", {}, make("th", { scope: "col" }, words("code")),
            ...languages.map((language) => make("th", { scope: "col", lang: language.code }, language.name)), make("th"))),
          make("tbody", {}, ...rows.flatMap((row, number) => [line(row, number), more(row)])))),
        make("p", { class: "help" }, words("paste")),
        button(words("add"), () => { change(() => rows.push({})); [...this.view.querySelectorAll(".form-coded__code")].at(-1).focus(); }),
        button(words("done"), () => this.show()));
    }
    paste(event, rows, row) {
      const text = event.clipboardData.getData("text/plain").trim();
      if (!/[\t\n]/.test(text)) return;
      event.preventDefault();
      const codes = given("form-editor-languages").map((language) => language.code);
      const pasted = text.split(/\r?\n/).map((line) => ({ label: Object.fromEntries(line.split("\t").map((cell, number) => [codes[number] || "zgh", cell.trim()])) }));
      const written = Object.values(row.label || {}).some(Boolean); // an empty line is replaced, a written one stays before
      rows.splice(rows.indexOf(row) + (written ? 1 : 0), written ? 0 : 1, ...pasted);
      this.write(rows);
      this.edit(rows);
    }
  }

  /* Conditions: answers to earlier questions. ---------------------------------------------------------------------- */
  class FormCondition extends CodedElement {
    static spans = { at_least: "atLeast", less_than: "lessThan", at_most: "atMost", more_than: "moreThan" };
    /* Questions with coded answers: of earlier steps, then those above this one on the screen. */
    questions() {
      const found = [...given("form-editor-earlier")];
      const own = this.closest("[data-streamfield-child]");
      for (const child of own ? own.parentElement.querySelectorAll(":scope > [data-streamfield-child]") : []) {
        if (child === own) break;
        const field = (ending) => child.querySelector(`[name$="${ending}"]`)?.value || "";
        const type = field("-type");
        const key = field("-value-key");
        if (!key || field("-deleted") || !["choice", "multiple", "yes_no", "consent"].includes(type)) continue;
        const label = field(`-value-label_${document.documentElement.lang}`) || field("-value-label_ar") || key;
        let answers = [{ value: "yes", label: words("yes") }, { value: "no", label: words("no") }];
        if (type === "choice" || type === "multiple") {
          const choices = JSON.parse(field("-value-choices") || "[]").filter((one) => one.value); // a code is given at the first saving
          answers = choices.map((one) => ({ value: one.value, label: one.label?.[document.documentElement.lang] || one.label?.ar || one.value }));
        }
        found.push({ key, label, answers });
      }
      return found;
    }
    /* {every, parts}, or null for what only a definition written by hand can say. */
    parts() {
      const value = this.read();
      if (!value) return { every: true, parts: [] };
      if (value.key) return { every: true, parts: [value] };
      const parts = value.all || value.any || [];
      return parts.every((part) => part.key && (part.in || part.years)) ? { every: Boolean(value.all), parts } : null;
    }
    store(state) {
      const parts = state.parts.filter((part) => part.key && (part.years || part.in?.length));
      this.write(parts.length > 1 ? { [state.every ? "all" : "any"]: parts } : parts[0] || null);
    }
    show() {
      const state = this.parts();
      if (!state) {
        this.view.replaceChildren(make("p", {}, words("complex")), make("code", {}, this.area.value), button(words("clear"), () => { this.write(null); this.show(); }));
        return;
      }
      const known = Object.fromEntries(this.questions().map((one) => [one.key, one]));
      const line = (part) => make("li", {}, known[part.key]?.label || part.key, ": ", part.years ? this.span(part) : part.in.map((code) => known[part.key]?.answers.find((one) => one.value === code)?.label || code).join(` ${words("or")} `));
      const several = state.parts.length > 1 ? make("p", {}, words(state.every ? "all" : "any")) : null;
      this.view.replaceChildren(...[several, state.parts.length ? make("ul", {}, ...state.parts.map(line)) : make("span", {}, words("always")), " ",
        button(words("editCondition"), () => this.edit(state))].filter(Boolean));
    }
    span(part) {
      const [[name, years]] = Object.entries(part.years);
      return `${words(FormCondition.spans[name])}: ${years}`;
    }
    /* A date: how many years ago. */
    years(one, state) {
      const [[name, years]] = Object.entries(one.years);
      const keep = (span, count) => { one.years = { [span]: Math.max(0, Math.min(100, Number.parseInt(count, 10) || 0)) }; this.store(state); };
      const span = make("select", { "aria-label": words("when"), onchange: () => keep(span.value, count.value) },
        ...Object.entries(FormCondition.spans).map(([code, word]) => make("option", { value: code, selected: code === name }, words(word))));
      const count = make("input", { type: "number", min: 0, max: 100, value: years, "aria-label": words("years"), oninput: () => keep(span.value, count.value) });
      return [span, count];
    }
    edit(state) {
      const questions = this.questions();
      const again = (act) => { act(); this.store(state); this.edit(state); };
      if (!state.parts.length) state.parts.push({ key: "", in: [] });
      const part = (one) => {
        const chosen = questions.find((question) => question.key === one.key);
        return make("div", { class: "form-coded__part" },
          make("select", { "aria-label": words("question"), onchange: (event) => again(() => {
            one.key = event.target.value;
            const dated = questions.find((question) => question.key === one.key)?.date;
            [one.in, one.years] = dated ? [undefined, { at_least: 1 }] : [[], undefined];
          }) },
            make("option", { value: "" }, words("choose")),
            ...(one.key && !chosen ? [make("option", { value: one.key, selected: true }, one.key)] : []),
            ...questions.map((question) => make("option", { value: question.key, selected: question === chosen }, question.label))),
          ...(one.years ? this.years(one, state) : []),
          ...(one.years ? [] : chosen?.answers || []).map((answer) => make("label", {}, make("input", {
            type: "checkbox", checked: one.in.includes(answer.value),
            onchange: (event) => { one.in = one.in.filter((code) => code !== answer.value); if (event.target.checked) one.in.push(answer.value); this.store(state); },
          }), " ", answer.label)),
          sign(words("remove"), "×", () => again(() => state.parts.splice(state.parts.indexOf(one), 1))));
      };
      const joint = make("select", { "aria-label": words("when"), onchange: (event) => again(() => { state.every = event.target.value === "all"; }) },
        make("option", { value: "all", selected: state.every }, words("all")), make("option", { value: "any", selected: !state.every }, words("any")));
      this.view.replaceChildren(...(questions.length ? [
        ...(state.parts.length > 1 ? [joint] : []), ...state.parts.map(part),
        button(words("addCondition"), () => again(() => state.parts.push({ key: "", in: [] }))),
      ] : [make("p", {}, words("noneBefore"))]), button(words("done"), () => this.show()));
    }
  }

  if (!customElements.get("form-choices")) {
    customElements.define("form-choices", FormChoices);
    customElements.define("form-condition", FormCondition);
  }

  /* Long questions are not read. ------------------------------------------------------------------------------------ */
  document.addEventListener("input", (event) => {
    if (!/-label_[a-z]+$/.test(event.target.name || "")) return;
    const long = event.target.value.trim().split(/\s+/).length > 12;
    const note = event.target.parentElement.querySelector(".form-warning");
    if (long && !note) event.target.after(make("small", { class: "form-warning", role: "status" }, words("words")));
    if (!long) note?.remove();
  });

  /* A preview is no saving: it is sent apart, so that leaving the page still warns. ---------------------------------- */
  document.addEventListener("click", (event) => {
    const panel = document.querySelector("[data-form-preview-panel]");
    if (event.target.closest("[data-form-preview-close]")) panel.hidden = true;
    const trigger = event.target.closest("[data-form-preview]");
    if (!trigger) return;
    panel.hidden = false;
    event.preventDefault();
    const sent = make("form", { method: "post", action: trigger.formAction, target: trigger.formTarget, hidden: true });
    for (const [name, value] of new FormData(trigger.form)) sent.append(make("input", { type: "hidden", name, value: String(value) }));
    document.body.append(sent);
    sent.submit();
    sent.remove();
    document.querySelectorAll("[data-form-preview]").forEach((one) => one.setAttribute("aria-pressed", String(one === trigger)));
  });
})();
