// CKEditor 4 writes its buttons with handlers in their HTML, onclick="CKEDITOR.tools.callFunction(7,this)", and begins
// its frames with a script of that kind. Here they become data, and one listener calls what they name, so the desk's
// policy needs no 'unsafe-inline' for scripts. Only functions that CKEditor has numbered can be called, with a few
// words as arguments: nothing is ever read as code.
(() => {
  "use strict";

  const TYPES = ["click", "mousedown", "mouseover", "mouseout", "keydown", "keypress", "dragstart"];
  const TAG = /<\w(?:[^"'>]|"[^"]*"|'[^']*')*>/g;
  const HANDLER = / on(\w+)="((?:return )?(?:window\.parent\.)?CKEDITOR\.tools\.callFunction\([^"]*|return false;)"/g;
  const REDRAW = / onblur="this\.style\.cssText = this\.style\.cssText;"/g; // for a Firefox of long ago
  const CALL = /callFunction\(\s*(\d+)((?:\s*,\s*(?:\w+|'(?:[^'\\]|\\.)*'))*)\s*\)/;
  const ARGUMENT = /'((?:[^'\\]|\\.)*)'|\w+/g;
  const BEGINNING = /<script id="cke_actscrpt"[^>]*>[^<]*?callFunction\((\d+),[^<]*<\/script>/;

  const { setHtml } = CKEDITOR.dom.element.prototype;
  const { write } = CKEDITOR.dom.document.prototype;

  CKEDITOR.dom.element.prototype.setHtml = function (html) {
    return setHtml.call(this, asData(html));
  };

  CKEDITOR.dom.document.prototype.write = function (html) {
    const begins = BEGINNING.exec(html)?.[1];
    write.call(this, asData(html.replace(BEGINNING, "")));
    const page = this.$;
    if (begins) {
      CKEDITOR.tools.callFunction(Number(begins), page.defaultView);
      return; // it is a text, and nothing in it runs
    }
    listen(page);
    const loaded = page.body?.dataset.onLoad;
    if (loaded) page.defaultView.addEventListener("load", (event) => call(loaded, page.body, event));
  };

  listen(document);

  function asData(html) {
    return String(html).replace(TAG, (tag) => tag.replace(REDRAW, "").replace(HANDLER, ' data-on-$1="$2"'));
  }

  function listen(page) {
    for (const type of TYPES) page.addEventListener(type, (event) => run(event, event.target, true));
    page.addEventListener("focus", (event) => run(event, event.target, false), true);
  }

  function run(event, target, doesBubble) {
    const name = `data-on-${event.type}`;
    for (let element = target; element?.getAttribute; element = doesBubble && element.parentElement) {
      const said = element.getAttribute(name);
      if (said && call(said, element, event) === false) event.preventDefault();
    }
  }

  // What the attribute would have returned.
  function call(said, element, event) {
    const [, number, given] = CALL.exec(said) ?? [];
    const words = { this: element, event, null: null };
    const values = [...(given ?? "").matchAll(ARGUMENT)].map(([word, text]) =>
      text === undefined ? (word in words ? words[word] : Number(word)) : text.replace(/\\(.)/g, "$1"),
    );
    const result = number && CKEDITOR.tools.callFunction(Number(number), ...values);
    return said.endsWith("return false;") ? false : said.startsWith("return ") ? result : undefined;
  }
})();
