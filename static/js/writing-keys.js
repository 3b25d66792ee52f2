// Ctrl-S saves and stays, Ctrl-Enter does what the panel's strongest button does; in the editor as everywhere else.
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
