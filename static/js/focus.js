// Photographs at the desk: a click on the picture writes the numbers of what must stay in sight; they work without it.
addEventListener("DOMContentLoaded", () => {
  const picture = document.querySelector(".focus-picker img");
  const across = document.querySelector("#id_focus_x");
  const down = document.querySelector("#id_focus_y");
  if (!picture || !across || !down) return;
  const cross = document.createElement("span");
  picture.after(cross);
  const show = () => {
    cross.style.left = `${across.value}%`;
    cross.style.top = `${down.value}%`;
  };
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    across.value = Math.round(((event.clientX - box.left) / box.width) * 100);
    down.value = Math.round(((event.clientY - box.top) / box.height) * 100);
    show();
  });
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  show();
});
