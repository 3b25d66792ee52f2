// From what is said about a form to its place: the field gets the focus, the sentence in the text is selected.
(() => {
  "use strict";

  addEventListener("DOMContentLoaded", () => {
    document.querySelector(".error-summary")?.focus();
    const asked = new URLSearchParams(location.search);
    if (asked.get("in")) goTo(asked.get("in"), asked.get("find") || "");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-field]");
    if (!link || !fieldOf(link.dataset.field)) return;
    event.preventDefault();
    goTo(link.dataset.field, link.dataset.find);
  });

  // By its name, or by its id where it stands in a row.
  const fieldOf = (name) => document.getElementById(`id_${name}`) ?? document.getElementById(name);

  function goTo(name, find) {
    const field = fieldOf(name);
    if (!field) return;
    const row = field.closest(".form-row, tr") || field;
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    row.scrollIntoView({ block: "center" });
    if (!window.CKEDITOR || !field.matches("[data-type=ckeditortype]")) {
      // What a chooser keeps for itself is hidden; its button takes the focus.
      const seen = field.type === "hidden" ? row.querySelector("button, a[href]") : field;
      return (seen ?? field).focus();
    }
    const editor = CKEDITOR.instances[field.id];
    if (editor && editor.status === "ready") return select(editor, find);
    CKEDITOR.on("instanceReady", (event) => event.editor.element.getId() === field.id && select(event.editor, find));
  }

  function select(editor, find) {
    editor.focus();
    const found = find && place(editor, find);
    if (!found) return;
    found.scrollIntoView();
    const range = editor.createRange();
    range.selectNodeContents(found);
    if (found.is("img", "table")) range.setStartBefore(found);
    range.select();
  }

  function place(editor, find) {
    const text = editor.editable();
    const numbered = /^(img|table):(\d+)$/.exec(find);
    if (numbered) return text.find(numbered[1]).getItem(Number(numbered[2]));
    const mark = /^\[data-embed=(.+)\]$/.exec(find);
    if (mark) return text.findOne(`[data-embed="${mark[1]}"]`);
    const link = /^a\[href="(.+)"\]$/.exec(find);
    if (link)
      return text
        .find("a")
        .toArray()
        .find((element) => element.data("cke-saved-href") === link[1]);
    const same = (element) => element.getText().replace(/\s+/g, " ").trim();
    for (const kind of ["a", "h2, h3, h4", "p, li, td, blockquote"]) {
      const match = text
        .find(kind)
        .toArray()
        .find((element) => (kind === "a" ? same(element) === find : same(element).startsWith(find)));
      if (match) return match;
    }
    return /^h[2-4]$/.test(find)
      ? text
          .find(find)
          .toArray()
          .find((element) => !same(element))
      : null;
  }
})();
