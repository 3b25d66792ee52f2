// A button that copies what stands in the field before it; where the browser cannot, there is no such button.
addEventListener("DOMContentLoaded", () => {
  "use strict";

  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      button.nextElementSibling.textContent = button.dataset.copied;
    });
  }
});
