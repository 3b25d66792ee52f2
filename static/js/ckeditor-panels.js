// CKEditor plugin: its menus and lists, which are frames, get the desk's colours by day and by night.
(() => {
  "use strict";

  CKEDITOR.plugins.add("panels", {
    init(editor) {
      editor.on("panelShow", () => {
        for (const frame of document.querySelectorAll("iframe.cke_panel_frame")) dress(frame.contentDocument, editor);
      });
    },
  });

  function dress(page, editor) {
    const { theme } = document.documentElement.dataset;
    if (!page?.head) return;
    if (theme) page.documentElement.dataset.theme = theme;
    if (page.querySelector("link[data-desk]")) return;
    const link = Object.assign(page.createElement("link"), { rel: "stylesheet", href: editor.config.panelCss });
    link.dataset.desk = "";
    page.head.append(link);
  }
})();
