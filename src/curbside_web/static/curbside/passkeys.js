// Passkeys: the browser talks to the authenticator, and a form carries what it said. Without this a password and a code do.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What the server asks for, with bytes in place of their letters.
function asked(options) {
  const made = { ...options, challenge: toBytes(options.challenge) };
  if (made.user) made.user = { ...made.user, id: toBytes(made.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    if (made[name]) made[name] = made[name].map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  return made;
}

// What the authenticator said, with letters in place of bytes.
function said(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options.publicKey;
}

async function use(button) {
  const form = button.form;
  const told = form.querySelector("[data-passkey-said]");
  told.textContent = "Your device asks you to confirm.";
  try {
    const options = asked(await optionsOf(form));
    let credential;
    if (button.dataset.passkey === "make") {
      const alone = form.elements.passwordless?.checked;
      options.authenticatorSelection = {
        ...options.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: Boolean(alone),
        userVerification: alone ? "required" : "preferred",
      };
      credential = await navigator.credentials.create({ publicKey: options });
    } else {
      credential = await navigator.credentials.get({ publicKey: options });
    }
    form.elements.credential.value = JSON.stringify(said(credential));
    form.querySelectorAll("[data-or-passkey]").forEach((one) => (one.required = false));
    form.requestSubmit(form.querySelector("[data-passkey-submit]"));
    told.textContent = "";
  } catch {
    told.textContent = "It did not work: it was cancelled, took too long, or this device has no passkey for this site.";
  }
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (window.PublicKeyCredential && window.isSecureContext) {
    button.hidden = false;
    button.addEventListener("click", () => use(button));
  } else {
    const told = button.form.querySelector("[data-passkey-said]");
    if (told) told.textContent = "Passkeys need a browser that has them, and a site with https.";
  }
}
