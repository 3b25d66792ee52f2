// CKEditor plugin: marks of ours in the text – pictures, petitions, posters, videos, articles – shown as what they
// stand for, which the admin says as JSON (core/richtext/embed_library.py).
(() => {
  "use strict";

  CKEDITOR.plugins.add("embeds", {
    requires: "widget",
    init(editor) {
      const look = lookUp(editor);
      addEmbed(editor, look);
      addFigure(editor, look, editor.config.libraryWords);
      // The editor drops pictures without an address before anybody is asked; a mark needs none.
      // The server drops this one.
      // Words that were written since are seen at once.
      editor.on("libraryEntries", ({ data }) => {
        for (const widget of Object.values(editor.widgets.instances)) {
          const entry = widget.name === "figure" && data.entries.find((one) => one.mark === widget.data.mark);
          if (entry) quietly(editor, () => showFigure(widget, entry));
        }
      });
      const bare = /<img(?=[^>]*\sdata-embed=)(?![^>]*\ssrc=)/g;
      const address = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="';
      editor.on(
        "toHtml",
        (event) => (event.data.dataValue = event.data.dataValue.replace(bare, address)),
        null,
        null,
        1,
      );
      editor.on("contentDom", () => {
        const theme = document.documentElement.dataset.theme;
        if (theme) editor.document.$.documentElement.dataset.theme = theme;
      });
    },
  });

  // Everything but photographs: <p data-embed="petition:slug"></p>, in the editor a card with its title.
  function addEmbed(editor, look) {
    editor.widgets.add("embed", {
      template: '<div class="embed-card"></div>',
      upcast(element, data) {
        data.mark = element.name === "p" && element.attributes["data-embed"];
        if (!data.mark || data.mark.startsWith("photo:")) return false;
        // A card has blocks in it, which no paragraph can hold.
        element.name = "div";
        element.attributes = { class: "embed-card" };
        element.setHtml("&#8203;");
        return true;
      },
      downcast() {
        return new CKEDITOR.htmlParser.element("p", { "data-embed": this.data.mark });
      },
      data() {
        look(this.data.mark, (entry) => quietly(editor, () => showEmbed(this.element.$, entry)));
      },
    });
  }

  // A photograph with a caption of its own, or, while that is empty, with the library's.
  function addFigure(editor, look, words) {
    editor.widgets.add("figure", {
      template: "<figure><img alt=''><figcaption></figcaption></figure>",
      editables: { caption: { selector: "figcaption", allowedContent: "strong em b i cite; a[!href,hreflang,title]" } },
      upcast: (element, data) => figureFrom(element, data),
      downcast() {
        const caption = this.editables.caption
          .getData()
          .replace(/&nbsp;|<br[^>]*>/g, " ")
          .trim();
        const { mark, alt, width, side } = this.data;
        const image = (more) =>
          new CKEDITOR.htmlParser.element("img", {
            "data-embed": mark,
            alt: alt || "",
            ...(width && { width }),
            ...more,
          });
        const ofSide = side ? { class: side } : {};
        if (!caption && !width && !side) return new CKEDITOR.htmlParser.element("p", { "data-embed": mark });
        if (!caption) {
          const alone = new CKEDITOR.htmlParser.element("p");
          alone.add(image(ofSide));
          return alone;
        }
        const figure = new CKEDITOR.htmlParser.element("figure", ofSide);
        figure.add(image());
        const below = new CKEDITOR.htmlParser.element("figcaption");
        below.setHtml(caption);
        figure.add(below);
        return figure;
      },
      init() {
        this.editables.caption.setAttribute("aria-label", words.caption);
        this.editables.caption.setAttribute("title", words.caption);
      },
      data() {
        look(this.data.mark, (entry) => quietly(editor, () => showFigure(this, entry)));
      },
    });
  }

  function figureFrom(element, data) {
    const only = (parent) => parent.children.filter((node) => node.name || (node.value || "").trim());
    const picture = (node) => node && node.name === "img" && /^photo:/.test(node.attributes["data-embed"] || "");
    if (element.name === "p") {
      const inside = only(element);
      if (inside.length === 1 && picture(inside[0])) wishes(inside[0], inside[0], data);
      else if (/^photo:/.test(element.attributes["data-embed"] || "")) data.mark = element.attributes["data-embed"];
      else return false;
      element.name = "figure";
      element.attributes = data.side ? { class: data.side } : {};
      element.setHtml("<img alt=''><figcaption></figcaption>");
      return true;
    }
    if (element.name !== "figure") return false;
    const image = element.getFirst(picture);
    if (!image) return false;
    wishes(image, element, data);
    image.attributes = { alt: "" };
    if (!element.getFirst("figcaption")) element.add(new CKEDITOR.htmlParser.element("figcaption"));
    return true;
  }

  // What the text says of a picture: which one, how wide it is to be, on which side.
  function wishes(image, outside, data) {
    data.mark = image.attributes["data-embed"];
    data.alt = image.attributes.alt;
    data.width = image.attributes.width;
    data.side = outside.attributes.class;
  }

  function showEmbed(element, entry) {
    // The site's own HTML, as readers get it; nothing in it can be pressed here.
    const card = entry.html && make("div", { className: "prose", innerHTML: entry.html, inert: true });
    const isNamed = card && card.textContent.includes(entry.title);
    const parts = [
      !card && entry.thumbnail && make("img", { src: entry.thumbnail, alt: "" }),
      make("span", { className: "kind", textContent: entry.kind || entry.mark }),
      entry.title && !isNamed && make("b", { textContent: entry.title }),
      entry.warning && make("span", { className: "warning", textContent: entry.warning }),
      card,
    ];
    element.classList.toggle("as-read", Boolean(card));
    element.replaceChildren(...parts.filter(Boolean));
  }

  function showFigure(widget, entry) {
    const figure = widget.element.$;
    const image = figure.querySelector("img");
    figure.querySelector(".warning")?.remove();
    if (entry.src) image.src = entry.src;
    if (widget.data.width) image.width = widget.data.width;
    image.alt = entry.alt || entry.title;
    widget.setData("alt", entry.alt);
    if (entry.warning) image.after(make("span", { className: "warning", textContent: entry.warning }));
  }

  // What the marks stand for is asked once for all that appear at the same time.
  function lookUp(editor) {
    const known = new Map();
    const waiting = new Map();
    const ask = async () => {
      const asked = new Map(waiting);
      waiting.clear();
      const query = new URLSearchParams([...asked.keys()].map((mark) => ["mark", mark]));
      const found = await get(editor, query);
      for (const entry of found?.entries ?? []) asked.get(entry.mark)?.forEach((show) => show(entry));
      if (found) editor.fire("libraryEntries", found);
    };
    const learn = ({ data }) => data.entries.forEach((entry) => known.set(entry.mark, entry));
    editor.on("libraryEntries", learn, null, null, 1);
    return (mark, show) => {
      if (!mark) return;
      if (known.has(mark)) return void show(known.get(mark));
      if (!waiting.size) setTimeout(ask, 0);
      waiting.set(mark, [...(waiting.get(mark) ?? []), show]);
    };
  }

  async function get(editor, query) {
    const options = { headers: { Accept: "application/json" } };
    const answer = await fetch(`${editor.config.libraryUrl}?${query}`, options).catch(() => null);
    // Who is no longer logged in is led to a page with a form instead.
    const isJson = answer?.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
    return isJson ? answer.json() : null;
  }

  // No step to undo: the editor shows what was there already.
  function quietly(editor, change) {
    editor.fire("lockSnapshot");
    change();
    editor.fire("unlockSnapshot");
  }

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }
})();
