// CKEditor plugin: what is pasted or dropped. Pictures go into the library at once; the server takes in the words
// (core/richtext/pasting.py), so that they are seen as they will be saved, and tells what was left out.
(() => {
  "use strict";

  CKEDITOR.plugins.add("pasting", {
    requires: "library,clipboard,notification",
    init(editor) {
      const words = editor.config.libraryWords;
      const work = holdForm(editor, words);
      const uploads = startUploads(editor, words, work);
      // Every file has its answer here, so the editor need not say that it knows none.
      CKEDITOR.plugins.clipboard.addFileMatcher(editor, () => true);
      editor.on("paste", (event) => takeFiles(editor, event, uploads), null, null, 2);
      editor.on("paste", (event) => takeText(editor, event, uploads, work), null, null, 900);
    },
  });

  // While something is on its way the form waits, and is sent afterwards.
  function holdForm(editor, words) {
    const form = editor.element.$.form;
    let under_way = 0;
    let submitter = null;
    const hold = (event) => {
      if (!under_way) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      submitter = event.submitter;
      tell(editor, [words.waits], "info");
    };
    form?.addEventListener("submit", hold, true);
    return async (task) => {
      under_way += 1;
      try {
        return await task();
      } finally {
        under_way -= 1;
        if (!under_way && submitter) setTimeout(() => form.requestSubmit(submitter));
      }
    };
  }

  // A file, or a picture copied by itself, whose address the browser gives, too.
  function takeFiles(editor, event, uploads) {
    const { dataTransfer, dataValue, range } = event.data;
    const files = Array.from({ length: dataTransfer.getFilesCount() }, (_, at) => dataTransfer.getFile(at));
    if (!files.length || (dataValue && !isOnePicture(dataValue))) return;
    event.cancel();
    const alt = (dataValue && parse(dataValue).querySelector("img").alt) || "";
    const places = files.map((file) => uploads.place(file, alt));
    editor.insertHtml(places.map((place) => place.html).join(""), "html", range);
    const last = uploads.widgetOf(places.at(-1).mark);
    if (last) editor.plugins.library.goOnBelow(editor, last.wrapper);
    places.forEach((place) => place.send());
  }

  async function takeText(editor, event, uploads, work) {
    const { data } = event;
    if (!data.dataValue || data.dataTransfer.getTransferType(editor) !== CKEDITOR.DATA_TRANSFER_EXTERNAL) return;
    // Words alone need nothing, but for an address on a line of its own.
    const address = /^\s*(?:https?:\/\/|www\.)[^\s<>]+\s*$/.test(data.dataValue) && isOnEmptyLine(editor);
    // What “Share” gives for a film is copied as words.
    const frame = /^\s*<iframe\b[^<>]*>\s*<\/iframe>\s*$/i.exec(data.dataTransfer.getData("text/plain"))?.[0];
    if (data.type === "text" && !address && !frame) return;
    event.cancel();
    const marks = editor.getSelection()?.createBookmarks2(true);
    const wasInTable = Boolean(tableAround(editor));
    // CKEditor's own sign for a line break at the end of what was copied.
    const pasted = frame ?? data.dataValue.replace(/<br data-cke-eol="1">/g, "");
    const { html, places } = putAside(address ? `<p>${pasted}</p>` : pasted, editor.config.pastedHosts, uploads);
    // The server may have to ask the film's host.
    const notice = (address || frame) && editor.showNotification(editor.config.libraryWords.film, "info", 0);
    await work(async () => {
      const taken = await askServer(editor, html);
      if (notice) notice.hide();
      const changed = taken && (!address || taken.html.includes("data-embed"));
      editor.focus();
      if (marks && !data.range) editor.getSelection().selectBookmarks(marks);
      editor.insertHtml(changed ? taken.html : address ? pasted : html, "html", data.range);
      leaveLast(editor, wasInTable);
      editor.fire("afterPaste");
      tell(editor, taken?.told ?? []);
    });
    places.forEach((place) => place.send());
  }

  // Where what came in last is a picture, a film or a table, the caret would be caught in it.
  function leaveLast(editor, wasInTable) {
    const element = editor.getSelection()?.getStartElement();
    const widget = element?.isReadOnly() && editor.widgets.getByElement(element);
    const last = widget ? widget.wrapper : !wasInTable && tableAround(editor);
    if (last) editor.plugins.library.goOnBelow(editor, last);
  }

  function tableAround(editor) {
    return editor.elementPath()?.contains("table");
  }

  async function askServer(editor, html) {
    const { form } = editor.element.$;
    const value = (name) => form?.elements[name]?.value ?? "";
    const body = JSON.stringify({ html, title: value("title") || value("subject"), language: value("language") });
    const answer = await post(editor, editor.config.libraryUrl, body, { "Content-Type": "application/json" });
    // Without an answer the text is pasted as it is; the server takes it in when it is saved.
    return answer.ok ? answer.json().catch(() => null) : null;
  }

  // Pictures that lie in the text itself leave it: a place is kept below the paragraph in which they stood.
  function putAside(html, hosts, uploads) {
    const page = parse(html);
    const places = [];
    for (const image of page.querySelectorAll("img[src]:not([data-embed])")) {
      const file = fileIn(image.src) ?? addressIn(image.src, hosts);
      if (!file) continue;
      const place = uploads.place(file, image.alt);
      places.push(place);
      const holder = make("p");
      holder.dataset.embed = place.mark;
      const block = image.closest("p, h1, h2, h3, h4, h5, h6");
      if (!block) {
        image.replaceWith(holder);
        continue;
      }
      image.remove();
      let last = block;
      while (last.nextElementSibling?.dataset.embed?.startsWith("upload:")) last = last.nextElementSibling;
      last.after(holder);
      if (!block.textContent.trim() && !block.querySelector("img, br + *")) block.remove();
    }
    return { html: places.length ? page.body.innerHTML : html, places };
  }

  function fileIn(address) {
    const [, type, data] = /^data:(image\/[\w.+-]+);base64,(.+)$/s.exec(address) ?? [];
    try {
      return data ? new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], "", { type }) : null;
    } catch {
      return null;
    }
  }

  // Of Google Docs there are only addresses, which the server asks.
  function addressIn(address, hosts) {
    const { hostname } = URL.canParse(address) ? new URL(address) : {};
    const isKnown = hosts.some((host) => hostname === host || hostname?.endsWith(`.${host}`));
    return isKnown ? { address, name: "", type: "", size: 0 } : null;
  }

  // What is being sent has a place in the text, which its picture takes as soon as it is in the library.
  function startUploads(editor, words, work) {
    const names = new Map();
    const arrived = new Map();
    let number = 0;
    let before = Promise.resolve();
    editor.widgets.add("uploading", {
      template: '<p class="embed-card"></p>',
      upcastPriority: 5,
      upcast(element, data) {
        data.mark = element.name === "p" && element.attributes["data-embed"];
        if (!/^upload:/.test(data.mark || "")) return false;
        element.attributes = { class: "embed-card" };
        element.setHtml("&#8203;");
        return true;
      },
      // Nothing of it is ever saved.
      downcast: () => new CKEDITOR.htmlParser.text(""),
      data() {
        const name = names.get(this.data.mark) ?? "";
        const line = make("span", { className: "kind", textContent: words.sending.replace("%s", name) });
        this.element.$.replaceChildren(line);
        // After “Undo” a place may be there again.
        if (!names.has(this.data.mark) || arrived.has(this.data.mark)) setTimeout(() => settle(this.data.mark));
      },
    });

    function place(file, alt) {
      const mark = `upload:${Date.now()}-${(number += 1)}`;
      const ending = file.type.split("/")[1]?.split("+")[0] ?? "";
      // A picture from the clipboard has no name, or one that says nothing.
      const isNamed = file.name && !/^image\.\w+$/.test(file.name);
      const name = isNamed ? file.name : [alt.slice(0, 80) || words.pasted, ending].filter(Boolean).join(".");
      names.set(mark, name);
      // One after the other: the server looks at each for a second or two, and they stay in their order.
      const send = () => work(() => (before = before.then(() => upload(mark, file, name, alt))));
      return { mark, html: `<p data-embed="${mark}"></p>`, send };
    }

    async function upload(mark, file, name, alt) {
      const trouble = file.size > editor.config.libraryLargest ? words.tooLarge : "";
      const { taken, refused } = trouble ? { refused: trouble } : await sendFile(editor, words, file, name, alt);
      arrived.set(mark, taken ?? "");
      settle(mark);
      if (refused) tell(editor, [words.notTaken.replace("%s", name) + " " + refused]);
    }

    function widgetOf(mark) {
      const found = Object.values(editor.widgets.instances).filter((one) => one.name === "uploading");
      return found.find((one) => one.data.mark === mark);
    }

    function settle(mark) {
      const widget = widgetOf(mark);
      if (!widget) return;
      const taken = arrived.get(mark);
      editor.fire("lockSnapshot");
      // The caret must not go with it.
      if (editor.widgets.focused === widget) editor.plugins.library.goOnBelow(editor, widget.wrapper);
      const range = editor.createRange();
      range.setStartBefore(widget.wrapper);
      range.collapse(true);
      widget.wrapper.remove();
      if (taken) editor.editable().insertHtmlIntoRange(`<p data-embed="${taken}"></p>`, range);
      editor.widgets.checkWidgets();
      editor.fire("unlockSnapshot");
      editor.fire("change");
    }
    return { place, widgetOf };
  }

  async function sendFile(editor, words, file, name, alt) {
    const body = new FormData();
    if (file.address) body.append("address", file.address);
    else body.append("files", file, name);
    body.append("name", name);
    body.append("alt", alt.slice(0, 300));
    body.append("language", editor.element.$.form?.elements.language?.value ?? "");
    if (!editor.config.libraryUpload) return { refused: words.noRight };
    const answer = await post(editor, editor.config.libraryUpload, body, { Accept: "application/json" });
    if (answer.type === "opaqueredirect") return { refused: words.loggedOut };
    if (answer.type === "error") return { refused: words.away };
    if (answer.status === 413) return { refused: words.tooLarge };
    const { results, errors } = await answer.json().catch(() => ({}));
    if (results?.[0]?.mark) return { taken: results[0].mark };
    const said = results?.[0]?.error || errors?.join(" ");
    return { refused: said || (answer.status === 403 ? words.noRight : words.away) };
  }

  // Who logged in again in another window has a new token; so does this form then.
  async function post(editor, url, body, headers, isSecond = false) {
    const { form } = editor.element.$;
    const token = form?.elements.csrfmiddlewaretoken;
    const options = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(120000) };
    const headed = { ...headers, "X-CSRFToken": token?.value ?? "" };
    const answer = await fetch(url, { ...options, headers: headed }).catch(() => Response.error());
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const tokenUrl = document.getElementById("writing")?.dataset.tokenUrl;
    if (answer.status !== 403 || isJson || isSecond || !tokenUrl) return answer;
    const renewed = await fetch(tokenUrl, { redirect: "manual" }).catch(() => Response.error());
    if (!renewed.ok) return renewed.type === "opaqueredirect" ? renewed : answer;
    token.value = (await renewed.json()).token;
    return post(editor, url, body, headers, true);
  }

  function tell(editor, sentences, kind = "warning") {
    if (sentences.length) editor.showNotification(sentences.map(CKEDITOR.tools.htmlEncode).join("<br>"), kind);
  }

  function isOnEmptyLine(editor) {
    const block = editor.elementPath()?.block;
    return !block || !block.getText().replace(/[\u200b\s]/g, "");
  }

  function isOnePicture(html) {
    const { body } = parse(html);
    return body.querySelectorAll("img").length === 1 && !body.textContent.trim();
  }

  function parse(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  function make(name, properties = {}) {
    return Object.assign(document.createElement(name), properties);
  }
})();
