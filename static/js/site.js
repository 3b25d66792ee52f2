// A few comforts; every page does its work without them.

// A film from elsewhere is loaded only after a click on our own still.
document.addEventListener("click", (event) => {
  const facade = event.target.closest("a[data-frame]");
  if (!facade || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = facade.dataset.frame;
  frame.title = facade.dataset.title;
  frame.allow = "autoplay; fullscreen";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation");
  facade.replaceWith(frame);
  frame.focus();
});

// In the gallery the arrow keys go where the links beside the picture go.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, video, [tabindex]")) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  document.querySelector(`[data-keys] [rel="${way}"]`)?.click();
});

// What is meant to be copied is selected whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[readonly], textarea[readonly]")) event.target.select();
});

// The count moves while somebody watches it: every five seconds at first, up to a minute apart while nothing changes,
// not at all in a tab that nobody sees.
for (const tally of document.querySelectorAll("[data-count-url]")) {
  const shown = tally.querySelector(".count");
  let pause = 5000;
  let next;
  const wait = () => {
    clearTimeout(next);
    if (!document.hidden) next = setTimeout(look, pause);
  };
  const look = async () => {
    const answer = await fetch(tally.dataset.countUrl).catch(() => null);
    const count = answer?.ok ? (await answer.json()).count : undefined;
    const moved = count !== undefined && shown.textContent.replace(/\D/g, "") !== String(count);
    pause = moved ? 5000 : Math.min(pause * 1.5, 60000);
    if (moved) {
      shown.textContent = count.toLocaleString(document.documentElement.lang, { numberingSystem: "latn" });
      const progress = tally.querySelector("progress");
      if (progress) progress.value = Math.min(count, progress.max);
    }
    wait();
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(next);
    pause = 5000;
    if (!document.hidden) look();
  });
  wait();
}

// After a form came back with errors, begin where they are listed: after the browser has gone to the form (#sign).
addEventListener("load", () => document.querySelector(".errors")?.focus());
