// Who saves a new text goes on writing where they were, though its own page is another than the one it began on.
addEventListener("DOMContentLoaded", () => {
  "use strict";

  const KEY = "caret";
  const form = document.getElementById("writing")?.closest("form");
  form?.addEventListener("leaving", ({ detail }) => {
    const editor = Object.values(window.CKEDITOR?.instances ?? {}).find((one) => one.focusManager.hasFocus);
    const field = editor ? editor.element.$ : document.activeElement;
    const marks = editor?.getSelection()?.createBookmarks2(true);
    if (field?.id) keep(JSON.stringify({ path: detail.path, field: field.id, marks }));
  });

  const kept = take();
  if (!form || kept?.path !== location.pathname) return;
  const field = document.getElementById(kept.field);
  if (!field?.dataset.type) return field?.focus();
  window.CKEDITOR?.on("instanceReady", ({ editor }) => {
    if (editor.name !== kept.field) return;
    editor.focus();
    if (kept.marks) editor.getSelection()?.selectBookmarks(kept.marks);
  });

  function keep(words) {
    try {
      sessionStorage.setItem(KEY, words);
    } catch {
      // With a browser that keeps nothing one begins at the top of the page.
    }
  }

  function take() {
    try {
      const words = sessionStorage.getItem(KEY);
      sessionStorage.removeItem(KEY);
      return JSON.parse(words);
    } catch {
      return null;
    }
  }
});
