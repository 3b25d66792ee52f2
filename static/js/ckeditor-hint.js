// CKEditor plugin: an empty text says what can be done in it. editor.css draws the words, so no text ever has them.
(() => {
  "use strict";

  CKEDITOR.plugins.add("hint", {
    init(editor) {
      // The source is a field of its own.
      const look = () => editor.editable()?.hasAttribute("aria-placeholder") && mark(editor.editable().$);
      editor.on("contentDom", () => {
        const text = editor.editable();
        text.setAttribute("aria-placeholder", editor.config.hintWords);
        text.attachListener(text, "input", look);
        look();
      });
      editor.on("change", look);
    },
  });

  // A filling character holds the place of the caret.
  const words = (element) => element.textContent.replaceAll("\u200b", "").trim();

  function mark(text) {
    const [first, ...more] = text.children;
    const isEmpty = !words(text) && !more.length && (!first || first.matches("p:not(:has(img))"));
    text.classList.toggle("is-empty", isEmpty);
  }
})();
