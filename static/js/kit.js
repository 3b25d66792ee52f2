// A button beside each snippet; without it one selects and copies.
const labels = document.querySelector("[data-copy]")?.dataset;
if (labels && navigator.clipboard) {
  for (const snippet of document.querySelectorAll("[data-copy] .snippet")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button kit-copy";
    const name = snippet.labels?.[0]?.textContent || snippet.getAttribute("aria-label");
    const say = (word) => {
      button.textContent = word;
      button.setAttribute("aria-label", `${word}: ${name}`);
    };
    say(labels.copy);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(snippet.value);
      say(labels.copied);
      setTimeout(say, 3000, labels.copy);
    });
    snippet.after(button);
  }
}
