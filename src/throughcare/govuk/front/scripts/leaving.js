// Asks before a half-filled form is left: <form data-confirm-leaving>. What was saved as a draft is no loss.

export function guardLeaving(page) {
  page.querySelectorAll("form[data-confirm-leaving]").forEach((form) => {
    let isChanged = false;
    let isSent = false;
    form.addEventListener("input", () => {
      isChanged = true;
    });
    form.addEventListener("autosaved", () => {
      isChanged = false;
    });
    form.addEventListener("submit", () => {
      isSent = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (isChanged && !isSent) {
        event.preventDefault();
      }
    });
  });
}
