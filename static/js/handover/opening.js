// Opens the boxes of a hand-over file, line by line; the same as campaigns/handover/reader.py.
"use strict";

handover.open = async (file, keyText, onProgress) => {
  await sodium.ready;
  const keys =
    keyText.split("\n").filter((line) => line.trim()).length > 1 && keyText.replace(/[-\s]/g, "").length > 56
      ? keyText.split("\n").filter((line) => line.trim())
      : [keyText];
  const pairs = keys.map(handover.readKey).map((key) => ({ key, half: sodium.crypto_scalarmult_base(key) }));
  const opened = {
    header: null,
    signers: [],
    papers: [],
    unreadable: 0,
    papersUnreadable: 0,
    countries: {},
    isWhole: false,
  };
  let read = 0;
  for await (const line of handover.lines(file, (bytes) => {
    read += bytes;
    onProgress(read / file.size, opened.signers.length);
  })) {
    if (!opened.header) opened.header = handover.readHeader(line);
    else handover.readLine(line, pairs, opened);
  }
  if (!opened.header) throw new Error(handover.words.noFile);
  return opened;
};

// Yields whole lines, and null for one that a broken download left half.
handover.lines = async function* (file, onBytes) {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      if (rest) yield null;
      return;
    }
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop();
    // A file of something else has no lines: do not gather all of it.
    if (rest.length > 40e6) throw new Error(handover.words.noFile);
    yield* lines;
    onBytes(value.length);
    await new Promise((resolve) => setTimeout(resolve));
  }
};

handover.readHeader = (line) => {
  let header;
  try {
    header = JSON.parse(line);
  } catch {
    header = null;
  }
  const told = ["made_at", "organisation", "petition", "demands", "counts", "country_names"];
  if (!header || header.format !== "sealed-hand-over" || !told.every((name) => name in header))
    throw new Error(handover.words.noFile);
  if (header.version !== 1) throw new Error(handover.words.later);
  return header;
};

handover.readLine = (line, pairs, opened) => {
  opened.isWhole = false; // whatever comes after the last line is not from us
  if (line === null) return;
  try {
    handover.readContent(JSON.parse(line), pairs, opened);
  } catch {
    throw new Error(handover.words.damaged);
  }
};

handover.readContent = (line, pairs, opened) => {
  if (line.end) {
    opened.isWhole =
      line.signatures === opened.signers.length + opened.unreadable &&
      handover.isSameCount(opened.countries, opened.header.counts.countries);
    return;
  }
  const bytes = handover.openBox(line.box, pairs);
  if (line.paper) {
    if (bytes) opened.papers.push({ ...JSON.parse(new TextDecoder().decode(bytes)), ...line.paper });
    else opened.papersUnreadable += 1;
    return;
  }
  opened.countries[line.country] = (opened.countries[line.country] || 0) + 1;
  if (bytes)
    opened.signers.push(
      handover.signer(opened.signers.length + 1, line.country, JSON.parse(new TextDecoder().decode(bytes))),
    );
  else opened.unreadable += 1;
};

handover.isSameCount = (some, others) => {
  const codes = Object.keys(some);
  return codes.length === Object.keys(others).length && codes.every((code) => some[code] === others[code]);
};

handover.openBox = (box, pairs) => {
  const bytes = sodium.from_base64(box, sodium.base64_variants.ORIGINAL);
  for (const { key, half } of pairs) {
    try {
      return sodium.crypto_box_seal_open(bytes, half, key);
    } catch {
      continue;
    }
  }
  return null;
};

handover.signer = (number, country, box) => {
  const { demand, ...consent } = box.consent || {};
  return {
    number,
    country,
    name: String(box.name || ""),
    email: String(box.email || ""),
    postcode: String(box.postcode || ""),
    place: String(box.place || ""),
    comment: String(box.comment || ""),
    language: String(box.language || ""),
    public: Boolean(consent.public ?? box.public),
    updates: Boolean(consent.updates ?? box.updates),
    at: String(consent.at || ""),
    page: String(consent.petition || ""),
    consent,
  };
};

// A spreadsheet takes what begins so for a formula, also after a semicolon where rows are split at them.
handover.safeCell = (text) => text.replace(/^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])[ "]*(?=[=+\-@＝＋－＠])/g, "$&'");

handover.csv = ({ header, signers }) => {
  const row = (cells) =>
    cells
      .map((cell) => handover.safeCell(String(cell)))
      .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
      .join(",") + "\r\n";
  const yes = (is) => (is ? "yes" : "no");
  const titles = [
    "number",
    "name",
    "e-mail",
    "country",
    "country name",
    "postcode",
    "town",
    "comment",
    "name may be shown",
    "wants news",
    "language",
    "signed at",
    "signed page",
    "consent",
  ];
  const cells = (s) => [
    s.number,
    s.name,
    s.email,
    s.country,
    handover.country(header, s.country),
    s.postcode,
    s.place,
    s.comment,
    yes(s.public),
    yes(s.updates),
    s.language,
    s.at,
    s.page,
    Object.keys(s.consent).length ? JSON.stringify(s.consent) : "",
  ];
  const rows = signers.map((signer) => row(cells(signer)));
  return new Blob(["\ufeff", row(titles), ...rows], { type: "text/csv;charset=utf-8" });
};
