// Reads a private key as people keep it on paper; the same as core/crypto/key_text.py.
"use strict";
window.handover = { words: document.getElementById("words").dataset };

handover.readKey = (text) => {
  const plain = text.trim();
  if (plain.length === 44 && plain.endsWith("=")) return sodium.from_base64(plain, sodium.base64_variants.ORIGINAL);
  const letters = plain.toUpperCase().replace(/[-\s]/g, "").replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B");
  if (letters.length !== 56) throw new Error(`${handover.words.keyLength} ${letters.length}`);
  const bytes = handover.fromBase32(letters);
  const key = bytes.slice(0, 32);
  const checksum = sodium.crypto_generichash(16, key).slice(0, 3);
  if (checksum.some((byte, i) => byte !== bytes[32 + i])) throw new Error(handover.words.keySlip);
  return key;
};

handover.fromBase32 = (letters) => {
  const bytes = [];
  let bits = 0,
    waiting = 0;
  for (const letter of letters) {
    const value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
    if (value < 0) throw new Error(handover.words.keyLetter);
    waiting = ((waiting << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((waiting >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
};
