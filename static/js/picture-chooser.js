// A field that chooses a picture (articles/photos/admin/chooser.py): shows the chosen one, and opens the library.
(() => {
  "use strict";

  class PictureChooser extends HTMLElement {
    connectedCallback() {
      const select = this.querySelector("select");
      // The empty row of an inline is only copied.
      if (!select || select.name.includes("__prefix__") || this.select === select) return;
      this.select = select;
      this.words = JSON.parse(this.dataset.words);
      const label = select.labels[0]?.textContent.replace(/:\s*$/, "") ?? "";
      this.setAttribute("role", "group");
      this.setAttribute("aria-label", label);
      this.shown = this.querySelector(".chosen-picture");
      this.said = make("span", { className: "visually-hidden" });
      this.said.setAttribute("role", "status");
      this.chooseButton = make("button", { type: "button", className: "quiet" });
      this.takeAwayButton = make("button", { type: "button", className: "quiet", textContent: this.words.takeAway });
      const ways = make("span", { className: "chooser-ways" });
      ways.append(this.chooseButton, this.takeAwayButton);
      this.append(ways, this.said);
      this.chooseButton.addEventListener("click", () => this.open());
      this.takeAwayButton.addEventListener("click", () => this.put(null));
      // The field stays where labels and messages lead to; what they mean is the button.
      select.classList.add("visually-hidden");
      select.tabIndex = -1;
      select.ariaHidden = "true";
      select.addEventListener("focus", () => this.chooseButton.focus());
      if (this.dataset.upload) this.takeDrops();
      this.label();
    }

    takeDrops() {
      this.addEventListener("dragover", (event) => event.preventDefault());
      this.addEventListener("drop", (event) => {
        event.preventDefault();
        if (event.dataTransfer.files.length) this.open(event.dataTransfer.files);
      });
    }

    async open(files) {
      const { library } = this.dataset;
      const { words } = this;
      const title = words.choose;
      const { form } = this.select;
      const asked = { library, words, title, form, files, kind: "photo" };
      const entry = await window.chooseFromLibrary(asked);
      if (entry) this.put(entry);
      this.chooseButton.focus();
    }

    put(entry) {
      const { select } = this;
      const value = entry ? String(entry.number) : "";
      if (![...select.options].some((option) => option.value === value)) select.add(new Option(entry.title, value));
      select.value = value;
      this.shown.replaceChildren();
      if (entry) {
        this.shown.append(
          make("img", { src: entry.thumbnail, alt: entry.alt }),
          make("b", { textContent: entry.title, dir: "auto" }),
        );
        const link = { href: entry.desk, target: "_blank", rel: "noopener", textContent: this.words.desk };
        if (entry.desk) this.shown.append(make("a", link));
        if (entry.warning) this.shown.append(make("strong", { className: "missing", textContent: entry.warning }));
      }
      this.said.textContent = entry ? this.words.chosen.replace("%s", entry.title) : this.words.noPicture;
      this.label();
      select.dispatchEvent(new Event("change", { bubbles: true }));
      if (!entry) this.chooseButton.focus();
    }

    label() {
      this.chooseButton.textContent = this.select.value ? this.words.change : this.words.choose;
      this.takeAwayButton.hidden = !this.select.value;
    }
  }

  function make(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  // The fields inside are there only when the page is read.
  addEventListener("DOMContentLoaded", () => customElements.define("picture-chooser", PictureChooser));
})();
