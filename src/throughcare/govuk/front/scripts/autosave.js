// Sends what is being written to the server as a draft, so that a lost tab loses nothing. Nothing is
// kept in the browser, which may be shared.
//
//   <textarea name="notes" data-autosave-url="/contacts/drafts"
//             data-autosave-saved="Draft saved at %s" data-autosave-failed="Draft not saved"></textarea>
//   <p data-autosave-status="notes" aria-live="polite"></p>
//
// It posts the whole form that the field is in, and `quiet=1`, whenever something in the form is changed; any 2xx answer
// means saved. The form hears `autosaved` then, so that leaving it is no loss. A form that is kept whole has the attributes
// itself, and a name for its status.

const PAUSE = 1500;
const TOKEN = "csrfmiddlewaretoken";

function typed(form) {
  const fields = new URLSearchParams(new FormData(form));
  fields.delete(TOKEN);
  return fields.toString();
}

function startAutosave(field) {
  const form = field.form ?? field;
  // Of a form, `name` may be a field in it that is called so.
  const name = field.getAttribute("name") ?? "";
  const status = document.querySelector(`[data-autosave-status="${CSS.escape(name)}"]`);
  let saved = typed(form);
  let timer;
  let sending = Promise.resolve();
  let underWay = 0;

  function say(text) {
    if (status) {
      status.textContent = text;
    }
  }

  async function send() {
    const text = typed(form);
    if (text === saved) {
      return;
    }
    const token = form.querySelector(`input[name=${TOKEN}]`)?.value ?? "";
    try {
      const answer = await fetch(field.dataset.autosaveUrl, {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams(`${text}&quiet=1`),
      });
      if (!answer.ok || answer.redirected) {
        throw new TypeError(`answered ${answer.status}`);
      }
      saved = text;
      if (text === typed(form)) {
        form.dispatchEvent(new Event("autosaved"));
      }
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
      underWay += 1;
      sending = sending.then(send).finally(() => {
        underWay -= 1;
      });
    }, PAUSE);
  }

  form.addEventListener("input", sendSoon);
  // Whatever is sent waits for a draft on its way: one that landed after its contact would be a draft of it again.
  document.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (underWay) {
      event.preventDefault();
      sending.then(() => event.target.requestSubmit(event.submitter));
    }
  });
}

export function startAutosaves(page) {
  page.querySelectorAll("textarea[data-autosave-url], form[data-autosave-url]").forEach(startAutosave);
}
