// CKEditor plugin: blocks to put into a text, offered in a dialog with a small picture of each. Notes and columns are
// widgets, so that one sees where they begin and end, and can leave them.
(() => {
  "use strict";

  const { make, named } = window.libraryParts;
  const ENTER = 13;
  const LINES = "M2 5h20v2H2zM2 10h20v2H2zM2 15h20v2H2zM2 20h20v2H2z";
  // What each looks like, in a field of 48 by 28.
  const PICTURES = {
    library: "M2 2h44v24H2zM5 5v16l10-9 7 6 9-11 12 13V5z",
    gallery: "M2 4h13v9H2zM17 4h13v14H17zM32 4h14v9H32zM2 15h13v9H2zM17 20h13v4H17zM32 15h14v9H32z",
    "library-embed": "M2 4h44v20H2zM5 7v14h38V7zM8 10h24v3H8zM8 16h12v3H8z",
    "pull-quote": "M2 3h44v3H2zM6 10h34v3H6zM6 15h26v3H6zM2 22h44v3H2z",
    note: `M2 3h4v22H2zM10 5h36v2H10zM10 10h36v2H10zM10 15h36v2H10zM10 20h22v2H10z`,
    columns: `${LINES}M26 5h20v2H26zM26 10h20v2H26zM26 15h20v2H26zM26 20h12v2H26z`,
    "button-link": "M8 7h32v14H8zM14 12v4h20v-4z",
    footnote: "M2 5h34v2H2zM38 3h4v6h-4zM2 10h40v2H2zM2 17h14v1H2zM2 21h3v4H2zM8 22h34v2H8z",
    table: "M2 3h44v22H2zM4 10v6h13v-6zM19 10v6h12v-6zM33 10v6h11v-6zM4 18v5h13v-5zM19 18v5h12v-5zM33 18v5h11v-5z",
  };

  CKEDITOR.plugins.add("blocks", {
    requires: "library,linking,widget,table",
    init(editor) {
      const words = editor.config.blockWords;
      addWidgets(editor);
      editor.addCommand("blocks", { async: true, exec: () => ask(editor) });
      editor.addCommand("gallery", { async: true, exec: () => addGallery(editor) });
      editor.addCommand("pull-quote", { exec: () => insert(editor, '<blockquote class="pull"><p></p></blockquote>') });
      editor.addCommand("note", { exec: () => insert(editor, '<div class="note"><div><p></p></div></div>', "note") });
      const two = '<div class="columns"><div><p></p></div><div><p></p></div></div>';
      editor.addCommand("columns", { exec: () => insert(editor, two, "columns") });
      editor.addCommand("button-link", { async: true, exec: () => addButton(editor) });
      editor.addCommand("footnote", { exec: () => editor.applyStyle(footnote()) });
      editor.ui.addButton("Blocks", { label: words.blocks, command: "blocks", icon: "creatediv", toolbar: "insert" });
      editor.on("key", (event) => leave(editor, event), null, null, 3);
    },
    ask,
  });

  // The server's HTML has a note without the inner <div>, which the editor needs to write in.
  function addWidgets(editor) {
    editor.widgets.add("note-block", {
      editables: { inside: { selector: ".note > div" } },
      upcast(element) {
        if (element.name !== "div" || !element.hasClass("note")) return false;
        const inside = new CKEDITOR.htmlParser.element("div");
        for (const child of [...element.children]) inside.add(child);
        element.children = [];
        element.add(inside);
        return true;
      },
      downcast(element) {
        element.children[0]?.replaceWithChildren();
        return element;
      },
    });
    editor.widgets.add("columns-block", {
      editables: {
        first: { selector: ".columns > div:first-child" },
        second: { selector: ".columns > div:last-child" },
      },
      upcast: (element) => element.name === "div" && element.hasClass("columns") && element.children.length > 1,
    });
  }

  // Answers with the name of what was put in; null when the dialog was closed.
  async function ask(editor) {
    const words = editor.config.blockWords;
    const bookmarks = editor.getSelection()?.createBookmarks2(true);
    const chosen = await new Promise((done) => {
      const dialog = make("dialog", { className: "library blocks" });
      named(dialog, words.blocks);
      const list = make("ul");
      const close = make("button", { type: "button", textContent: editor.config.libraryWords.close });
      let choice = null;
      for (const name of Object.keys(PICTURES)) {
        const button = make("button", { type: "button" }, picture(name), make("b", { textContent: words[name] }));
        button.addEventListener("click", () => {
          choice = name;
          dialog.close();
        });
        list.append(make("li", {}, button));
      }
      close.addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => {
        dialog.remove();
        done(choice);
      });
      const title = make("h2", { textContent: words.blocks });
      dialog.append(title, list, make("p", { className: "ways" }, close));
      document.body.append(dialog);
      dialog.showModal();
    });
    editor.focus();
    if (bookmarks) editor.getSelection()?.selectBookmarks(bookmarks);
    if (chosen) editor.execCommand(chosen);
    return chosen;
  }

  function picture(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 48 28");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", PICTURES[name]);
    path.setAttribute("fill-rule", "evenodd");
    svg.append(path);
    return svg;
  }

  function footnote() {
    return new CKEDITOR.style({ element: "small", attributes: { "data-note": "new" } });
  }

  // A block of its own below the one with the caret, or in the place of an empty one; the caret is in it then.
  function insert(editor, html, name) {
    editor.fire("saveSnapshot");
    const element = CKEDITOR.dom.element.createFromHtml(html, editor.document);
    const path = editor.elementPath();
    const around = path?.block ?? path?.elements.at(-2);
    const isEmpty = around?.is("p") && !around.getText().replace(/[\u200b\s]/g, "");
    if (around) element.insertAfter(around);
    else editor.editable().append(element);
    if (isEmpty) around.remove();
    let inside = element;
    if (name) {
      const widget = editor.widgets.initOn(element, `${name}-block`);
      inside = widget.editables.inside ?? widget.editables.first;
      inside.focus();
    }
    const paragraph = inside.findOne("p");
    paragraph.appendBogus();
    const range = editor.createRange();
    range.moveToElementEditStart(paragraph);
    range.select();
    editor.fire("saveSnapshot");
    return true;
  }

  async function addGallery(editor) {
    const words = editor.config.libraryWords;
    const bookmarks = editor.getSelection()?.createBookmarks2(true);
    const { form } = editor.element.$;
    const library = editor.config.libraryUrl;
    const title = editor.config.blockWords.gallery;
    const asked = { library, words, kind: "photo", title, form, several: editor.config.blockWords.several };
    const entries = await window.chooseFromLibrary(asked);
    editor.focus();
    if (bookmarks) editor.getSelection()?.selectBookmarks(bookmarks);
    if (!entries?.length) return;
    const items = entries.map(({ mark }) => `<li><p data-embed="${CKEDITOR.tools.htmlEncodeAttr(mark)}"></p></li>`);
    editor.insertHtml(`<ul class="gallery">${items.join("")}</ul><p></p>`);
  }

  async function addButton(editor) {
    const words = editor.config.blockWords;
    const chosen = await editor.plugins.linking.ask(editor, "", "", words["button-link"], words.buttonText);
    editor.focus();
    if (!chosen?.address) return;
    const link = CKEDITOR.tools.htmlEncodeAttr(chosen.address);
    const text = CKEDITOR.tools.htmlEncode(chosen.text || chosen.title || chosen.address);
    editor.insertHtml(`<p><a class="button" href="${link}">${text}</a></p><p></p>`);
  }

  // An empty line at the end of a note, of the last column or of a pull quote leads out of it.
  function leave(editor, event) {
    if (event.data.keyCode !== ENTER) return;
    const block = editor.elementPath()?.block;
    if (!block?.is("p") || block.getText().replace(/[\u200b\s]/g, "") || block.hasNext()) return;
    const widget = editor.widgets.getByElement(block);
    const isBlock = /-block$/.test(widget?.name ?? "");
    const around = isBlock ? widget.wrapper : block.getAscendant("blockquote");
    // The first line stays, or there would be nothing left to write in.
    if (!around || !block.hasPrevious()) return;
    event.cancel();
    if (isBlock && widget.editables.first?.contains(block)) {
      block.remove();
      const range = editor.createRange();
      widget.editables.second.focus();
      range.moveToElementEditStart(widget.editables.second);
      range.select();
      return;
    }
    block.remove();
    editor.plugins.library.goOnBelow(editor, around);
  }
})();
