// Pictures that are added in the library's dialog, by button, drop or paste: their words are asked for, then each is
// sent by itself, with a bar that moves. What was not taken stays, with the reason.
(() => {
  "use strict";

  const { make, named } = window.libraryParts;

  // Add a button to the dialog's head; return what takes files in. "target" is where they go and what is asked of them
  // (core/richtext/embed_library.py), "arrived" gets the marks of those that were kept.
  window.addLibraryUploads = ({ dialog, head, target, words, form, arrived }) => {
    const { accept } = target;
    const chooser = named(make("input", { type: "file", multiple: true, hidden: true, accept }), words.upload);
    const button = make("button", { type: "button", textContent: words.upload });
    head.append(button, chooser);
    button.addEventListener("click", () => chooser.click());
    const take = (files) => {
      const pictures = [...files];
      if (!pictures.length || dialog.querySelector(".new-pictures[aria-busy]")) return;
      dialog.querySelector(".new-pictures")?.remove();
      const asked = formOf(pictures, target, words);
      asked.addEventListener("submit", async (event) => {
        event.preventDefault();
        const marks = await sendAll(asked, target, form, words);
        if (marks.length) arrived(marks);
      });
      head.after(asked);
      asked.rows[0].alt.focus();
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
  };

  function formOf(pictures, target, words) {
    const rows = pictures.map((file) => row(file, words));
    const questions = target.questions.map(window.libraryParts.question);
    const send = make("button", { textContent: words.send });
    const list = make("ul", {}, ...rows.map((one) => one.item));
    const foot = make("p", { className: "ways" }, ...questions.map(({ label }) => label), send);
    const asked = make("form", { className: "new-pictures" }, list, foot);
    return Object.assign(asked, { rows, questions, list, send });
  }

  async function sendAll(asked, target, form, words) {
    const { rows, questions, list, send } = asked;
    asked.setAttribute("aria-busy", "true");
    send.disabled = true;
    const marks = [];
    // One after the other: the server looks at each for a second or two, and others want to work, too.
    for (const one of rows) {
      const { file, item, alt, bar, said } = one;
      if (one.isTaken) continue;
      bar.hidden = false;
      said.textContent = "";
      const fields = { alt: alt.value, ...Object.fromEntries(questions.map(({ name, field }) => [name, field.value])) };
      const { mark, error } = await post(target.url, file, fields, bar, form, words);
      bar.hidden = true;
      if (mark) {
        marks.push(mark);
        item.remove();
        one.isTaken = true;
      } else said.textContent = error;
    }
    asked.removeAttribute("aria-busy");
    // What failed on the way can be sent once more.
    send.disabled = false;
    if (!list.childElementCount) asked.remove();
    return marks;
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
  async function post(url, file, fields, bar, form, words, isSecond = false) {
    const body = new FormData();
    body.append("files", file);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("language", form.elements.language?.value ?? "");
    const token = form.elements.csrfmiddlewaretoken;
    const request = await sent(url, body, token?.value ?? "", bar);
    if (!request.status) return { error: words.away };
    if (request.status === 413) return { error: words.tooLarge };
    if (new URL(request.responseURL).pathname !== url) return { error: words.loggedOut };
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
      return post(url, file, fields, bar, form, words, true);
    }
    const { results, errors } = answer;
    return results[0] ?? { error: errors.join(" ") || words.away };
  }

  function sent(url, body, token, bar) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (event.loaded / event.total) * 0.9;
      });
      request.addEventListener("loadend", () => done(request));
      request.send(body);
    });
  }
})();
