// A button beside each snippet; without it one selects and copies.
if (navigator.clipboard) {
  for (const snippet of document.querySelectorAll(".kit-piece .snippet")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button kit-copy";
    const { copy, copied } = document.querySelector(".kit").dataset;
    button.textContent = copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(snippet.value);
      button.textContent = copied;
      setTimeout(() => (button.textContent = copy), 3000);
    });
    snippet.after(button);
  }
}
