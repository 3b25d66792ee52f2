// Many pictures: one request for each file, with a bar that moves; without this script the form sends all of them
// at once.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.upload");
  const list = form.querySelector(".uploads");
  const chosen = form.querySelector("[type=file]");
  const button = form.querySelector("[type=submit]");
  let isBusy = false;

  form.addEventListener("submit", async (event) => {
    if (!chosen.files.length) return; // the server says what is missing
    event.preventDefault();
    const files = [...chosen.files];
    const rows = files.map((file) => row(file));
    list.replaceChildren(...rows.map((entry) => entry.item));
    button.disabled = isBusy = true;
    // One after the other: the server looks at each for a second or two, and others want to work, too.
    for (const [index, file] of files.entries()) finish(rows[index], await send(file, rows[index].bar));
    button.disabled = isBusy = false;
    chosen.value = "";
  });
  addEventListener("beforeunload", (event) => {
    if (isBusy) event.preventDefault();
  });

  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = file.name;
    name.dir = "auto";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(name, " ", bar);
    return { item, bar };
  }

  function send(file, bar) {
    return new Promise((done) => {
      const words = new FormData(form);
      words.delete("files");
      words.append("files", file);
      const request = new XMLHttpRequest();
      request.open("POST", form.action || location.href);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (event.loaded / event.total) * 0.9;
      });
      request.addEventListener("load", () => done(read(request)));
      request.addEventListener("error", () => done({ error: form.dataset.lost }));
      request.send(words);
    });
  }

  function read(request) {
    try {
      const { results, errors } = JSON.parse(request.responseText);
      return results[0] ?? { error: errors.join(" ") || form.dataset.refused };
    } catch {
      return { error: form.dataset.refused };
    }
  }

  function finish({ item, bar }, { error, address }) {
    let said;
    if (error) {
      item.classList.add("refused");
      said = document.createTextNode(error);
    } else {
      said = Object.assign(document.createElement("a"), { href: address, textContent: form.dataset.taken });
      form.querySelector(".uploaded").hidden = false;
    }
    bar.replaceWith(said);
  }
});
