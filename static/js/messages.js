// What was done stands above the page in a live region, and such a region speaks only when it changes. So on a page
// that came with a message it is taken out and put back.
addEventListener("load", () => {
  "use strict";

  const region = document.getElementById("messages");
  const said = [...(region?.children ?? [])];
  if (!said.length) return;
  region.style.minBlockSize = `${region.offsetHeight}px`;
  region.replaceChildren();
  setTimeout(() => {
    region.append(...said);
    region.style.minBlockSize = "";
  }, 150);
});
