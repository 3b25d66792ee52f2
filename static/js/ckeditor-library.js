// CKEditor plugin: put a picture from our own library into the text. Its list comes from the admin as JSON.
(() => {
  "use strict";

  CKEDITOR.plugins.add("library", {
    init(editor) {
      const words = editor.config.libraryWords;
      editor.addCommand("library", {
        allowedContent: "img[!src,alt,data-embed]",
        async: true,
        exec: () => openLibrary(editor, words),
      });
      editor.ui.addButton("Library", { label: words.button, command: "library", icon: "image", toolbar: "insert" });
      CKEDITOR.addCss("body.cke_editable { margin: 0 auto; padding: 1.25rem; outline: 0 }");
    },
  });

  // A native <dialog> keeps the focus inside and closes with Escape by itself.
  function openLibrary(editor, words) {
    editor.lockSelection();
    const dialog = make("dialog", { className: "library" });
    dialog.setAttribute("aria-label", words.title);
    const search = make("input", { type: "search", autofocus: true });
    search.setAttribute("aria-label", words.search);
    search.placeholder = words.search;
    const grid = make("ul");
    const status = make("p", { textContent: "" });
    status.setAttribute("role", "status");
    const more = make("button", { type: "button", textContent: words.more, hidden: true });
    const add = make("a", { textContent: words.add, target: "_blank", rel: "noopener", hidden: true });
    const close = make("button", { type: "button", textContent: words.close });
    dialog.append(make("h2", { textContent: words.title }), search, grid, status, make("p", {}, more, " ", add, " ", close));
    dress(dialog, grid);

    let page = 1;
    let latest = 0;
    const load = async (fresh) => {
      page = fresh ? 1 : page + 1;
      const asked = ++latest;
      const query = new URLSearchParams({ q: search.value, page });
      const answer = await fetch(`${editor.config.libraryUrl}?${query}`, { headers: { Accept: "application/json" } });
      if (asked !== latest) return;
      if (!answer.ok) {
        status.textContent = words.refused;
        return;
      }
      const found = await answer.json();
      if (fresh) grid.replaceChildren();
      grid.append(...found.photos.map((photo) => item(photo, words, choose)));
      status.textContent = grid.childElementCount ? "" : words.none;
      more.hidden = !found.more;
      add.href = found.add;
      add.hidden = false;
    };
    const choose = (photo) => {
      dialog.close();
      insert(editor, photo);
    };

    let typing;
    search.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(load, 250, true);
    });
    more.addEventListener("click", () => load(false));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      editor.focus();
      editor.unlockSelection(true);
      editor.fire("afterCommandExec", { name: "library", command: editor.getCommand("library") });
    });
    document.body.append(dialog);
    dialog.showModal();
    load(true);
  }

  function item(photo, words, choose) {
    const picture = make("img", { src: photo.thumbnail, alt: photo.alt || photo.title, loading: "lazy" });
    Object.assign(picture.style, { width: "100%", aspectRatio: "3 / 2", objectFit: "cover", display: "block" });
    const button = make("button", { type: "button", title: photo.title }, picture);
    Object.assign(button.style, { padding: "0", border: "0", width: "100%", cursor: "pointer" });
    button.addEventListener("click", () => choose(photo));
    const title = make("strong", { textContent: photo.title });
    const alt = make("span", { textContent: photo.decorative ? words.decorative : photo.alt });
    const entry = make("li", {}, button, title, make("br"), alt);
    entry.style.listStyle = "none";
    return entry;
  }

  function insert(editor, photo) {
    // After the dialog has given the selection back.
    setTimeout(() => {
      const paragraph = new CKEDITOR.dom.element("p", editor.document);
      const picture = new CKEDITOR.dom.element("img", editor.document);
      picture.setAttributes({
        "data-embed": photo.mark,
        "data-cke-saved-src": photo.src,
        src: photo.src,
        alt: photo.decorative ? "" : photo.alt,
      });
      paragraph.append(picture);
      editor.fire("saveSnapshot");
      // A block of its own, and an empty one below it to go on writing.
      editor.insertElement(paragraph);
      let below = paragraph.getNext((node) => node.type === CKEDITOR.NODE_ELEMENT);
      if (!below) {
        below = new CKEDITOR.dom.element("p", editor.document);
        below.appendBogus();
        below.insertAfter(paragraph);
      }
      const range = editor.createRange();
      range.moveToElementEditStart(below);
      range.select();
      editor.fire("saveSnapshot");
    }, 0);
  }

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function dress(dialog, grid) {
    Object.assign(dialog.style, { width: "min(60rem, 92vw)", maxHeight: "86vh", padding: "1.5rem", border: "0" });
    Object.assign(grid.style, {
      display: "grid",
      gridTemplateColumns: "repeat(auto-fill, minmax(9rem, 1fr))",
      gap: "1rem",
      listStyle: "none",
      padding: "0",
    });
  }
})();
