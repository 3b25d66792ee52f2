// The publication page: a date that is typed is chosen, and the button says what it will do.
"use strict";

addEventListener("pageshow", () => {
  const form = document.getElementById("dates");
  if (!form) return;
  const boxes = [form.elements.at_0, form.elements.at_1];
  const button = form.querySelector("button[value=publish]");
  const opened = { site: Date.parse(`${form.dataset.now}Z`), here: performance.now() };
  const typed = boxes.map((box) => box.value);

  // The site's zone is not this computer's, so both are taken as times on the clock of the site.
  const now = () => new Date(opened.site + performance.now() - opened.here).toISOString().slice(0, 16);

  function inWords(day, hour) {
    // English dates have the day first here, as on all our pages.
    const language = document.documentElement.lang.replace(/^en$/, "en-GB");
    const shown = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(
      new Date(`${day}T00:00Z`),
    );
    return `${shown}, ${hour}`;
  }

  function say() {
    const [day, hour] = boxes.map((box) => box.value);
    const { now: plain, ahead, past } = button.dataset;
    if (form.elements.when.value !== "at" || !day || !hour) button.textContent = plain;
    else button.textContent = (`${day}T${hour}` > now() ? ahead : past).replace("%s", inWords(day, hour));
  }

  function take(place) {
    typed[place] = boxes[place].value;
    // Whoever writes a day alone means its morning.
    if (place === 0 && boxes[0].value && !boxes[1].value) boxes[1].value = typed[1] = "09:00";
    form.elements.when.value = "at";
    say();
  }
  boxes.forEach((box, place) => box.addEventListener("input", () => take(place)));
  // Whoever chooses “now” sees the date go, and come back with “at this time”.
  form.addEventListener("change", (event) => {
    if (event.target.name !== "when") return;
    const kept =
      event.target.value === "at"
        ? typed
        : form.dataset.state === "public"
          ? boxes.map((box) => box.dataset.kept)
          : ["", ""];
    boxes.forEach((box, place) => (box.value = kept[place]));
    say();
  });
  say();
  // Somebody may have written a day before all of the page had come.
  if (boxes[0].value && boxes[0].value !== boxes[0].dataset.kept) take(0);
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) button.click();
  });
});
