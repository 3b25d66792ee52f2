// The library: a dialog to look through and to search what there is, and to add pictures by button, drop or paste.
// The list comes from the admin as JSON (core/richtext/embed_library.py), uploads go to articles/photos/admin.
(() => {
  "use strict";

  // Return a promise of the entry that was chosen, or of null. "kind" is what is shown first, "files" what was
  // dropped already, "form" has the token and the language; "hasAdd" shows a link to where one adds a new one.
  window.chooseFromLibrary = ({ library, upload, accept, words, kind, title, hasKinds, hasAdd, form, files }) =>
    new Promise((done) => {
      const dialog = make("dialog", { className: "library" });
      dialog.setAttribute("aria-label", title);
      const search = named(make("input", { type: "search", autofocus: true, placeholder: words.search }), words.search);
      const kinds = named(make("select", { hidden: !hasKinds }, new Option(words.every, "")), words.kind);
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
      let choice = null;
      const ask = async (query) => {
        const options = { headers: { Accept: "application/json" } };
        const answer = await fetch(`${library}?${query}`, options).catch(() => null);
        // Who is no longer logged in is led to a page with a form instead.
        const isJson = answer?.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
        return isJson ? answer.json() : null;
      };
      const load = async (fresh) => {
        page = fresh ? 1 : page + 1;
        const asked = ++latest;
        const found = await ask(new URLSearchParams({ q: search.value, kind: chosen, page }));
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
        add.hidden = !hasAdd || !found.add;
        add.href = found.add;
      };
      const choose = (entry) => {
        choice = entry;
        dialog.close();
      };
      // One new picture is the one that was meant; of several, somebody chooses.
      const arrived = async (marks) => {
        const found = await ask(new URLSearchParams(marks.map((mark) => ["mark", mark])));
        if (!dialog.open || !found) return;
        if (found.entries.length === 1) return choose(found.entries[0]);
        latest++;
        grid.prepend(...found.entries.map((entry) => item(entry, choose)));
        status.textContent = words.arrived;
        grid.querySelector("button").focus();
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
        done(choice);
      });
      document.body.append(dialog);
      // A native <dialog> keeps the focus inside and closes with Escape by itself.
      dialog.showModal();
      load(true);
      if (upload) addUploads({ dialog, head, upload, accept, words, form, arrived })(files ?? []);
    });

  // Uploads, one request for each file, after its words were asked for. Return what takes files in.
  function addUploads({ dialog, head, upload, accept, words, form, arrived }) {
    const chooser = named(make("input", { type: "file", multiple: true, hidden: true, accept }), words.upload);
    const button = make("button", { type: "button", textContent: words.upload });
    head.append(button, chooser);
    button.addEventListener("click", () => chooser.click());
    const take = (files) => {
      const pictures = [...files];
      if (!pictures.length || dialog.querySelector(".new-pictures[aria-busy]")) return;
      dialog.querySelector(".new-pictures")?.remove();
      const rows = pictures.map((file) => row(file, words));
      const send = make("button", { textContent: words.send });
      const list = make("ul", {}, ...rows.map((one) => one.item));
      const asked = make("form", { className: "new-pictures" }, list, make("p", { className: "ways" }, send));
      asked.addEventListener("submit", async (event) => {
        event.preventDefault();
        asked.setAttribute("aria-busy", "true");
        send.disabled = true;
        const marks = [];
        // One after the other: the server looks at each for a second or two, and others want to work, too.
        for (const { file, item, alt, bar, said } of rows) {
          bar.hidden = false;
          const { mark, error } = await post(upload, file, alt.value, bar, form, words);
          bar.hidden = true;
          if (mark) {
            marks.push(mark);
            item.remove();
          } else said.textContent = error;
        }
        asked.removeAttribute("aria-busy");
        send.remove();
        if (!list.childElementCount) asked.remove();
        if (marks.length) arrived(marks);
      });
      head.after(asked);
      rows[0].alt.focus();
    };
    chooser.addEventListener("change", () => {
      take(chooser.files);
      chooser.value = "";
    });
    dialog.addEventListener("dragover", (event) => event.preventDefault());
    dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer.files);
    });
    dialog.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) event.preventDefault();
      take(event.clipboardData.files);
    });
    return take;
  }

  function row(file, words) {
    const name = make("b", { textContent: file.name, dir: "auto" });
    const alt = make("input", { type: "text", maxLength: 300, dir: "auto" });
    const bar = named(make("progress", { max: 1, value: 0, hidden: true }), file.name);
    const said = make("strong", { className: "missing" });
    said.setAttribute("role", "alert");
    const item = make("li", {}, make("label", {}, name, make("span", { textContent: words.describe }), alt), bar, said);
    return { file, item, alt, bar, said };
  }

  // Return {mark} of a picture that was kept, or {error} with the reason.
  async function post(upload, file, alt, bar, form, words, isSecond = false) {
    const body = new FormData();
    body.append("files", file);
    body.append("alt", alt);
    body.append("language", form.elements.language?.value ?? "");
    const token = form.elements.csrfmiddlewaretoken;
    const request = await sent(upload, body, token?.value ?? "", bar);
    if (!request.status) return { error: words.away };
    if (request.status === 413) return { error: words.tooLarge };
    if (new URL(request.responseURL).pathname !== upload) return { error: words.loggedOut };
    let answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // Who logged in again in another window has a new token; so does this form then.
      const tokenUrl = document.getElementById("writing")?.dataset.tokenUrl;
      if (request.status !== 403 || isSecond || !tokenUrl) return { error: words.away };
      const renewed = await fetch(tokenUrl, { redirect: "manual" }).catch(() => Response.error());
      if (!renewed.ok) return { error: words.loggedOut };
      token.value = (await renewed.json()).token;
      return post(upload, file, alt, bar, form, words, true);
    }
    const { results, errors } = answer;
    return results[0] ?? { error: errors.join(" ") || words.away };
  }

  function sent(upload, body, token, bar) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", upload);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (event.loaded / event.total) * 0.9;
      });
      request.addEventListener("loadend", () => done(request));
      request.send(body);
    });
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

  function focusOn(grid, mark, otherwise) {
    const buttons = [...grid.querySelectorAll("button")];
    (buttons.find((button) => button.dataset.mark === mark) ?? buttons[0] ?? otherwise).focus();
  }

  function named(element, name) {
    element.setAttribute("aria-label", name);
    return element;
  }

  function make(name, properties = {}, ...inside) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  }
})();
