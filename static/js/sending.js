// A film takes minutes to send: a bar tells how far it is, and what is wrong is said without choosing the file again.
// Without this script the form is sent as ever.
addEventListener("DOMContentLoaded", () => {
  const bar = document.getElementById("sending");
  const form = bar?.closest("form");
  if (!form) return;
  const line = bar.querySelector("p");
  const progress = bar.querySelector("progress");
  const stop = bar.querySelector("button");
  const list = bar.appendChild(document.createElement("ul"));
  const words = bar.dataset;
  const WORTH_A_BAR = 1e6; // bytes
  let request = null;

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (request) return event.preventDefault(); // pressed twice
    if (event.defaultPrevented || button?.formTarget || button?.hasAttribute("formaction")) return;
    const files = [...form.querySelectorAll("[type=file]")].flatMap((field) => [...field.files]);
    if (files.reduce((sum, file) => sum + file.size, 0) < WORTH_A_BAR) return;
    event.preventDefault();
    send(new FormData(form, button), button);
  });
  stop.addEventListener("click", () => request?.abort());
  addEventListener("beforeunload", (event) => request && event.preventDefault());

  function send(fields, button) {
    request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.value = loaded / total;
      line.textContent =
        loaded < total ? words.sent.replace("%1", megabytes(loaded)).replace("%2", megabytes(total)) : words.kept;
    });
    request.addEventListener("load", () => answered(request, button));
    request.addEventListener("error", () => ended(words.lost));
    request.addEventListener("abort", () => ended(words.stopped));
    list.replaceChildren();
    progress.value = 0;
    progress.hidden = stop.hidden = bar.hidden = false;
    line.textContent = words.begins;
    request.send(fields);
  }

  function answered({ status, responseText }, button) {
    let said = {};
    try {
      said = JSON.parse(responseText);
    } catch {
      return ended(status === 413 ? words.large : words.refused); // a web server in front, or somebody logged out
    }
    ended(words.wrong);
    if (said.location) {
      bar.hidden = true;
      location.assign(said.location);
    } else if (said.again) {
      if (button?.name)
        form.append(
          Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }),
        );
      form.submit();
    } else {
      list.replaceChildren(...said.errors.map(entry));
      list.querySelector("a")?.focus();
    }
  }

  function entry({ id, label, words: wrong }) {
    const item = document.createElement("li");
    const colon = document.documentElement.lang.startsWith("fr") ? "\u00a0: " : ": ";
    if (id) item.append(Object.assign(document.createElement("a"), { href: `#${id}`, textContent: label }), colon);
    item.append(wrong);
    return item;
  }

  function ended(text) {
    request = null;
    line.textContent = text;
    progress.hidden = stop.hidden = true;
  }

  function megabytes(bytes) {
    return (bytes / 1048576).toLocaleString(document.documentElement.lang, {
      maximumFractionDigits: 1,
      minimumFractionDigits: 1,
    });
  }
});
