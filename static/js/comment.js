// Before a comment is sent the browser does a small sum (core/http/proof_of_work.py).
// Without it a moderator looks first.

const ENCODER = new TextEncoder();
const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", ENCODER.encode(text)));

const zeroBits = (digest) => {
  let bits = 0;
  for (const byte of digest) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
};

const solve = async (text, bits) => {
  const lines = text.replace(/\r\n?/g, "\n").replaceAll("\n", "\r\n");
  const begun = [...(await sha256(lines))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  for (let answer = 0; ; answer++) if (zeroBits(await sha256(`${begun}:${answer}`)) >= bits) return answer;
};

for (const form of document.querySelectorAll("form[data-work]")) {
  form.addEventListener("submit", async (event) => {
    // Pages without TLS have no crypto.subtle.
    if (!crypto.subtle) return;
    event.preventDefault();
    const { work, comment, form_token: token } = form.elements;
    // Sent by script, the form would forget which of its buttons was pressed.
    const { name, value } = event.submitter || {};
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    work.value = await solve(token.value + comment.value, Number(work.dataset.bits));
    form.submit();
  });
}
