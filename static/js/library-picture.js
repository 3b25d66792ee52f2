// A field for a picture of the object's own (core/richtext/library_picture.py): beside the file stands the library, of
// which a copy is made when the form is saved.
(() => {
  "use strict";

  class LibraryPicture extends HTMLElement {
    connectedCallback() {
      const file = this.querySelector("[type=file]");
      if (!file || this.button) return;
      const { make } = window.libraryParts;
      this.words = JSON.parse(this.dataset.words);
      this.mark = make("input", { type: "hidden", name: this.dataset.name });
      this.said = make("span", { className: "quiet" });
      this.said.setAttribute("role", "status");
      this.button = make("button", { type: "button", className: "quiet", textContent: this.words.choose });
      this.append(make("span", { className: "chooser-ways" }, this.button), this.said, this.mark);
      this.button.addEventListener("click", () => this.open(file));
      this.addEventListener("dragover", (event) => event.preventDefault());
      this.addEventListener("drop", (event) => {
        if (!event.dataTransfer.files.length || event.target === file) return;
        event.preventDefault();
        this.open(file, event.dataTransfer.files);
      });
      file.addEventListener("change", () => this.put(null));
      // It is copied once.
      file.form?.addEventListener("saved", () => (this.mark.value = this.said.textContent = ""));
    }

    async open(file, files) {
      const { words } = this;
      const { library } = this.dataset;
      const asked = { library, words, kind: "photo", title: words.choosePicture, form: file.form, files };
      const entry = await window.chooseFromLibrary(asked);
      if (entry) this.put(entry, file);
      this.button.focus();
    }

    put(entry, file) {
      const { make } = window.libraryParts;
      this.mark.value = entry?.mark ?? "";
      this.said.textContent = entry ? this.words.chosen.replace("%s", entry.title) : "";
      if (!entry) return;
      file.value = "";
      this.querySelector(".chosen-picture").replaceChildren(make("img", { src: entry.thumbnail, alt: entry.alt }));
      const alt = file.form.elements.alt;
      if (alt && !alt.value.trim()) {
        alt.value = entry.alt;
        alt.dispatchEvent(new Event("input", { bubbles: true }));
      }
      this.mark.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // The fields inside are there only when the page is read.
  addEventListener("DOMContentLoaded", () => customElements.define("library-picture", LibraryPicture));
})();
