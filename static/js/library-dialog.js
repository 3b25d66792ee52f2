// The library: a dialog to look through and to search what there is, and to add pictures by button, drop or paste.
// The list comes from the admin as JSON (core/richtext/embed_library.py), which says where uploads go, too.
(() => {
  "use strict";

  const { make, named } = window.libraryParts;

  // Return a promise of the entry that was chosen, or of null. "kind" is what is shown first, "files" what was
  // dropped already, "form" has the token and the language; "hasAdd" shows a link to where one adds a new one.
  window.chooseFromLibrary = ({ library, words, kind, title, hasKinds, hasAdd, form, files, several }) =>
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
      // With the words of a button in "several" more than one can be chosen; they keep the order of choosing.
      const put = make("button", { type: "button", textContent: several ?? "", hidden: !several, disabled: true });
      const foot = make("p", { className: "ways" }, put, more, " ", add, " ", close);
      dialog.append(make("h2", { textContent: title }), head, grid, status, foot);

      let page = 1;
      let latest = 0;
      let chosen = kind;
      let choice = null;
      let take = null;
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
        grid.classList.toggle("of-one-kind", Boolean(chosen));
        grid.append(...found.entries.map((entry) => item(entry, choose, several && picked.has(entry.mark))));
        if (fresh && focused) focusOn(grid, focused, search);
        status.textContent = grid.childElementCount ? "" : words.none;
        more.hidden = !found.more;
        add.hidden = !hasAdd || !found.add;
        add.href = found.add;
        if (found.upload && !take) {
          take = window.addLibraryUploads({ dialog, head, target: found.upload, words, form, arrived });
          take(files ?? []);
        } else if (!take && files?.length) status.textContent = words.noRight;
      };
      const picked = new Map();
      const choose = (entry, button) => {
        if (several) return pick(entry, button);
        choice = entry;
        dialog.close();
      };
      const pick = (entry, button) => {
        if (!picked.delete(entry.mark)) picked.set(entry.mark, entry);
        button.ariaPressed = String(picked.has(entry.mark));
        put.disabled = !picked.size;
      };
      put.addEventListener("click", () => {
        choice = [...picked.values()];
        dialog.close();
      });
      // One new picture is the one that was meant; of several, somebody chooses.
      const arrived = async (marks) => {
        const found = await ask(new URLSearchParams(marks.map((mark) => ["mark", mark])));
        if (!dialog.open || !found) return;
        if (found.entries.length === 1 && !several) return choose(found.entries[0]);
        latest++;
        if (several) for (const entry of found.entries) picked.set(entry.mark, entry);
        put.disabled = !picked.size;
        grid.prepend(...found.entries.map((entry) => item(entry, choose, several && picked.has(entry.mark))));
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
      // Somebody comes back from the tab in which something was added.
      const back = () => load(true);
      addEventListener("focus", back);
      dialog.addEventListener("close", () => removeEventListener("focus", back));
    });

  function item(entry, choose, isPressed) {
    const button = make("button", { type: "button" });
    if (isPressed !== undefined) button.ariaPressed = String(isPressed);
    button.dataset.mark = entry.mark;
    if (entry.thumbnail) button.append(make("img", { src: entry.thumbnail, alt: entry.alt || "", loading: "lazy" }));
    button.append(
      make("span", { className: "kind", textContent: entry.kind }),
      make("b", { textContent: entry.title, dir: "auto" }),
    );
    if (entry.alt)
      button.append(make("span", { className: "alt", textContent: entry.alt, ariaHidden: "true", dir: "auto" }));
    if (entry.warning) button.append(make("strong", { className: "missing", textContent: entry.warning }));
    button.addEventListener("click", () => choose(entry, button));
    return make("li", {}, button);
  }

  function focusOn(grid, mark, otherwise) {
    const buttons = [...grid.querySelectorAll("button")];
    (buttons.find((button) => button.dataset.mark === mark) ?? buttons[0] ?? otherwise).focus();
  }
})();
