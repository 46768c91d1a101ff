// Passkeys: a form with `data-passkey` asks the device before it is sent. `create` makes a passkey,
// `get` proves one. The options stand in the page, or are fetched from `data-options`.
const asBytes = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=")),
  (letter) => letter.charCodeAt(0),
);
const asText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: asBytes(one.id) }));

function forDevice({ publicKey: given }, making) {
  const options = { ...given, challenge: asBytes(given.challenge) };
  if (making) {
    options.user = { ...given.user, id: asBytes(given.user.id) };
    options.excludeCredentials = withBytes(given.excludeCredentials);
    options.authenticatorSelection = {
      ...given.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
    };
  } else {
    options.allowCredentials = withBytes(given.allowCredentials);
  }
  return { publicKey: options };
}

function forServer(credential) {
  const { response } = credential;
  const sent = { clientDataJSON: asText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) sent[name] = asText(response[name]);
  }
  if (response.getTransports) sent.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: asText(credential.rawId), type: credential.type, response: sent,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  });
}

async function optionsOf(form) {
  if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function ask(form) {
  const making = form.dataset.passkey === "create";
  const options = forDevice(await optionsOf(form), making);
  const credential = await (making ? navigator.credentials.create(options) : navigator.credentials.get(options));
  form.elements.credential.value = forServer(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fault = form.querySelector("[data-passkey-fault]");
    fault.hidden = true;
    ask(form).catch(() => { fault.hidden = false; });
  });
}
