// Passkeys: asks our server what to ask the device, asks it, and sends its answer with the form.
// Without script, or in a browser that has no passkeys, the forms that need this stay hidden.
"use strict";

const forms = document.querySelectorAll("form[data-passkey]");

function supported() {
  const known = window.PublicKeyCredential;
  return Boolean(known?.parseCreationOptionsFromJSON && known.parseRequestOptionsFromJSON && known.prototype.toJSON);
}

async function begin(form) {
  const answer = await fetch(form.dataset.begin, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail ?? said.title);
  return said;
}

async function ask(form) {
  const { token, options } = await begin(form);
  const isNew = form.dataset.passkey === "add";
  const credential = isNew
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey),
      })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey),
      });
  form.elements.token.value = token;
  form.elements.answer.value = JSON.stringify(credential.toJSON());
  form.submit();
}

function say(form, words) {
  const place = form.querySelector("[role=alert]");
  place.textContent = words;
  place.hidden = false;
}

for (const form of supported() ? forms : []) {
  form.closest("[data-passkeys]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    ask(form)
      .catch((error) => {
        const gaveUp = error.name === "NotAllowedError" || error.name === "InvalidStateError";
        say(form, gaveUp ? "Your device gave no passkey: try again, or take another way." : error.message);
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}
