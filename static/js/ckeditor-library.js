// CKEditor plugin: put pages of ours into the text – pictures, petitions, posters, videos, articles – as marks, shown
// as what they stand for. The list and the look of each come from the admin as JSON (core/richtext/embed_library.py).
(() => {
  "use strict";

  CKEDITOR.plugins.add("library", {
    requires: "widget",
    goOnBelow,
    init(editor) {
      const words = editor.config.libraryWords;
      const look = lookUp(editor);
      addEmbed(editor, look);
      addFigure(editor, look, words);
      button(editor, "Library", "library", words.picture, "image", "photo");
      button(editor, "Embed", "embed", words.embed, "templates", "");
      // The editor drops pictures without an address before anybody is asked; a mark needs none.
      // The server drops this one.
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

  function button(editor, name, command, label, icon, kind) {
    editor.addCommand(command, { async: true, exec: () => openLibrary(editor, command, kind) });
    editor.ui.addButton(name, { label, command, icon, toolbar: "insert" });
  }

  // Everything but photographs: <p data-embed="petition:slug"></p>, in the editor a card with its title.
  function addEmbed(editor, look) {
    editor.widgets.add("embed", {
      template: '<p class="embed-card"></p>',
      upcast(element, data) {
        data.mark = element.name === "p" && element.attributes["data-embed"];
        if (!data.mark || data.mark.startsWith("photo:")) return false;
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
    const parts = [
      entry.thumbnail && make("img", { src: entry.thumbnail, alt: "" }),
      make("span", { className: "kind", textContent: entry.kind || entry.mark }),
      entry.title && make("b", { textContent: entry.title }),
      entry.warning && make("span", { className: "warning", textContent: entry.warning }),
    ];
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
      for (const entry of found?.entries ?? []) {
        known.set(entry.mark, entry);
        asked.get(entry.mark)?.forEach((show) => show(entry));
      }
    };
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

  // A native <dialog> keeps the focus inside and closes with Escape by itself.
  function openLibrary(editor, command, kind) {
    const words = editor.config.libraryWords;
    const bookmarks = editor.getSelection()?.createBookmarks2(true);
    const dialog = make("dialog", { className: "library" });
    const title = kind ? words.choosePicture : words.chooseEmbed;
    dialog.setAttribute("aria-label", title);
    const search = make("input", { type: "search", autofocus: true, placeholder: words.search });
    search.setAttribute("aria-label", words.search);
    const kinds = make("select", {}, new Option(words.every, ""));
    kinds.setAttribute("aria-label", words.kind);
    const grid = make("ul");
    const status = make("p");
    status.setAttribute("role", "status");
    const more = make("button", { type: "button", textContent: words.more, hidden: true });
    const add = make("a", { textContent: words.add, target: "_blank", rel: "noopener", hidden: true });
    const close = make("button", { type: "button", textContent: words.close });
    const head = make("p", { className: "ask" }, search, kinds);
    const foot = make("p", { className: "ways" }, more, " ", add, " ", close);
    dialog.append(make("h2", { textContent: title }), head, grid, status, foot);

    let page = 1;
    let latest = 0;
    let chosen = kind;
    const load = async (fresh) => {
      page = fresh ? 1 : page + 1;
      const asked = ++latest;
      const found = await get(editor, new URLSearchParams({ q: search.value, kind: chosen, page }));
      if (asked !== latest) return;
      if (!found) {
        status.textContent = words.refused;
        return;
      }
      if (kinds.options.length === 1) kinds.append(...found.kinds.map((one) => new Option(one.words, one.kind)));
      kinds.value = chosen;
      // An answer that comes late must not take the focus from somebody who has gone on to the list already.
      const focused = grid.contains(document.activeElement) ? document.activeElement.dataset.mark : "";
      if (fresh) grid.replaceChildren();
      grid.append(...found.entries.map((entry) => item(entry, choose)));
      if (fresh && focused) focusOn(grid, focused, search);
      status.textContent = grid.childElementCount ? "" : words.none;
      more.hidden = !found.more;
      add.hidden = !found.add;
      add.href = found.add;
    };
    let choice = null;
    const choose = (entry) => {
      choice = entry;
      dialog.close();
    };

    let typing;
    search.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(load, 250, true);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // the form behind would be sent
      load(true);
    });
    kinds.addEventListener("change", () => {
      chosen = kinds.value;
      load(true);
    });
    more.addEventListener("click", () => load(false));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      editor.focus();
      if (bookmarks) editor.getSelection()?.selectBookmarks(bookmarks);
      if (choice) insert(editor, choice);
      editor.fire("afterCommandExec", { name: command, command: editor.getCommand(command) });
    });
    document.body.append(dialog);
    dialog.showModal();
    load(true);
  }

  function focusOn(grid, mark, otherwise) {
    const buttons = [...grid.querySelectorAll("button")];
    (buttons.find((button) => button.dataset.mark === mark) ?? buttons[0] ?? otherwise).focus();
  }

  function item(entry, choose) {
    const button = make("button", { type: "button" });
    button.dataset.mark = entry.mark;
    if (entry.thumbnail) button.append(make("img", { src: entry.thumbnail, alt: entry.alt || "", loading: "lazy" }));
    button.append(
      make("span", { className: "kind", textContent: entry.kind }),
      make("b", { textContent: entry.title, dir: "auto" }),
    );
    if (entry.alt)
      button.append(make("span", { className: "alt", textContent: entry.alt, ariaHidden: "true", dir: "auto" }));
    if (entry.warning) button.append(make("strong", { className: "missing", textContent: entry.warning }));
    button.addEventListener("click", () => choose(entry));
    return make("li", {}, button);
  }

  function insert(editor, entry) {
    editor.fire("saveSnapshot");
    const name = entry.mark.startsWith("photo:") ? "figure" : "embed";
    const { template } = editor.widgets.registered[name];
    const element = CKEDITOR.dom.element.createFromHtml(template.output({}), editor.document);
    const wrapper = editor.widgets.wrapElement(element, name);
    const holder = new CKEDITOR.dom.documentFragment(editor.document);
    holder.append(wrapper);
    editor.widgets.initOn(element, name, { mark: entry.mark, alt: entry.alt });
    editor.widgets.finalizeCreation(holder);
    goOnBelow(editor, wrapper);
    editor.fire("saveSnapshot");
  }

  // A block of its own, and one below it to go on writing: an empty one where there is none.
  function goOnBelow(editor, wrapper) {
    let below = wrapper.getNext((node) => node.type === CKEDITOR.NODE_ELEMENT && !node.hasAttribute("data-cke-temp"));
    if (!below || !below.is("p", "h2", "h3", "h4", "li", "blockquote")) {
      below = new CKEDITOR.dom.element("p", editor.document);
      below.appendBogus();
      below.insertAfter(wrapper);
    }
    const range = editor.createRange();
    range.moveToElementEditStart(below);
    range.select();
  }

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }
})();
