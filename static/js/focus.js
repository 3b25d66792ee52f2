// Photographs at the desk: a click on the picture, or the arrow keys there, writes the numbers of what must stay in
// sight; they work without it.
addEventListener("DOMContentLoaded", () => {
  const picker = document.querySelector(".focus-picker");
  const picture = picker?.querySelector("img");
  const across = document.querySelector("#id_focus_x");
  const down = document.querySelector("#id_focus_y");
  if (!picture || !across || !down) return;
  const cross = document.createElement("span");
  picture.after(cross);
  picker.tabIndex = 0;
  const show = () => {
    cross.style.left = `${across.value}%`;
    cross.style.top = `${down.value}%`;
    picker.setAttribute("aria-label", `${picker.dataset.label} ${across.value} %, ${down.value} %`);
  };
  const put = (x, y) => {
    across.value = Math.min(100, Math.max(0, Math.round(x)));
    down.value = Math.min(100, Math.max(0, Math.round(y)));
    across.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    put(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  });
  picker.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, -5], ArrowDown: [0, 5] }[event.key];
    if (!step) return;
    event.preventDefault();
    put(Number(across.value) + step[0], Number(down.value) + step[1]);
  });
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  show();
});
