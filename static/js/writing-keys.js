// Ctrl-S saves and stays, Ctrl-Enter does what the panel's strongest button does; in the editor as everywhere else.
// Enter after the title goes on with the next field.
(() => {
  "use strict";

  const button = (which) => document.querySelector(`.side-panel ${which}`);
  const save = () => (button("[name=_continue]") ?? button("[name=_save]"))?.click();
  const goOn = () => button(".primary")?.click();

  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const act = { s: save, Enter: goOn }[event.key];
    if (!act || !button("input")) return;
    event.preventDefault();
    act();
  });

  // Enter after the title goes on writing; it does not send the form.
  addEventListener("keydown", (event) => {
    const next = document.getElementById("id_summary") ?? document.querySelector(".cke_wysiwyg_frame");
    if (event.key !== "Enter" || event.target.id !== "id_title" || !next || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    next.focus();
  });

  addEventListener("DOMContentLoaded", () => {
    window.CKEDITOR?.on("instanceReady", ({ editor }) => {
      for (const [key, act] of [
        [83, save],
        [13, goOn],
      ]) {
        editor.addCommand(`writing-${key}`, { exec: act, async: true, modes: { wysiwyg: 1, source: 1 } });
        editor.setKeystroke(CKEDITOR.CTRL + key, `writing-${key}`);
      }
    });
  });
})();
