// The address that a form fills in from the title: the same as slugify() in core/slugs.py makes, in any script.
// Django's own script, whose place it takes, drops the vowel signs of Thai, Devanagari and Arabic.
"use strict";

window.URLify = (title, most) => {
  const words = title
    .normalize("NFC")
    .replaceAll("İ", "i")
    .toLowerCase()
    .replace(/[^-\p{L}\p{N}\p{Mn}\p{Mc}_·\u200c\u200d\s]|[\u034f\ufe00-\ufe0f]/gu, "")
    // A joiner stays only beside letters that it joins or parts; the server knows the exact rule.
    .replace(/(?<![\p{Script=Arabic}\p{Mn}])\u200c|(?<!\p{Mn})\u200d/gu, "")
    .normalize("NFC")
    .trim()
    .replace(/[-\s]+/g, "-")
    .replace(/^[-_]+/, "");
  return Array.from(words)
    .slice(0, most)
    .join("")
    .replace(/[-_]+$/, "");
};
