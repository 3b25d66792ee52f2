// Nothing an editor types is lost: every two seconds what changed goes to this browser's memory and to the server.
(() => {
  "use strict";

  const EVERY = 2000;
  const HEARTBEAT = 10000;
  const MONTH = 30 * 24 * 3600 * 1000;
  const ours = (name) => name.startsWith("_") || name === "csrfmiddlewaretoken";

  addEventListener("DOMContentLoaded", () => {
    const words = document.getElementById("writing");
    if (words) begin(words.closest("form"), words.dataset);
  });

  function begin(form, words) {
    const drawer = `writing:${words.user}:${words.url}:`;
    const key = form.elements._key.value;
    let isFilled = Boolean(form.elements._from || form.elements._fork);
    let serial = Number(form.elements._serial.value);
    let first = null;
    let last = null;
    let sent = null;
    let busy = false;
    let beat = 0;
    let isSubmitting = false;
    let submitted = [];

    // CKEditor writes its text into the field only when the form is sent; so we fetch it, when something was typed.
    const texts = new Map();
    const changed = new Set();
    function listen(editor) {
      let original = null;
      const note = () => {
        if (original === null || !form.contains(editor.element.$)) return;
        const text = editor.getData();
        texts.set(editor.element.$.name, text === original ? editor.element.$.defaultValue : text);
      };
      const ready = () => (original = editor.getData());
      if (editor.status === "ready") ready();
      else editor.on("instanceReady", ready);
      editor.on("change", () => changed.add(note));
      editor.on("mode", () => {
        if (editor.mode === "source")
          editor.editable().attachListener(editor.editable(), "input", () => editor.fire("change"));
      });
    }
    if (window.CKEDITOR) {
      Object.values(CKEDITOR.instances).forEach(listen);
      CKEDITOR.on("instanceCreated", ({ editor }) => listen(editor));
    }

    // While two texts meet, what is written here still began with the state before the other's.
    const base = () => (form.elements._fork ?? form.elements._base).value;

    function collect() {
      for (const note of changed) note();
      changed.clear();
      const fields = [];
      for (const [name, value] of new FormData(form)) {
        if (ours(name) || value instanceof File) continue;
        fields.push([name, texts.get(name) ?? value]);
      }
      return fields;
    }

    function look() {
      if (isSubmitting) return;
      const fields = collect();
      const now = JSON.stringify(fields);
      first ??= now;
      if (now !== (last ?? first)) {
        serial = Math.max(serial + 1, Date.now());
        form.elements._serial.value = serial;
        last = now;
        remember(now === first && !isFilled ? null : fields);
        if (said !== "away" && said !== "out") say(words.saving, "saving");
      }
      if ((last !== null && sent !== serial) || Date.now() - beat > HEARTBEAT)
        send(now === first && !isFilled ? null : fields);
    }

    // This browser's memory: until the server has it.
    function remember(fields) {
      try {
        localStorage.setItem(drawer + key, JSON.stringify({ serial, base: base(), fields }));
        return true;
      } catch {
        return false;
      }
    }
    function forget(name) {
      try {
        localStorage.removeItem(name);
      } catch {
        // A browser that keeps nothing has nothing to forget.
      }
    }

    async function send(fields) {
      if (busy) return;
      busy = true;
      beat = Date.now();
      const mine = serial;
      try {
        const report = { key, base: base(), serial: last === null ? 0 : mine, fields };
        const answer = await post(report);
        if (!answer) return;
        if (last !== null) {
          sent = mine;
          if (serial === mine) forget(drawer + key);
          if (answer.unsaved) say(words.kept.replace("%s", answer.at), "kept");
          else say("", "");
        }
        show(answer);
        if (fields) form.dispatchEvent(new CustomEvent("kept"));
      } finally {
        busy = false;
      }
    }

    async function post(report, isSecond = false) {
      const token = form.elements.csrfmiddlewaretoken.value;
      let response;
      try {
        response = await fetch(words.url, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token },
          body: JSON.stringify(report),
          redirect: "manual",
          signal: AbortSignal.timeout(15000),
        });
      } catch {
        sayAway();
        return null;
      }
      if (response.ok) return response.json();
      // Who logs in again in another window gets new tokens; so does this form.
      if (response.status === 403 && !isSecond && (await renewToken())) return post(report, true);
      if (response.type === "opaqueredirect") say(words.out, "out");
      else if (response.status >= 500) sayAway();
      else say(words.refused, "refused");
      return null;
    }

    async function renewToken() {
      const response = await fetch(words.tokenUrl, { redirect: "manual" }).catch(() => null);
      if (!response?.ok) {
        if (response?.type === "opaqueredirect") say(words.out, "out");
        return false;
      }
      form.elements.csrfmiddlewaretoken.value = (await response.json()).token;
      return true;
    }

    // What was typed while the server was asked is kept before it is said to be.
    function sayAway() {
      look();
      say(keptHere() ? words.away : words.nowhere, "away");
    }

    function keptHere() {
      try {
        return last === null || localStorage.getItem(drawer + key) !== null;
      } catch {
        return false;
      }
    }

    // The line at the edge of the window; a screen reader hears of it only when it says something else than before.
    let said = "";
    function say(text, state) {
      const line = document.getElementById("writing-status");
      if (!line) return;
      line.hidden = !text;
      line.className = state;
      line.textContent = text;
      if (state === "out") {
        const link = Object.assign(document.createElement("a"), {
          href: words.login,
          target: "_blank",
          rel: "noopener",
        });
        link.textContent = words.logIn;
        line.append(" ", link);
      }
      // Not with every word that is typed.
      if (state === "saving" || said === state) return;
      document.getElementById("writing-said").textContent = text;
      said = state;
    }

    function show({ others, newer, lost, checklist }) {
      const list = document.getElementById("checklist");
      if (list && checklist && checklist !== list.dataset.shown) {
        const left = () => list.querySelector(".left")?.textContent.trim() ?? "";
        const before = left();
        list.dataset.shown = checklist;
        list.innerHTML = checklist; // made by the server, from a template
        if (left() !== before) document.getElementById("writing-left").textContent = left();
        list.dispatchEvent(new CustomEvent("checklist", { bubbles: true }));
      }
      const losses = document.getElementById("writing-lost");
      if (losses.textContent !== lost.join("")) losses.replaceChildren(...lost.map((text) => note(text)));
      const place = document.getElementById("writing-others");
      if (place.textContent.trim() !== others.join("")) place.replaceChildren(...others.map((text) => note(text)));
      const line = document.getElementById("writing-newer");
      // Where two texts meet already, it is said above them.
      line.hidden = !newer || Boolean(form.elements._fork);
      line.textContent = newer;
    }

    function note(text, href) {
      const line = Object.assign(document.createElement("p"), { className: "writing-note", textContent: text });
      if (href) line.append(" ", Object.assign(document.createElement("a"), { href, textContent: words.look }));
      return line;
    }

    // What an earlier visit could not send goes to the server now; there it is compared before anything is restored.
    async function sendWhatIsLeft(tries = 6) {
      let names = [];
      try {
        names = Object.keys(localStorage).filter((name) => name.startsWith(drawer) && name !== drawer + key);
      } catch {
        return;
      }
      for (const name of names) {
        const left = read(name);
        if (!left || left.serial < Date.now() - MONTH) {
          forget(name);
          continue;
        }
        const answer = await post({ key: name.slice(drawer.length), ...left });
        if (!answer) {
          if (tries > 1) setTimeout(() => sendWhatIsLeft(tries - 1), HEARTBEAT);
          return;
        }
        forget(name);
        const isShown = document.querySelector(`.writing-notices a[href="${answer.url}"]`);
        if (answer.unsaved && !isShown) document.getElementById("writing-local").append(note(words.found, answer.url));
      }
    }
    function read(name) {
      try {
        return JSON.parse(localStorage.getItem(name));
      } catch {
        return null;
      }
    }

    // Saved without leaving the page (save-in-place.js): the form says now what is saved.
    form.addEventListener("saved", ({ detail }) => {
      isSubmitting = isFilled = false;
      form.elements._from?.remove();
      // What was sent is saved, and what the server made of it; what was typed meanwhile is not.
      // An editor in which nothing was typed has written its own spelling of the text into the field.
      const now = new Map(collect());
      const isAsShown = (name) =>
        detail.replaced.includes(name) ||
        (!texts.has(name) && form.querySelector(`textarea[data-type=ckeditortype][name="${CSS.escape(name)}"]`));
      first = JSON.stringify(submitted.map(([name, value]) => [name, isAsShown(name) ? now.get(name) : value]));
      last = sent = null;
      forget(drawer + key);
      say(words.saved.replace("%s", detail.at), "saved");
      look();
    });
    form.addEventListener("submit", () => {
      look();
      submitted = collect();
      isSubmitting = true;
      // The browser stays on this page when the server is away.
      setTimeout(() => (isSubmitting = false), 8000);
    });
    addEventListener("pageshow", (event) => event.persisted && (isSubmitting = false));
    addEventListener("pagehide", look);
    document.addEventListener("visibilitychange", look);
    document.getElementById("edit-conflict")?.focus();
    setTimeout(look, 0);
    setInterval(look, EVERY);
    sendWhatIsLeft();
  }
})();
