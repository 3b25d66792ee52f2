// The admin's fields with suggestions (select2) tell screen readers what they are for, and the cells of a list
// whose column they are in.
addEventListener("DOMContentLoaded", () => {
  "use strict";

  // Each choice has a cross of its own; one for all of them would stand in a list without being one of it.
  for (const select of document.querySelectorAll("select[multiple].admin-autocomplete"))
    select.dataset.allowClear = "false";

  // The box that chooses all rows stands above the others, where a table has one; on a phone nothing else tells it.
  const all = document.getElementById("action-toggle");
  const words = document.querySelector(".all-rows");
  if (all && words) {
    all.removeAttribute("aria-label");
    all.after(words);
    words.hidden = false;
  }

  // On a phone a list's row is a card (admin/phone-lists.css), in which each value stands beside the name of its
  // column.
  for (const table of document.querySelectorAll("#result_list, .tabular table")) {
    const columns = [...table.querySelectorAll("thead th")].map((head) =>
      (head.querySelector(".text") ?? head).textContent.trim(),
    );
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, place) => {
        if (cell.matches("td:not(.action-checkbox, .original)") && columns[place]) cell.dataset.column = columns[place];
      });
    }
  }

  function name(container) {
    const select = container.previousElementSibling;
    const label = select?.labels?.[0]?.textContent.trim().replace(/:$/, "") || select?.getAttribute("aria-label");
    if (!label) return;
    const box = container.querySelector(".select2-selection");
    box?.removeAttribute("aria-labelledby");
    box?.setAttribute("aria-label", label);
    for (const part of container.querySelectorAll("[role=textbox][aria-readonly]")) {
      part.removeAttribute("role");
      part.removeAttribute("aria-readonly");
    }
    nameSearch(container, label);
    // What is typed into a field for several choices stands in a box that is made anew with every choice.
    new MutationObserver(() => nameSearch(container, label)).observe(container, { childList: true, subtree: true });
  }

  function nameSearch(container, label) {
    const search = container.querySelector(".select2-search__field:not([aria-label])");
    search?.setAttribute("aria-label", label);
  }

  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node.classList?.contains("select2-container") && node.previousElementSibling?.matches("select")) name(node);
  }).observe(document.body, { childList: true, subtree: true });
});
