// Writes the document that is printed and handed over. Signers' words become text, never markup.
"use strict";

handover.element = (name, content = [], attributes = {}) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...[content].flat());
  return element;
};

handover.number = (number) => number.toLocaleString(document.documentElement.lang);
// English dates have the day first here, as on all our pages.
handover.day = (moment) =>
  new Date(moment).toLocaleDateString(document.documentElement.lang.replace(/^en$/, "en-GB"), { dateStyle: "long" });

handover.writeDocument = (place, opened, options, chosen) => {
  const { header, signers, papers } = opened;
  const parts = [handover.cover(header, signers.length), handover.demand(header), handover.byCountry(header, signers)];
  if (papers.length) parts.push(handover.onPaper(header, papers));
  parts.push(handover.comments(header, signers, options, chosen));
  if (options.name || options.country || options.postcode || options.town)
    parts.push(handover.list(header, signers, options));
  place.replaceChildren(...parts);
  place.lang = header.petition.language;
};

handover.cover = (header, count) => {
  const { words, element } = handover,
    paper = header.counts.on_paper;
  return element(
    "section",
    [
      element("p", header.organisation),
      element("h1", header.petition.title, { dir: "auto" }),
      element("p", `${words.to} ${header.petition.addressee}`, { dir: "auto" }),
      element("p", [element("b", handover.number(count)), " ", count === 1 ? words.one : words.signatures], {
        class: "count",
      }),
      ...(paper ? [element("p", `${words.onPaper} ${handover.number(paper)}`)] : []),
      element("p", handover.day(header.made_at)),
    ],
    { class: "cover" },
  );
};

handover.demand = (header) =>
  handover.element("section", [
    handover.element("h2", handover.words.signed),
    ...header.demands.flatMap(({ words, until }) => [
      ...(until ? [handover.element("h3", `${handover.words.until} ${handover.day(until)}`)] : []),
      handover.element("blockquote", words, { dir: "auto" }),
    ]),
  ]);

handover.byCountry = (header, signers) => {
  const { element, words } = handover,
    counts = new Map();
  for (const { country } of signers) counts.set(country, (counts.get(country) || 0) + 1);
  const rows = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const row = (name, count, kind) =>
    element("tr", [element("th", name, { scope: kind }), element("td", handover.number(count))]);
  return element("section", [
    element("h2", words.countries),
    element("table", [
      element(
        "thead",
        element("tr", [element("th", words.country, { scope: "col" }), element("th", words.howMany, { scope: "col" })]),
      ),
      element(
        "tbody",
        rows.map(([code, count]) => row(handover.country(header, code), count, "row")),
      ),
      element("tfoot", row(words.all, signers.length, "row")),
    ]),
  ]);
};

handover.onPaper = (header, papers) => {
  const { element, words } = handover;
  const head = [words.collected, words.place, words.howMany].map((name) => element("th", name, { scope: "col" }));
  return element(
    "section",
    [
      element("h2", words.paper),
      element("table", [
        element("thead", element("tr", head)),
        element(
          "tbody",
          papers.map((one) =>
            element("tr", [
              element("th", handover.day(`${one.collected_on}T00:00`), { scope: "row" }),
              element("td", [element("bdi", one.place), `, ${handover.country(header, one.country)}`]),
              element("td", handover.number(one.count)),
            ]),
          ),
        ),
      ]),
    ],
    { class: "papers" },
  );
};

handover.country = (header, code) => header.country_names[code] || code;
handover.shownName = (signer, options) => (signer.public || options.all ? signer.name : "");

// While comments are ticked only their part is written anew, and not the list of all signers.
handover.writeComments = (place, { header, signers }, options, chosen) =>
  place.querySelector(".comments").replaceWith(handover.comments(header, signers, options, chosen));

handover.comments = (header, signers, options, chosen) =>
  handover.element(
    "section",
    [
      ...(chosen.size ? [handover.element("h2", handover.words.words)] : []),
      ...[...chosen]
        .sort((a, b) => a - b)
        .map((number) => signers[number - 1])
        .map((signer) =>
          handover.element("figure", [
            handover.element("blockquote", signer.comment, { dir: "auto" }),
            handover.element("figcaption", [
              handover.element("bdi", handover.shownName(signer, options) || handover.words.signer),
              `, ${handover.country(header, signer.country)}`,
            ]),
          ]),
        ),
    ],
    { class: "comments" },
  );

// In lists of 500: what is out of sight is then not laid out, which for 100,000 in one list takes minutes.
handover.AT_ONCE = 500;

handover.list = (header, signers, options) => {
  const lists = [];
  for (let first = 0; first < signers.length; first += handover.AT_ONCE) {
    const items = signers
      .slice(first, first + handover.AT_ONCE)
      .map((signer) => handover.listed(header, signer, options));
    lists.push(handover.element("ol", items, { start: first + 1 }));
  }
  return handover.element("section", [handover.element("h2", handover.words.list), ...lists], { class: "signers" });
};

handover.listed = (header, signer, options) => {
  const parts = [];
  if (options.name) parts.push(handover.element("bdi", handover.shownName(signer, options) || handover.words.keptBack));
  const where = options.postcode && signer.postcode ? [signer.postcode] : [];
  // Given to be shown with the name, so kept back with it.
  if (options.town && signer.place && handover.shownName(signer, options))
    where.push(handover.element("bdi", signer.place));
  const pieces = [parts, where.flatMap((part, at) => (at ? [" ", part] : [part]))];
  if (options.country) pieces.push([handover.country(header, signer.country)]);
  return handover.element(
    "li",
    pieces.filter((piece) => piece.length).flatMap((piece, at) => (at ? [", ", ...piece] : piece)),
  );
};
