// The settings of the organisation: the drawings below the colours follow what is chosen, before it is saved.
addEventListener("DOMContentLoaded", () => {
  "use strict";

  const preview = document.querySelector(".identity-preview");
  const fields = ["colour", "colour_by_night", "name"].map((name) => document.getElementById(`id_${name}`));
  if (!preview || fields.includes(null)) return;
  let waiting, asked = 0;

  async function show() {
    const question = ++asked;
    const values = fields.map((field) => [field.name, field === fields[2] ? field.value : field.value.toLowerCase()]);
    const answer = await fetch(`${preview.dataset.address}?${new URLSearchParams(values)}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drawn = page.querySelector(".identity-preview");
    if (drawn && question === asked) preview.replaceChildren(...drawn.childNodes);
  }

  for (const field of fields)
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => show().catch(() => {}), 150); // without the network the last drawing stays
    });
});
