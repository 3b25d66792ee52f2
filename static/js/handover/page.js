// The page that opens a hand-over: what is typed, ticked and clicked. Nothing here asks the network for anything.
"use strict";
{
  const by = (id) => document.getElementById(id);
  const words = handover.words,
    AT_ONCE = 100;
  let opened = null,
    shown = AT_ONCE;
  const chosen = new Set();

  const complain = (text) => {
    by("trouble").textContent = text;
    by("trouble").hidden = !text;
  };

  by("open").addEventListener("submit", async (event) => {
    event.preventDefault();
    complain("");
    by("opened").hidden = by("document").hidden = true;
    by("working").hidden = false;
    try {
      opened = await handover.open(by("file").files[0], by("key").value, (part, count) => {
        by("progress").value = part;
        by("so-far").textContent = `${handover.number(count)} ${words.soFar}`;
      });
      if (!opened.signers.length && opened.unreadable) throw new Error(words.none);
      by("key").value = "";
      chosen.clear();
      show();
    } catch (error) {
      complain(error.message);
    }
    by("working").hidden = true;
  });

  const show = () => {
    const count = opened.signers.length;
    by("number").textContent = `${handover.number(count)} ${count === 1 ? words.one : words.signatures}`;
    by("petition").textContent = opened.header.petition.title;
    const warnings = [];
    if (!opened.isWhole) warnings.push(words.half);
    const unreadable = opened.unreadable + opened.papersUnreadable;
    if (unreadable) warnings.push(`${handover.number(unreadable)} ${words.unreadable}`);
    by("warning").textContent = warnings.join(" ");
    by("warning").hidden = !warnings.length;
    by("comments").hidden = !opened.signers.some((signer) => signer.comment);
    showPapers();
    showComments();
    write();
    by("opened").hidden = by("document").hidden = false;
    by("opened-title").focus();
  };

  const options = () =>
    Object.fromEntries([...by("options").querySelectorAll("input")].map((box) => [box.name, box.checked]));
  const write = () => handover.writeDocument(by("document"), opened, options(), chosen);
  by("options").addEventListener("change", write);
  by("print").addEventListener("click", () => window.print());

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60e3);
  };
  by("save").addEventListener("click", () => save(handover.csv(opened), `${opened.header.petition.slug}.csv`));

  const showPapers = () => {
    by("papers").hidden = !opened.papers.length;
    by("papers").replaceChildren(
      ...opened.papers.map((paper) => {
        const button = handover.element("button", `${words.scan} ${paper.collected_on}, ${paper.place}`, {
          type: "button",
        });
        button.addEventListener("click", () =>
          save(new Blob([sodium.from_base64(paper.scan, sodium.base64_variants.ORIGINAL)]), paper.file_name),
        );
        return handover.element("li", [`${handover.number(paper.count)}, ${paper.collected_by || ""} `, button]);
      }),
    );
  };

  const showComments = () => {
    const wanted = by("search").value.toLocaleLowerCase();
    const found = opened.signers.filter(
      (signer) => signer.comment && (!wanted || signer.comment.toLocaleLowerCase().includes(wanted)),
    );
    by("comment-list").replaceChildren(
      ...found.slice(0, shown).map((signer) => {
        const box = handover.element("input", [], { type: "checkbox", value: signer.number });
        box.checked = chosen.has(signer.number);
        const name = signer.name || words.signer;
        return handover.element(
          "li",
          handover.element("label", [
            box,
            " ",
            handover.element("bdi", signer.comment),
            ` (${name}, ${handover.country(opened.header, signer.country)})`,
          ]),
        );
      }),
    );
    by("more").hidden = found.length <= shown;
  };
  by("search").addEventListener("input", () => {
    shown = AT_ONCE;
    showComments();
  });
  by("more").addEventListener("click", () => {
    shown += AT_ONCE;
    showComments();
  });
  by("comment-list").addEventListener("change", ({ target }) => {
    if (target.checked) chosen.add(Number(target.value));
    else chosen.delete(Number(target.value));
    by("chosen").textContent = `${handover.number(chosen.size)} ${words.chosen}`;
    handover.writeComments(by("document"), opened, options(), chosen);
  });
}
