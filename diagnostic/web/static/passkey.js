// Passkeys: what the server asks is handed to the device, and its answer sent back by the page's form. Also shows a
// password while one types it.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function create(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const key = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = key.response;
  return {
    clientDataJSON: text(clientDataJSON),
    attestationObject: text(attestationObject),
    transports: key.response.getTransports ? key.response.getTransports() : [],
    key,
  };
}

async function get(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: known(options.allowCredentials),
  };
  const key = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
  return {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
    key,
  };
}

const WHY = {
  NotAllowedError: "L’appareil n’a pas reçu votre accord, ou le délai est passé. Vous pouvez recommencer.",
  InvalidStateError: "Cet appareil a déjà une clé d’accès pour votre compte.",
  SecurityError: "Cette adresse ne permet pas les clés d’accès. Connectez-vous autrement.",
};
const OTHERWISE = "L’appareil n’a pas pu répondre. Recommencez, ou connectez-vous autrement.";

async function ask(form, button, said) {
  button.hidden = true;
  said.textContent = "En attente de votre appareil…";
  try {
    const options = JSON.parse(form.dataset.options);
    const { key, ...response } = await (form.dataset.passkey === "create" ? create(options) : get(options));
    form.elements.credential.value = JSON.stringify({
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      response,
    });
    form.submit();
  } catch (error) {
    said.textContent = WHY[error.name] || OTHERWISE;
    button.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-ask]");
  const said = form.querySelector("[data-said]");
  if (window.PublicKeyCredential) {
    button.addEventListener("click", () => ask(form, button, said));
    ask(form, button, said);
  } else {
    said.textContent = "Ce navigateur ne connaît pas les clés d’accès. Connectez-vous autrement.";
  }
}

for (const button of document.querySelectorAll("[data-show]")) {
  const field = document.getElementById(button.dataset.show);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.firstChild.textContent = shown ? "Afficher" : "Masquer";
    field.focus();
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
