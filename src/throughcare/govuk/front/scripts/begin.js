// Runs before the page is drawn, so that nothing jumps when the components take over.
document.documentElement.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.documentElement.classList.add("govuk-frontend-supported");
}
