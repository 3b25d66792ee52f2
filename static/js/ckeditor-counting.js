// CKEditor plugin: how many words the text has, below it; in languages without spaces, too.
(() => {
  "use strict";

  const REST = 400; // milliseconds without a change

  CKEDITOR.plugins.add("counting", {
    init(editor) {
      const id = `${editor.id}_words`;
      const segmenter = new Intl.Segmenter(editor.element.getAttribute("lang") || undefined, { granularity: "word" });
      let timer = 0;
      const show = () => {
        const place = document.getElementById(id);
        const text = editor.editable();
        if (!place || !text) return;
        const count = ({ innerText }) => [...segmenter.segment(innerText)].filter((part) => part.isWordLike).length;
        // Cards say what other pages are called.
        const cards = [...text.$.querySelectorAll(".embed-card")];
        const words = cards.reduce((rest, card) => rest - count(card), count(text.$));
        place.textContent = words ? editor.config.countWords.replace("%s", words.toLocaleString(place.lang)) : "";
      };
      editor.on("uiSpace", ({ data }) => {
        const { lang } = document.documentElement;
        if (data.space === "bottom") data.html += `<span id="${id}" class="word-count" lang="${lang}"></span>`;
      });
      editor.on("instanceReady", show);
      editor.on("change", () => {
        clearTimeout(timer);
        timer = setTimeout(show, REST);
      });
    },
  });
})();
