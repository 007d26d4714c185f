// Passkeys: what the server asks is handed to the device, and its answer sent back by the page's form. Also shows a
// password while one types it.
"use strict";

const PASSKEY_TEXTS = {
  fr: {
    why: {
      NotAllowedError: "L’appareil n’a pas reçu votre accord, ou le délai est passé. Vous pouvez recommencer.",
      InvalidStateError: "Cet appareil a déjà une clé d’accès pour votre compte.",
      SecurityError: "Cette adresse ne permet pas les clés d’accès. Connectez-vous autrement.",
    },
    otherwise: "L’appareil n’a pas pu répondre. Recommencez, ou connectez-vous autrement.",
    waiting: "En attente de votre appareil…",
    unknown: "Ce navigateur ne connaît pas les clés d’accès. Connectez-vous autrement.",
    show: "Afficher",
    hide: "Masquer",
  },
  en: {
    why: {
      NotAllowedError: "The device did not receive your consent, or the time has run out. You can try again.",
      InvalidStateError: "This device already has a passkey for your account.",
      SecurityError: "This address does not allow passkeys. Sign in another way.",
    },
    otherwise: "The device could not answer. Try again, or sign in another way.",
    waiting: "Waiting for your device…",
    unknown: "This browser does not know passkeys. Sign in another way.",
    show: "Show",
    hide: "Hide",
  },
};
const SAID = PASSKEY_TEXTS[document.documentElement.lang] ?? PASSKEY_TEXTS.fr;

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

async function ask(form, button, said) {
  button.hidden = true;
  said.textContent = SAID.waiting;
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
    said.textContent = SAID.why[error.name] || SAID.otherwise;
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
    said.textContent = SAID.unknown;
  }
}

for (const button of document.querySelectorAll("[data-show]")) {
  const field = document.getElementById(button.dataset.show);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.firstChild.textContent = shown ? SAID.show : SAID.hide;
    field.focus();
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
