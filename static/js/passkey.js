// Passkeys: hands the page's question to the browser, and the browser's answer to the form.
(() => {
  "use strict";

  const signs = (text) => atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = (text) => Uint8Array.from(signs(text), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (credentials = []) => credentials.map((one) => ({ ...one, id: bytes(one.id) }));

  for (const part of document.querySelectorAll("[data-passkey]")) if (window.PublicKeyCredential) begin(part);

  function begin(part) {
    const form = part.closest("form");
    const button = part.querySelector("button, [type=submit]");
    button.hidden = false;
    const answer = form.querySelector("input[name$=passkey]");
    const failed = part.querySelector("[data-passkey-failed]");

    async function ask() {
      failed.hidden = true;
      try {
        const options = JSON.parse(part.dataset.options);
        answer.value = JSON.stringify(await (part.dataset.passkey === "create" ? create(options) : get(options)));
        form.submit();
      } catch {
        failed.textContent = part.dataset.failed;
        failed.hidden = false;
      }
    }
    if (part === form)
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        ask();
      });
    else button.addEventListener("click", ask);
  }

  async function create(options) {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    return {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
        transports: made.response.getTransports?.() ?? [],
      },
    };
  }

  async function get(options) {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    };
    const shown = await navigator.credentials.get({ publicKey });
    const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
    return {
      id: shown.id,
      rawId: text(shown.rawId),
      type: shown.type,
      clientExtensionResults: shown.getClientExtensionResults(),
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null,
      },
    };
  }
})();
