// CKEditor plugin: puts a mark of ours into the text, chosen in the library (library-dialog.js).
(() => {
  "use strict";

  CKEDITOR.plugins.add("library", {
    requires: "embeds",
    goOnBelow,
    init(editor) {
      const words = editor.config.libraryWords;
      button(editor, "Library", "library", words.picture, "image", "photo");
      // A command of its own: that called "embed" comes with the widget, and plugins start in any order.
      button(editor, "Embed", "library-embed", words.embed, "templates", "");
    },
  });

  function button(editor, name, command, label, icon, kind) {
    editor.addCommand(command, { async: true, exec: () => openLibrary(editor, command, kind) });
    editor.ui.addButton(name, { label, command, icon, toolbar: "insert" });
  }

  async function openLibrary(editor, command, kind) {
    const words = editor.config.libraryWords;
    const bookmarks = editor.getSelection()?.createBookmarks2(true);
    const title = kind ? words.choosePicture : words.chooseEmbed;
    const library = editor.config.libraryUrl;
    const { form } = editor.element.$;
    const choice = await window.chooseFromLibrary({ library, words, kind, title, form, hasKinds: true, hasAdd: true });
    editor.focus();
    if (bookmarks) editor.getSelection()?.selectBookmarks(bookmarks);
    if (choice) insert(editor, choice);
    editor.fire("afterCommandExec", { name: command, command: editor.getCommand(command) });
  }

  function insert(editor, entry) {
    editor.fire("saveSnapshot");
    const name = entry.mark.startsWith("photo:") ? "figure" : "embed";
    const { template } = editor.widgets.registered[name];
    const element = CKEDITOR.dom.element.createFromHtml(template.output({}), editor.document);
    const wrapper = editor.widgets.wrapElement(element, name);
    const holder = new CKEDITOR.dom.documentFragment(editor.document);
    holder.append(wrapper);
    editor.widgets.initOn(element, name, { mark: entry.mark, alt: entry.alt });
    editor.widgets.finalizeCreation(holder);
    goOnBelow(editor, wrapper);
    editor.fire("saveSnapshot");
  }

  // A block of its own, and one below it to go on writing: an empty one where there is none.
  function goOnBelow(editor, wrapper) {
    let below = wrapper.getNext((node) => node.type === CKEDITOR.NODE_ELEMENT && !node.hasAttribute("data-cke-temp"));
    if (!below || !below.is("p", "h2", "h3", "h4", "li", "blockquote")) {
      below = new CKEDITOR.dom.element("p", editor.document);
      below.appendBogus();
      below.insertAfter(wrapper);
    }
    const range = editor.createRange();
    range.moveToElementEditStart(below);
    range.select();
  }
})();
