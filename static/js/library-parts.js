// What the library's dialogs are made of.
(() => {
  "use strict";

  function make(name, properties = {}, ...inside) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  }

  function named(element, name) {
    element.setAttribute("aria-label", name);
    return element;
  }

  // A question with given answers, none of which is chosen beforehand.
  function question({ name, words, choices }) {
    const field = make("select", {}, ...choices.map(([value, text]) => new Option(text, value)));
    return { name, field, label: make("label", { className: "question" }, words, field) };
  }

  window.libraryParts = { make, named, question };
})();
