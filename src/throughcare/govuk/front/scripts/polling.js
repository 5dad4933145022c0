// Keeps a part of the page up to date while a job runs. Without this script there is a link to
// refresh, and the page refreshes itself every few seconds.
//
//   <div data-poll="?fragment=progress" data-poll-seconds="1" data-poll-status="#status">…</div>
//
// The answer replaces the contents. An element in it with `data-poll-done` ends the polling; with
// `data-poll-done="reload"` the whole page is loaded again, for what else has changed. The text of
// an element with `data-status` is copied to the status (a live region) whenever it differs.

const LONGEST_WAIT = 30;

function startPoll(part) {
  const seconds = Number(part.dataset.pollSeconds ?? 1);
  const status = document.querySelector(part.dataset.pollStatus ?? "[data-poll-announcements]");
  let failures = 0;

  function say(text) {
    if (status && status.textContent !== text) {
      status.textContent = text;
    }
  }

  function again() {
    const wait = Math.min(seconds * 2 ** failures, LONGEST_WAIT);
    window.setTimeout(ask, wait * 1000);
  }

  function show(html) {
    const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
    part.innerHTML = html;
    if (focused) {
      document.getElementById(focused)?.focus();
    }
    say(part.querySelector("[data-status]")?.textContent.trim() ?? "");
    const done = part.querySelector("[data-poll-done]");
    if (done?.dataset.pollDone === "reload") {
      window.location.reload();
    }
    return Boolean(done);
  }

  async function ask() {
    if (document.hidden) {
      document.addEventListener("visibilitychange", ask, { once: true });
      return;
    }
    try {
      const answer = await fetch(part.dataset.poll, { cache: "no-store", credentials: "same-origin" });
      if (answer.redirected || answer.status === 403 || answer.status === 404) {
        window.location.reload();
        return;
      }
      if (!answer.ok) {
        throw new TypeError(`answered ${answer.status}`);
      }
      failures = 0;
      if (show(await answer.text())) {
        return;
      }
    } catch (fault) {
      if (!(fault instanceof TypeError)) {
        throw fault;
      }
      failures += 1;
      say(part.dataset.pollLost ?? "");
    }
    again();
  }

  if (!part.querySelector("[data-poll-done]")) {
    again();
  }
}

export function startPolls(page) {
  page.querySelectorAll("[data-poll]").forEach(startPoll);
}
