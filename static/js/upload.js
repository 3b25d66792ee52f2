// Many pictures: sent as soon as they are chosen or dropped, one request for each file, with a bar that moves; then the
// words are asked for. Without this script the form sends all of them at once.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.upload");
  const list = form.querySelector(".uploads");
  const chosen = form.querySelector("[type=file]");
  const words = form.querySelector(".uploaded");
  let isBusy = false;
  form.querySelector(".submit-row").hidden = true;

  const take = async (files) => {
    const waiting = [...files].map((file) => ({ file, ...row(file) }));
    if (!waiting.length || isBusy) return;
    list.replaceChildren(...waiting.map(({ item }) => item));
    isBusy = true;
    let refused = 0;
    // One after the other: the server looks at each for a second or two, and others want to work, too.
    for (const one of waiting) refused += finish(one, await send(one.file, one.bar));
    isBusy = false;
    chosen.value = "";
    // What was refused stays to be read.
    if (!refused) location.assign(words.querySelector("a").href);
    else words.querySelector("a").focus();
  };

  chosen.addEventListener("change", () => take(chosen.files));
  form.addEventListener("submit", (event) => {
    if (!chosen.files.length) return; // the server says what is missing
    event.preventDefault();
    take(chosen.files);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
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
      const data = new FormData(form);
      data.delete("files");
      data.append("files", file);
      const request = new XMLHttpRequest();
      request.open("POST", form.action || location.href);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (event.loaded / event.total) * 0.9;
      });
      request.addEventListener("load", () => done(read(request)));
      request.addEventListener("error", () => done({ error: form.dataset.lost }));
      request.send(data);
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

  // Return 1 for what was refused.
  function finish({ item, bar }, { error, address }) {
    let said;
    if (error) {
      item.classList.add("refused");
      said = document.createTextNode(error);
    } else {
      said = Object.assign(document.createElement("a"), { href: address, textContent: form.dataset.taken });
      words.hidden = false;
    }
    bar.replaceWith(said);
    return error ? 1 : 0;
  }
});
