// The button that saves does so without leaving the page: who writes stays where they are. Without this script, with
// chosen files, rows that changed, or two texts that meet, the form is sent as ever.
addEventListener("DOMContentLoaded", () => {
  "use strict";

  const form = document.getElementById("writing")?.closest("form");
  if (!form || form.elements._popup) return;
  const words = document.getElementById("writing").dataset;
  let isBusy = false;

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name !== "_continue" || event.defaultPrevented || needsThePage()) return;
    event.preventDefault();
    if (!isBusy) save(button);
  });

  function needsThePage() {
    const rows = [...form.querySelectorAll(".inline-group :is(input:not([type=hidden]), select, textarea)")];
    return (
      form.elements._fork ||
      form.elements._rows ||
      document.querySelector(".edit-conflict") ||
      [...form.querySelectorAll("[type=file]")].some((field) => field.files.length) ||
      rows.some((field) => !field.closest(".empty-form") && isChanged(field))
    );
  }

  function isChanged(field) {
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (field.matches("select")) {
      const chosen = [...field.options].filter((one) => one.defaultSelected);
      if (!chosen.length && !field.multiple) return field.selectedIndex > 0;
      return [...field.options].some((one) => one.selected !== chosen.includes(one));
    }
    return field.value !== field.defaultValue;
  }

  async function save(button) {
    isBusy = true;
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.updateElement();
    const sent = new FormData(form, button);
    try {
      const headers = { Accept: "application/json" };
      const address = form.getAttribute("action") || location.href;
      const response = await fetch(address, { method: "POST", body: sent, headers, redirect: "error" });
      const said = await response.json();
      if (said.errors) return showErrors(said.errors);
      if (!said.location) return sendAsEver(button);
      const next = new URL(said.location, location.href);
      if (next.pathname !== location.pathname) return leave(next);
      await takeOver(next, sent, said.at);
    } catch {
      sendAsEver(button); // the browser says what is wrong with the line; the words are kept
    } finally {
      isBusy = false;
    }
  }

  // The first time it is saved a text gets a page of its own.
  function leave(next) {
    form.dispatchEvent(new CustomEvent("leaving", { detail: { path: next.pathname } }));
    location.assign(next);
  }

  function sendAsEver(button) {
    const name = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: "1" });
    form.append(name);
    form.submit();
    name.remove();
  }

  // The page as it is now: its panel, what it says, and what the form begins with from here on.
  async function takeOver(address, sent, at) {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const name of ["_base", "_standing"]) form.elements[name].value = page.querySelector(`[name=${name}]`).value;
    for (const part of [".side-panel > .panel", ".writing-notices", ".error-summary", "#content > h1"]) {
      const [old, fresh] = [document, page].map((where) => where.querySelector(part));
      if (old && fresh) old.replaceWith(fresh);
      else old?.remove();
    }
    document.getElementById("messages").replaceChildren(...page.getElementById("messages").childNodes);
    // What the editor said of a paste goes, too, as with a page that is loaded anew.
    document.querySelectorAll(".cke_notification_close").forEach((cross) => cross.click());
    form.querySelectorAll(".errorlist").forEach((list) => list.remove());
    form.querySelectorAll(".form-row.errors").forEach((row) => row.classList.remove("errors"));
    const texts = [...page.querySelectorAll("textarea[data-type=ckeditortype]")];
    const replaced = texts.filter((field) => takeText(field, sent)).map((field) => field.name);
    if (location.search) history.replaceState(null, "", location.pathname);
    form.dispatchEvent(new CustomEvent("saved", { detail: { at, replaced } }));
    document.dispatchEvent(new CustomEvent("checklist"));
  }

  // What the server made another text of (a film in the place of its address) is shown, unless somebody typed on;
  // returns whether it was.
  function takeText(field, sent) {
    const editor = window.CKEDITOR?.instances[field.id];
    const plain = (html) => html.replace(/\s+/g, "").replace(/&nbsp;/g, "");
    if (!editor || plain(field.value) === plain(sent.get(field.name) ?? "")) return false;
    if (plain(editor.getData()) !== plain(sent.get(field.name) ?? "")) return false;
    editor.setData(field.value);
    return true;
  }

  function showErrors(errors) {
    document.querySelector(".error-summary")?.remove();
    const box = Object.assign(document.createElement("section"), { className: "error-summary", tabIndex: -1 });
    box.setAttribute("role", "alert");
    const list = document.createElement("ul");
    box.append(Object.assign(document.createElement("h2"), { textContent: words.wrong }), list);
    for (const { id, label, words: wrong } of errors) {
      const entry = list.appendChild(document.createElement("li"));
      if (id) {
        const link = Object.assign(document.createElement("a"), { href: `#${id}`, textContent: label });
        link.dataset.field = id;
        entry.append(link, ": ");
      }
      entry.append(wrong);
    }
    form.prepend(box);
    box.focus();
  }
});
