// Signs in with a passkey, or makes one. The form stays hidden where there is no script or no passkeys.
//
//   <form method="post" action="/sign-in/passkey" hidden data-passkey="get" data-passkey-options="/sign-in/passkey-challenges"
//         data-passkey-cancelled="…" data-passkey-failed="…">
//     <input type="hidden" name="credential"> <button>…</button> <p data-passkey-status role="status"></p>
//   </form>
//
// When the form is sent, the server is asked what to ask of the browser; what the browser answers goes
// into `credential`, and the form is sent as any other. `create` in place of `get` makes a passkey.

function toBytes(text) {
  const plain = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return window.btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

function named(credentials) {
  return (credentials ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
}

function asked(options) {
  const told = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) {
    told.user = { ...options.user, id: toBytes(options.user.id) };
    told.excludeCredentials = named(options.excludeCredentials);
  } else {
    told.allowCredentials = named(options.allowCredentials);
  }
  return { publicKey: told };
}

function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) {
      response[part] = toText(credential.response[part]);
    }
  }
  const { id, type } = credential;
  return JSON.stringify({ id, type, rawId: toText(credential.rawId), response });
}

async function options(form) {
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.passkeyOptions, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": token },
  });
  if (!answer.ok || answer.redirected) {
    throw new TypeError(`answered ${answer.status}`);
  }
  return answer.json();
}

function startPasskey(form) {
  const field = form.elements.namedItem("credential");
  const status = form.querySelector("[data-passkey-status]");

  async function send() {
    status.textContent = "";
    try {
      const wanted = asked(await options(form));
      field.value = answered(await navigator.credentials[form.dataset.passkey](wanted));
      form.submit();
    } catch (fault) {
      if (!(fault instanceof DOMException || fault instanceof TypeError)) {
        throw fault;
      }
      const isCancelled = fault.name === "NotAllowedError" || fault.name === "AbortError";
      status.textContent = isCancelled ? form.dataset.passkeyCancelled : form.dataset.passkeyFailed;
    }
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    const name = form.elements.namedItem("name");
    if (name && !name.value.trim()) {
      return; // The server says what is missing before a passkey is made.
    }
    event.preventDefault();
    send();
  });
}

export function startPasskeys(page) {
  if (window.PublicKeyCredential) {
    page.querySelectorAll("form[data-passkey]").forEach(startPasskey);
  }
}
