// What the checklist found and a machine can mend: one press in the open editor, which one can take back there.
addEventListener("DOMContentLoaded", () => {
  "use strict";

  const editorOf = (button) => window.CKEDITOR?.instances[`id_${button.dataset.in}`];
  const show = () => {
    for (const button of document.querySelectorAll("[data-mend]")) button.hidden = !editorOf(button);
    // A file that was just chosen is looked into when it is saved.
    for (const link of document.querySelectorAll("#checklist a[data-field]")) {
      const field = document.getElementById(`id_${link.dataset.field}`);
      if (field?.files?.length) link.closest("li").remove();
    }
  };
  show();
  document.addEventListener("checklist", show);
  window.CKEDITOR?.on("instanceReady", show);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mend]");
    const editor = button && editorOf(button);
    if (!editor || editor.mode !== "wysiwyg") return;
    editor.fire("saveSnapshot");
    mends[button.dataset.mend]?.(editor.editable(), button.dataset.at);
    editor.fire("saveSnapshot");
    editor.fire("change");
    const list = button.closest("ul");
    button.closest("li").remove();
    document.getElementById("writing-said").textContent = document.getElementById("writing").dataset.mended;
    (list.querySelector("a, button") ?? editor).focus();
  });

  const linksOf = (text) => text.find("a").toArray();
  const words = (element) => element.getText().replace(/\s+/g, " ").trim();

  const mends = {
    table(text, find) {
      const table = text.find("table").getItem(Number(find.split(":")[1]));
      for (const cell of [...(table?.$.rows[0]?.cells ?? [])]) {
        const head = new CKEDITOR.dom.element(cell);
        head.renameNode("th");
        head.setAttribute("scope", "col");
      }
    },
    heading(text) {
      let level = 1;
      for (const heading of text.find("h2, h3, h4").toArray()) {
        if (!words(heading)) {
          heading.remove();
          continue;
        }
        level = Math.min(Number(heading.getName()[1]), level + 1);
        heading.renameNode(`h${level}`);
      }
    },
    target(text, find) {
      for (const link of linksOf(text))
        if ((link.data("cke-saved-href") ?? "").startsWith("#") && words(link).startsWith(find)) link.remove(true);
    },
    tracking(text) {
      for (const link of linksOf(text)) {
        const address = link.data("cke-saved-href");
        if (!address) continue;
        link.data("cke-saved-href", plain(address));
        link.setAttribute("href", plain(address));
      }
    },
  };

  const FOLLOWING = /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|mkt_tok)$/;

  // An address without what tells others who follows it (publishing/text_checks.py names the same).
  function plain(address) {
    if (!/^https?:/i.test(address) || !URL.canParse(address)) return address;
    const url = new URL(address);
    for (const name of [...url.searchParams.keys()]) if (FOLLOWING.test(name)) url.searchParams.delete(name);
    return url.href;
  }
});
