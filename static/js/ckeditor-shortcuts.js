// CKEditor plugin: what people type elsewhere to format a line does so here: "## " begins a heading, "> " a quote, "- "
// or "1. " a list, and "/" in an empty line asks which block to put in. Undo gives the signs back.
(() => {
  "use strict";

  const FORMATS = { "#": "h2", "##": "h2", "###": "h3", "####": "h4" };
  const COMMANDS = { ">": "blockquote", "-": "bulletedlist", "*": "bulletedlist", "1.": "numberedlist" };

  CKEDITOR.plugins.add("shortcuts", {
    requires: "blocks,list,blockquote",
    init(editor) {
      // Not by keys: an on-screen keyboard does not tell them.
      editor.on("contentDom", () => {
        const text = editor.editable();
        text.attachListener(text, "input", ({ data }) => look(editor, data.$));
      });
    },
  });

  function look(editor, { inputType, isComposing }) {
    if (inputType !== "insertText" || isComposing) return;
    const range = editor.getSelection()?.getRanges()[0];
    const block = editor.elementPath()?.block;
    // Lists, quotes and tables have their paragraphs, too, and stay what they are.
    if (!range?.collapsed || !block?.is("p") || !block.getParent().equals(editor.editable())) return;
    const before = range.clone();
    before.setStartAt(block, CKEDITOR.POSITION_AFTER_START);
    const typed = text(before);
    if (typed === "/" && text(block) === "/") return ask(editor, before);
    const [, signs] = /^(\S+)[ \u00a0]$/.exec(typed) ?? [];
    if (!(signs in FORMATS) && !(signs in COMMANDS)) return;
    remove(editor, before);
    if (signs in FORMATS) editor.applyStyle(new CKEDITOR.style({ element: FORMATS[signs] }));
    else editor.execCommand(COMMANDS[signs]);
    editor.fire("saveSnapshot");
  }

  async function ask(editor, range) {
    remove(editor, range);
    // Whoever meant the sign itself, as in an address, closes the dialog and goes on.
    if (!(await editor.plugins.blocks.ask(editor))) editor.insertText("/");
  }

  function remove(editor, range) {
    editor.fire("saveSnapshot");
    range.deleteContents();
    range.startPath().block?.appendBogus();
    range.select();
  }

  function text(part) {
    const words = part instanceof CKEDITOR.dom.range ? part.cloneContents().$.textContent : part.getText();
    return words.replaceAll("\u200b", "").replace(/\n$/, "");
  }
})();
