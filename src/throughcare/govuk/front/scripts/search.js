// Answers while somebody types. Without this script the same form is sent with its button.
//
//   <form data-search="#results" action="/people" method="post"> … one input type=search … </form>
//   <p data-search-count aria-live="polite">…</p>
//   <div id="results">…</div>
//
// The server answers `fragment=1` with what belongs inside the results; an element with
// `data-announce="12 people found"` in it is read out. What a form posts is kept out of the address.

const PAUSE = 250;

function questionOf(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function addressOf(form, question) {
  const address = new URL(form.action, window.location.href);
  address.search = question;
  return address;
}

function send(form, question, signal) {
  const whole = `${question}&fragment=1`;
  return form.method === "post"
    ? fetch(form.action, { method: "POST", body: new URLSearchParams(whole), signal, credentials: "same-origin" })
    : fetch(addressOf(form, whole), { signal, credentials: "same-origin" });
}

function startSearch(form) {
  const results = document.querySelector(form.dataset.search);
  const count = document.querySelector("[data-search-count]");
  const least = Number(form.dataset.searchLeast ?? 2);
  let timer;
  let asked;
  let last = questionOf(form);

  async function ask() {
    const question = questionOf(form);
    const typed = form.querySelector("input[type=search]").value.trim();
    if (question === last || (typed.length > 0 && typed.length < least)) {
      return;
    }
    last = question;
    asked?.abort();
    asked = new AbortController();
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await send(form, question, asked.signal);
      if (!answer.ok || answer.redirected) {
        return;
      }
      results.innerHTML = await answer.text();
      if (form.method === "get") {
        window.history.replaceState(null, "", addressOf(form, question));
      }
      if (count) {
        count.textContent = results.querySelector("[data-announce]")?.dataset.announce ?? "";
      }
    } catch (fault) {
      // Typing on cancels the question before; and with no connection the button still works.
      if (fault.name !== "AbortError" && !(fault instanceof TypeError)) {
        throw fault;
      }
    } finally {
      if (last === question) {
        results.removeAttribute("aria-busy");
      }
    }
  }

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
}

export function startSearches(page) {
  page.querySelectorAll("form[data-search]").forEach(startSearch);
}
