// CKEditor plugin: below the text, what nobody has said yet of the pictures in it: what is to be seen, and who. It goes
// into the library as it is written (articles/photos/admin/uploading.py).
(() => {
  "use strict";

  const { make, named, question } = window.libraryParts;

  CKEDITOR.plugins.add("describing", {
    requires: "embeds",
    init(editor) {
      const words = editor.config.libraryWords;
      const rows = new Map();
      const known = new Map();
      let questions = [];
      let panel = null;

      editor.on("instanceReady", () => {
        panel = make("section", { className: "undescribed", hidden: true });
        named(panel, words.undescribed);
        panel.append(make("h2", { textContent: words.undescribed }), make("ul"));
        editor.container.$.after(panel);
        show();
      });
      editor.on("libraryEntries", ({ data }) => {
        questions = data.questions ?? questions;
        for (const entry of data.entries) known.set(entry.mark, entry);
        show();
      });
      editor.on("change", () => show());

      function show() {
        if (!panel) return;
        const marks = new Set(Object.values(editor.widgets.instances).map((widget) => widget.data.mark));
        for (const mark of marks) {
          const entry = known.get(mark);
          if (!entry?.describe || rows.has(mark)) continue;
          const row = rowOf(editor, entry, questions, (changed) => {
            known.set(mark, changed);
            // Who is still at it must not lose the field.
            if (!changed.describe && !row.contains(document.activeElement)) forget(mark);
          });
          row.addEventListener("focusout", (event) => {
            if (!row.contains(event.relatedTarget) && !known.get(mark).describe) forget(mark);
          });
          rows.set(mark, row);
          panel.lastChild.append(row);
        }
        for (const mark of rows.keys()) if (!marks.has(mark)) forget(mark);
        panel.hidden = !rows.size;
      }

      function forget(mark) {
        rows.get(mark)?.remove();
        rows.delete(mark);
        panel.hidden = !rows.size;
      }
    },
  });

  function rowOf(editor, entry, questions, changed) {
    const words = editor.config.libraryWords;
    const alt = make("input", { type: "text", maxLength: 300, dir: "auto", value: entry.alt });
    const decorative = make("input", { type: "checkbox", checked: Boolean(entry.decorative) });
    const answers = questions.map(question);
    for (const { name, field } of answers) field.value = entry[name] ?? "";
    const said = make("strong", { className: "missing" });
    said.setAttribute("role", "status");
    const fields = make(
      "div",
      {},
      make("label", {}, make("b", { textContent: entry.title, dir: "auto" }), words.describe, alt),
      make("label", { className: "check" }, decorative, words.decorative),
      ...answers.map(({ label }) => label),
      said,
    );
    const row = make("li", {}, make("img", { src: entry.thumbnail, alt: "" }), fields);
    let before = Promise.resolve();
    row.addEventListener("change", () => {
      const body = new FormData();
      body.append("alt", alt.value);
      if (decorative.checked) body.append("decorative", "on");
      for (const { name, field } of answers) body.append(name, field.value);
      before = before.then(() => keep(body));
    });
    // Enter would send the form around.
    row.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== alt) return;
      event.preventDefault();
      alt.dispatchEvent(new Event("change", { bubbles: true }));
    });

    async function keep(body) {
      const options = { method: "POST", body, redirect: "manual", keepalive: true };
      const token = editor.element.$.form?.elements.csrfmiddlewaretoken?.value ?? "";
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(entry.describe, { ...options, headers }).catch(() => Response.error());
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      const { entry: now, errors } = isJson ? await answer.json() : { errors: [words.notKept] };
      said.textContent = errors?.join(" ") || words.kept;
      if (!now) return;
      editor.fire("libraryEntries", { entries: [now] });
      changed(now);
    }
    return row;
  }
})();
