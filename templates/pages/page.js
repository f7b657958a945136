// What makes a page handier. Every page works without it; nothing here decides or sends anything.
"use strict";
document.documentElement.classList.add("js");

// A clock that goes on: <time data-clock="Europe/Berlin">14:05</time>
function clock(zone) {
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  return new Intl.DateTimeFormat(document.documentElement.lang, shape).format(new Date());
}
function tick() {
  for (const each of document.querySelectorAll("[data-clock]")) {
    try {
      each.textContent = clock(each.dataset.clock);
    } catch {
      // A zone that this browser does not know keeps the time that we wrote.
    }
  }
}
if (document.querySelector("[data-clock]")) {
  tick();
  setInterval(tick, 10000);
}

// On a phone the rooms stand in one row that can be moved: the one somebody is in is shown.
for (const here of document.querySelectorAll(".nav [aria-current]")) {
  const row = here.closest(".nav");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

// Work that goes on: the page looks again by itself.
const underway = document.querySelector("[data-look-again]");
if (underway) setTimeout(() => location.reload(), 1000 * Number(underway.dataset.lookAgain));

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-zone-for]");
  if (!pressed) return;
  // Where somebody's device is, asked only because they pressed.
  const field = document.getElementById(pressed.dataset.zoneFor);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field && here) field.value = here;
});

// One key for one act: <button data-key="u">; never while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Enter" && event.target.closest("a, button, summary")) return; // it presses these
  for (const each of document.querySelectorAll("[data-key]")) {
    if (each.dataset.key !== key || each.disabled) continue;
    event.preventDefault();
    if (each.matches("input, textarea, select")) each.focus();
    else each.click();
    return;
  }
});

// A form is sent once, however often somebody presses.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter && "again" in event.submitter.dataset) return; // a file: the page stays
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
