// CKEditor plugin: a footnote is left with Enter and with the arrow keys, and what follows is ordinary text; typing
// while a picture is chosen goes on below it; a new table has a row of headers.
(() => {
  "use strict";

  const ENTER = 13;

  CKEDITOR.plugins.add("leaving", {
    requires: "widget,table",
    init(editor) {
      editor.on("key", (event) => leaveNote(editor, event), null, null, 5);
      editor.on("key", (event) => goOnBelow(editor, event), null, null, 0);
      // It is there for the caret alone.
      const room = /\u200b+(?=<small\b[^>]*data-note)|(<\/small>)\u200b+/g;
      editor.on("getData", ({ data }) => (data.dataValue = data.dataValue.replace(room, "$1")), null, null, 20);
    },
  });

  CKEDITOR.on("dialogDefinition", ({ data: { name, definition } }) => {
    if (name === "table") definition.getContents("info").get("selHeaders").default = "row";
  });

  function leaveNote(editor, event) {
    const range = editor.getSelection()?.getRanges()[0];
    const note = editor.elementPath()?.contains((one) => one.is("small") && one.hasAttribute("data-note"));
    if (!note || !range || !range.collapsed) return;
    const key = event.data.keyCode;
    const rtl = note.getComputedStyle("direction") === "rtl";
    const [forth, back] = rtl ? [37, 39] : [39, 37];
    const isAt = (end) => edge(editor, note, range, end);
    if (key === ENTER) {
      event.cancel();
      // Within a sentence one goes on with the sentence; at its end, with the next paragraph.
      const isLast = isEndOfBlock(editor, note);
      go(editor, note, true);
      if (isLast) editor.execCommand("enter");
    } else if ((key === forth && isAt(true)) || (key === back && isAt(false))) {
      event.cancel();
      go(editor, note, key === forth);
    }
  }

  // Whether nothing of the note stands between the caret and its end (or its beginning).
  function edge(editor, note, caret, isEnd) {
    const rest = editor.createRange();
    rest.selectNodeContents(note);
    if (isEnd) rest.setStart(caret.startContainer, caret.startOffset);
    else rest.setEnd(caret.startContainer, caret.startOffset);
    return !words(rest);
  }

  function isEndOfBlock(editor, note) {
    const rest = editor.createRange();
    rest.setStartAfter(note);
    rest.setEndAt(editor.elementPath().block ?? editor.editable(), CKEDITOR.POSITION_BEFORE_END);
    return !words(rest);
  }

  function words(range) {
    const text = range
      .cloneContents()
      .getChildren()
      .toArray()
      .map((node) => node.getText())
      .join("");
    return text.replace(/\u200b|\ufeff/g, "").trim();
  }

  // A browser would put the caret back into the note, so there is something beside it on which it can stand.
  const ROOM = "\u200b";
  function go(editor, note, isForth) {
    const range = editor.createRange();
    const before = note.getPrevious();
    if (!isForth && before?.type === CKEDITOR.NODE_TEXT && before.getText()) {
      range.setStart(before, before.getLength());
    } else {
      const room = new CKEDITOR.dom.text(ROOM, editor.document);
      if (isForth) room.insertAfter(note);
      else room.insertBefore(note);
      range.setStart(room, isForth ? 1 : 0);
    }
    range.collapse(true);
    range.select();
  }

  function goOnBelow(editor, event) {
    const widget = editor.widgets.focused;
    const { key, ctrlKey, metaKey, altKey, isComposing } = event.data.domEvent?.$ ?? {};
    if (!widget || widget.inline || editor.readOnly || isComposing || ctrlKey || metaKey || altKey) return;
    if (key?.length !== 1 && key !== "Enter") return;
    const below = new CKEDITOR.dom.element("p", editor.document);
    below.appendBogus();
    below.insertAfter(widget.wrapper);
    const range = editor.createRange();
    range.moveToElementEditStart(below);
    range.select();
    // The widget would swallow the key.
    event.cancel();
    if (key !== "Enter") editor.insertText(key);
  }
})();
