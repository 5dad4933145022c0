// Sends what is being written to the server as a draft, so that a lost tab loses nothing. Nothing is
// kept in the browser, which may be shared.
//
//   <textarea name="notes" data-autosave-url="/contacts/drafts"
//             data-autosave-saved="Draft saved at %s" data-autosave-failed="Draft not saved"></textarea>
//   <p data-autosave-status="notes" aria-live="polite"></p>
//
// It posts the field under its own name with the form's token; any 2xx answer means saved.

const PAUSE = 1500;

function startAutosave(field) {
  const form = field.form;
  const status = document.querySelector(`[data-autosave-status="${CSS.escape(field.name)}"]`);
  let saved = field.value;
  let timer;
  let sending = Promise.resolve();

  function say(text) {
    if (status) {
      status.textContent = text;
    }
  }

  async function send() {
    const text = field.value;
    if (text === saved) {
      return;
    }
    const token = form.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(field.dataset.autosaveUrl, {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ [field.name]: text }),
      });
      if (!answer.ok || answer.redirected) {
        throw new TypeError(`answered ${answer.status}`);
      }
      saved = text;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, {
        hour: "numeric",
        minute: "2-digit",
      });
      say((field.dataset.autosaveSaved ?? "Draft saved at %s").replace("%s", time));
    } catch (fault) {
      if (!(fault instanceof TypeError)) {
        throw fault;
      }
      say(field.dataset.autosaveFailed ?? "Draft not saved");
    }
  }

  function sendSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      // One at a time and in order, or an old draft could land on a newer one.
      sending = sending.then(send);
    }, PAUSE);
  }

  field.addEventListener("input", sendSoon);
  form.addEventListener("submit", () => window.clearTimeout(timer));
}

export function startAutosaves(page) {
  page.querySelectorAll("textarea[data-autosave-url]").forEach(startAutosave);
}
