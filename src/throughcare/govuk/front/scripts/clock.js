// Lets a clock and the time that is left go on by the second. Without this script the page has both as they were when it
// was made, and refreshes itself every few seconds.
//
//   <div data-clock="2014-05-31T22:59:00+00:00" data-instant="2014-05-31T23:00:00+00:00">
//     <time data-clock-now>…</time> <span data-clock-left>…</span>
//   </div>
//
// The clock of the installation counts, not the browser's: what it said when the page was made, and what has passed since.
// When the instant comes the page is loaded again.

const ZONE = "Europe/London";
const NAMES = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function civil(moment) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONE, day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short",
  }).formatToParts(moment);
  const of = (type) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("day")} ${of("month")} ${of("year")}, ${of("hour")}:${of("minute")}:${of("second")} ${of("timeZoneName")}`;
}

function inWords(seconds) {
  const counted = [];
  let rest = seconds;
  for (const [name, length] of NAMES) {
    const number = Math.floor(rest / length);
    rest -= number * length;
    if (number || counted.length) {
      counted.push([number, name]);
    }
  }
  return counted.slice(0, 2).filter(([number]) => number)
    .map(([number, name]) => `${number} ${name}${number === 1 ? "" : "s"}`).join(" ");
}

function startClock(part) {
  const begun = performance.now();
  const then = Date.parse(part.dataset.clock);
  const instant = Date.parse(part.dataset.instant);
  const now = part.querySelector("[data-clock-now]");
  const left = part.querySelector("[data-clock-left]");

  function tick() {
    const moment = then + performance.now() - begun;
    now.textContent = civil(new Date(moment));
    if (then < instant && moment >= instant) {
      window.location.reload();
      return;
    }
    if (moment < instant) {
      left.textContent = inWords(Math.ceil((instant - moment) / 1000));
    }
    window.setTimeout(tick, 1000 - (moment % 1000));
  }

  tick();
}

export function startClocks(page) {
  page.querySelectorAll("[data-clock]").forEach(startClock);
}
