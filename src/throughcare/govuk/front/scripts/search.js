// Answers while somebody types. Without this script the same form is sent with its button.
//
//   <form data-search="#results" action="/people" method="get"> … one input type=search … </form>
//   <p data-search-count aria-live="polite">…</p>
//   <div id="results">…</div>
//
// The server answers `?fragment=1` with what belongs inside the results; an element with
// `data-announce="12 people found"` in it is read out.

const PAUSE = 250;

function addressOf(form) {
  const address = new URL(form.action, window.location.href);
  address.search = new URLSearchParams(new FormData(form)).toString();
  return address;
}

function startSearch(form) {
  const results = document.querySelector(form.dataset.search);
  const count = document.querySelector("[data-search-count]");
  const least = Number(form.dataset.searchLeast ?? 2);
  let timer;
  let asked;
  let last = addressOf(form).search;

  async function ask() {
    const address = addressOf(form);
    const typed = form.querySelector("input[type=search]").value.trim();
    if (address.search === last || (typed.length > 0 && typed.length < least)) {
      return;
    }
    last = address.search;
    asked?.abort();
    asked = new AbortController();
    const fragment = new URL(address);
    fragment.searchParams.set("fragment", "1");
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(fragment, { signal: asked.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) {
        return;
      }
      results.innerHTML = await answer.text();
      window.history.replaceState(null, "", address);
      if (count) {
        count.textContent = results.querySelector("[data-announce]")?.dataset.announce ?? "";
      }
    } catch (fault) {
      // Typing on cancels the question before; and with no connection the button still works.
      if (fault.name !== "AbortError" && !(fault instanceof TypeError)) {
        throw fault;
      }
    } finally {
      if (last === address.search) {
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
