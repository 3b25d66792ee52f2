// Ctrl-K finds from every page of the desk; without this script the link leads to the same page.
(() => {
  "use strict";

  const link = document.querySelector("[data-find]");
  const dialog = document.querySelector("dialog.find");
  const form = dialog?.querySelector("form");
  if (!link || !form) return;
  const input = form.elements.q;
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  const WAIT = 200; // ms after the last key
  let timer;
  let asked; // the question that is on its way; answers to older ones come too late

  const options = () => [...list.children];
  const place = () => options().findIndex((option) => option.ariaSelected === "true");

  const choose = (index) => {
    const all = options();
    all.forEach((option) => option.setAttribute("aria-selected", "false"));
    const chosen = all.length ? all[(index + all.length) % all.length] : null;
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const optionOf = (item, index) => {
    const found = item.querySelector("a");
    const option = document.createElement("a");
    const kind = document.createElement("span");
    Object.assign(option, { href: found.href, id: `find-option-${index}`, tabIndex: -1 });
    option.textContent = found.textContent;
    Object.assign(kind, { className: "kind", textContent: item.querySelector(".kind").textContent });
    option.setAttribute("role", "option");
    option.append(" ", kind);
    return option;
  };

  const show = (items) => {
    list.replaceChildren(...[...items].map(optionOf));
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = items.length || !input.value.trim() ? "" : status.dataset.nothing;
    choose(0);
  };

  const ask = async () => {
    const question = (asked = input.value);
    const address = `${form.action}?${new URLSearchParams({ q: question })}`;
    const answer = question.trim() && (await fetch(address).catch(() => null));
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : document;
    if (question === asked) show(page === document ? [] : page.querySelectorAll("#found > li"));
  };

  const open = (event) => {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    input.select();
  };

  link.addEventListener("click", open);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = options()[place()];
    if (step) choose(place() + step);
    else if (event.key === "Enter" && chosen && asked === input.value) chosen.click();
    else return;
    event.preventDefault();
  });
  // Where Ctrl-K means something already, as in the editor of texts, it keeps its meaning.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    if (event.key.toLowerCase() === "k") open(event);
  });
})();
