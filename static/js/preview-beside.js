// The page as readers will see it, beside the text: in three widths, and made anew each time the writing was kept.
addEventListener("DOMContentLoaded", () => {
  "use strict";

  const box = document.getElementById("beside");
  const form = document.getElementById("writing")?.closest("form");
  if (!box || !form) return;
  const stage = box.querySelector(".beside-stage");
  const frame = document.createElement("iframe");
  frame.title = box.getAttribute("aria-label");
  frame.sandbox = "allow-same-origin";
  let isBusy = false;
  let isAskedAgain = false;
  document.getElementById("show-beside").hidden = false;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#show-beside, #hide-beside");
    if (!button) return;
    box.hidden = !box.hidden;
    document.body.classList.toggle("is-beside", !box.hidden);
    if (box.hidden) return document.getElementById("show-beside").focus();
    stage.append(frame);
    fit();
    show();
    box.querySelector("#hide-beside").focus();
  });
  box.addEventListener("keydown", (event) => event.key === "Escape" && box.querySelector("#hide-beside").click());
  box.addEventListener("change", fit);
  addEventListener("resize", fit);
  form.addEventListener("kept", () => box.hidden || show());
  form.addEventListener("saved", () => box.hidden || show());

  // A page that is wider than its place is shown smaller, whole.
  function fit() {
    if (box.hidden) return;
    const width = Number(box.querySelector("[name=beside-width]:checked").value);
    const scale = Math.min(1, stage.clientWidth / width);
    frame.width = width;
    frame.height = Math.round(stage.clientHeight / scale);
    frame.style.zoom = scale;
  }

  async function show() {
    if (isBusy) return (isAskedAgain = true);
    isBusy = true;
    try {
      for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.updateElement();
      const headers = { Accept: "application/json" };
      const fields = new FormData(form);
      const response = await fetch(box.dataset.url, { method: "POST", body: fields, headers, redirect: "error" });
      const { html } = await response.json();
      const down = frame.contentWindow?.scrollY ?? 0;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, down), { once: true });
      frame.srcdoc = html;
    } catch {
      // The page stays as it was; that the server is away is said where one writes.
    } finally {
      isBusy = false;
      if (isAskedAgain) {
        isAskedAgain = false;
        show();
      }
    }
  }
});
