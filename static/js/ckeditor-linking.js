// CKEditor plugin: the dialog of a link searches our pages, takes files, and checks what is typed
// (core/richtext/link_targets.py). Ctrl-K opens it. An address that is pasted over chosen words makes a link of them.
(() => {
  "use strict";

  const { make, named } = window.libraryParts;
  const CTRL_K = () => CKEDITOR.CTRL + 75;

  CKEDITOR.plugins.add("linking", {
    requires: "link",
    ask,
    init(editor) {
      // After the plugin whose dialog this one takes the place of.
      editor.on("pluginsLoaded", () => {
        editor.getCommand("link").exec = () => {
          open(editor);
          return true;
        };
        editor.setKeystroke(CTRL_K(), "link");
      });
      const own = ({ data }) => {
        const link = CKEDITOR.plugins.link.getSelectedLink(editor) || data.element.getAscendant("a", true);
        if (!link?.hasAttribute("href") || link.isReadOnly()) return;
        data.dialog = null;
        editor.getSelection().selectElement(link);
        editor.execCommand("link");
      };
      editor.on("doubleclick", own, null, null, 20);
      // Before the pasted words are looked at (ckeditor-pasting.js).
      editor.on("paste", (event) => linkChosen(editor, event), null, null, 800);
    },
  });

  function linkChosen(editor, event) {
    const { dataTransfer, range } = event.data;
    const address = dataTransfer.getData("text/plain").trim();
    if (range || !/^https?:\/\/[^\s<>"]+$/.test(address) || !chosenWords(editor)) return;
    event.cancel();
    put(editor, CKEDITOR.plugins.link.getSelectedLink(editor), { address });
    editor.fire("afterPaste");
  }

  // A double click beside the words chooses a line break, which is nothing to make a link of.
  function chosenWords(editor) {
    return (editor.getSelection()?.getSelectedText() ?? "").replaceAll("\u200b", "").trim();
  }

  async function open(editor) {
    const selection = editor.getSelection();
    const bookmarks = selection?.createBookmarks2(true);
    const link = CKEDITOR.plugins.link.getSelectedLink(editor);
    const words = chosenWords(editor);
    const chosen = await ask(editor, link?.getAttribute("href") ?? "", words);
    editor.focus();
    if (bookmarks) editor.getSelection()?.selectBookmarks(bookmarks);
    if (chosen) put(editor, link, chosen);
  }

  function put(editor, link, { address, title }) {
    editor.fire("saveSnapshot");
    const attributes = { href: address, "data-cke-saved-href": address };
    const range = editor.getSelection().getRanges()[0];
    if (!address) link?.remove(true);
    else if (link) link.setAttributes(attributes);
    else if (!chosenWords(editor)) {
      range.collapse(true);
      range.select();
      const made = new CKEDITOR.dom.element("a", editor.document);
      made.setAttributes(attributes);
      made.setText(title || address.replace(/^(mailto|tel):/, ""));
      editor.insertElement(made);
      goOnAfter(editor, made);
    } else {
      const style = new CKEDITOR.style({ element: "a", attributes });
      style.type = CKEDITOR.STYLE_INLINE;
      style.applyToRange(range, editor);
      range.select();
    }
    editor.fire("saveSnapshot");
  }

  // A browser would go on writing within the link.
  function goOnAfter(editor, element) {
    const range = editor.createRange();
    range.setStartAfter(element);
    range.collapse(true);
    range.select();
  }

  // Return a promise of {address, title}, of {address: ""} to take the link away, or of null.
  // With "textLabel" the words of the link are asked, too.
  function ask(editor, address, selected, heading = editor.config.libraryWords.link, textLabel = "") {
    const words = editor.config.libraryWords;
    return new Promise((done) => {
      const dialog = make("dialog", { className: "library linking" });
      named(dialog, heading);
      const field = make("input", { type: "text", inputMode: "url", dir: "auto", autofocus: true, value: address });
      named(field, words.linkTo);
      field.placeholder = words.linkTo;
      const list = make("ul");
      const status = make("p");
      status.setAttribute("role", "status");
      const close = make("button", { type: "button", textContent: words.close });
      const away = make("button", { type: "button", textContent: words.unlink, hidden: !address });
      const head = make("p", { className: "ask" }, field);
      const title = make("h2", { textContent: heading });
      const quoted = `“${selected.slice(0, 80)}”`;
      const of = selected ? [make("p", { className: "quiet", textContent: quoted, dir: "auto" })] : [];
      const text = make("input", { type: "text", dir: "auto", maxLength: 120 });
      const asked = textLabel ? [make("label", { className: "question" }, textLabel, text)] : [];
      const foot = make("p", { className: "ways" }, away, " ", close);
      dialog.append(title, ...asked, ...of, head, status, list, foot);

      let choice = null;
      let latest = 0;
      const choose = (entry) => {
        choice = { ...entry, text: text.value.trim() };
        dialog.close();
      };
      const search = async () => {
        const asked = ++latest;
        const query = new URLSearchParams({ q: field.value });
        const options = { headers: { Accept: "application/json" } };
        const answer = await fetch(`${editor.config.linkUrl}?${query}`, options).catch(() => null);
        const isJson = answer?.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
        const found = isJson ? await answer.json() : null;
        if (asked !== latest) return null;
        show(found);
        return found;
      };
      const show = (found) => {
        const entries = found?.address ? [{ address: found.address, title: "", kind: words.linkAddress }] : [];
        list.replaceChildren(...[...entries, ...(found?.entries ?? [])].map((entry) => item(entry, choose)));
        const nothing = found && !list.childElementCount ? words.none : "";
        status.textContent = found ? found.refused || nothing : words.refused;
        status.className = found?.refused ? "missing" : "";
        if (found?.upload && !dialog.querySelector("[type=file]"))
          addUpload({ dialog, head, editor, upload: found.upload, status, choose });
      };

      let typing;
      field.addEventListener("input", () => {
        clearTimeout(typing);
        latest++;
        typing = setTimeout(search, 200);
      });
      field.addEventListener("keydown", async (event) => {
        if (event.key === "ArrowDown") list.querySelector("button")?.focus();
        if (event.key !== "Enter") return;
        event.preventDefault(); // the form behind would be sent
        clearTimeout(typing);
        const found = await search();
        const first = found?.address ? { address: found.address, title: "" } : found?.entries[0];
        if (first) choose(first);
      });
      list.addEventListener("keydown", (event) => {
        const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
        if (!step) return;
        event.preventDefault();
        (document.activeElement.closest("li")?.[step]?.querySelector("button") ?? field).focus();
      });
      away.addEventListener("click", () => choose({ address: "" }));
      close.addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => {
        dialog.remove();
        done(choice);
      });
      document.body.append(dialog);
      dialog.showModal();
      if (textLabel) text.focus();
      else field.select();
      search();
    });
  }

  function item(entry, choose) {
    const button = make("button", { type: "button" });
    button.append(
      make("span", { className: "kind", textContent: entry.kind }),
      make("b", { textContent: entry.title || entry.address, dir: "auto" }),
    );
    if (entry.title) button.append(make("span", { className: "kind", textContent: entry.address, dir: "ltr" }));
    if (entry.warning) button.append(make("strong", { className: "missing", textContent: entry.warning }));
    button.addEventListener("click", () => choose(entry));
    return make("li", {}, button);
  }

  // A file goes into the document library; the link leads to it.
  function addUpload({ dialog, head, editor, upload, status, choose }) {
    const words = editor.config.libraryWords;
    const chooser = named(make("input", { type: "file", hidden: true, accept: upload.accept }), words.file);
    const button = make("button", { type: "button", textContent: words.file });
    head.append(button, chooser);
    button.addEventListener("click", () => chooser.click());
    const send = async (file) => {
      if (!file) return;
      status.className = "";
      status.textContent = words.sending.replace("%s", file.name);
      const { form } = editor.element.$;
      const body = new FormData();
      body.append("file", file);
      body.append("language", form?.elements.language?.value ?? "");
      const headers = { Accept: "application/json", "X-CSRFToken": form?.elements.csrfmiddlewaretoken?.value ?? "" };
      const options = { method: "POST", body, redirect: "manual", headers };
      const answer = await fetch(upload.url, options).catch(() => Response.error());
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      const said = isJson ? await answer.json() : { error: words.notKept };
      if (said.address) choose(said);
      else {
        status.className = "missing";
        status.textContent = `${file.name}: ${said.error}`;
      }
    };
    chooser.addEventListener("change", () => {
      send(chooser.files[0]);
      chooser.value = "";
    });
    dialog.addEventListener("dragover", (event) => event.preventDefault());
    dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      send(event.dataTransfer.files[0]);
    });
  }
})();
