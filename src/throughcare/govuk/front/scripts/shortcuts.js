// Single keys for those who work here all day. They are off until somebody turns them on, at the foot of any page, and then on in this
// browser until they are turned off: whoever speaks to their computer must not set them off by a word.
//
//   data-key="u"        an element that the key presses, or focuses where it is a field
//   data-key-note       a field among those that `n` goes through in turn
//   Ctrl or Cmd, Enter  sends the form of the field that somebody is typing in, on or off

const KEPT = "shortcuts";
const PLACES = { h: "/", c: "/caseloads", d: "/diaries" };

function isTyping(target) {
  return target.matches("input, textarea, select, [contenteditable]");
}

function isOn() {
  try {
    return localStorage.getItem(KEPT) === "on";
  } catch {
    return false; // A browser that keeps nothing.
  }
}

function keep(on) {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // They are on for this page alone.
  }
}

function nextNote(page) {
  const notes = [...page.querySelectorAll("[data-key-note]")];
  const here = notes.indexOf(page.activeElement);
  notes[(here + 1) % notes.length]?.focus();
}

function press(page, key) {
  if (key === "n") {
    nextNote(page);
    return true;
  }
  if (key === "/") {
    const search = page.querySelector("input[type=search]");
    search?.focus();
    return Boolean(search);
  }
  const marked = page.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (marked) {
    marked.click();
    return true;
  }
  if (key in PLACES) {
    window.location.assign(PLACES[key]);
    return true;
  }
  return false;
}

export function startShortcuts(page) {
  page.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && event.target.matches("textarea")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const box = page.querySelector("[data-shortcuts]");
  if (!box) {
    return;
  }
  const button = box.querySelector("button");
  const list = box.querySelector("[data-shortcuts-list]");
  let on = isOn();
  const show = () => {
    button.setAttribute("aria-pressed", String(on));
    list.hidden = !on;
  };
  show();
  box.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    keep(on);
    show();
  });
  page.addEventListener("keydown", (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented);
    if (on && isPlain && !isTyping(event.target) && press(page, event.key)) {
      event.preventDefault();
    }
  });
}
