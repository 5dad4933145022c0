// Asks before a half-filled form is left: <form data-confirm-leaving>.

export function guardLeaving(page) {
  page.querySelectorAll("form[data-confirm-leaving]").forEach((form) => {
    let isChanged = false;
    let isSent = false;
    form.addEventListener("input", () => {
      isChanged = true;
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
