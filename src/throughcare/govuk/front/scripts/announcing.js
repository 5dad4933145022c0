// Says on an open page that the organisation changed since the page was made. Nothing that is typed is touched.
//
//   <body data-organisation="3.5" data-organisation-url="/organisation-state">
//   <div aria-live="polite" data-organisation-news></div>
//   <template data-organisation-changed>… <p data-organisation-said></p> …</template>
//
// The address answers {"state": …, "said": …}. It is asked every minute or so while the page is looked at, and when somebody
// comes back to it; each page waits a little longer or shorter than the others, so that they do not all ask at once.

const SHORTEST = 60;
const SPREAD = 30;

export function announceChanges(page) {
  const { organisation: made, organisationUrl: address } = page.body.dataset;
  const news = page.querySelector("[data-organisation-news]");
  const banner = page.querySelector("template[data-organisation-changed]");
  if (made === undefined || !news || !banner) {
    return;
  }
  let known = made;
  let askedAt = Date.now();

  function wait() {
    return (SHORTEST + Math.random() * SPREAD) * 1000;
  }

  function show(said) {
    const shown = banner.content.cloneNode(true);
    shown.querySelector("[data-organisation-said]").textContent = said;
    news.replaceChildren(shown);
  }

  // Not connected, or no answer that can be read: nothing is known, and it is asked again later.
  async function answered() {
    try {
      const answer = await fetch(address, { credentials: "omit" });
      return answer.ok ? await answer.json() : null;
    } catch (fault) {
      if (!(fault instanceof TypeError) && !(fault instanceof SyntaxError)) {
        throw fault;
      }
      return null;
    }
  }

  async function ask() {
    askedAt = Date.now();
    const told = await answered();
    if (told && told.state !== known) {
      known = told.state;
      show(told.said);
    }
  }

  async function again() {
    if (!page.hidden) {
      await ask();
    }
    window.setTimeout(again, wait());
  }

  page.addEventListener("visibilitychange", () => {
    if (!page.hidden && Date.now() - askedAt > SHORTEST * 1000) {
      ask();
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      ask();
    }
  });
  window.setTimeout(again, wait());
}
