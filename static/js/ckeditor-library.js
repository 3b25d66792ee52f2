// CKEditor plugin: the library, a dialog that puts a mark of ours into the text. The list comes from the admin as JSON
// (core/richtext/embed_library.py).
(() => {
  "use strict";

  CKEDITOR.plugins.add("library", {
    requires: "embeds",
    goOnBelow,
    init(editor) {
      const words = editor.config.libraryWords;
      button(editor, "Library", "library", words.picture, "image", "photo");
      // A command of its own: that called "embed" comes with the widget, and plugins start in any order.
      button(editor, "Embed", "library-embed", words.embed, "templates", "");
    },
  });

  function button(editor, name, command, label, icon, kind) {
    editor.addCommand(command, { async: true, exec: () => openLibrary(editor, command, kind) });
    editor.ui.addButton(name, { label, command, icon, toolbar: "insert" });
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
      const query = new URLSearchParams({ q: search.value, kind: chosen, page });
      const found = await editor.plugins.embeds.get(editor, query);
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

  // The other plugin is asked when a dialog opens, for it may start after this one.
  function make(...given) {
    return CKEDITOR.plugins.get("embeds").make(...given);
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
})();
