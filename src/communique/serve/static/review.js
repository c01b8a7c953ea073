// Keys of the review pages: they press what the page offers anyway, and can be turned off.
"use strict";
const STORED = "communique-keys";
const toggle = document.getElementById("keys-on");
const on = () => localStorage.getItem(STORED) !== "off";
if (toggle) {
  toggle.checked = on();
  toggle.addEventListener("change", () => localStorage.setItem(STORED, toggle.checked ? "on" : "off"));
}
const list = document.querySelector("[data-keys=list]");

function step(by) {
  const links = [...list.querySelectorAll("li > a")];
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  if (next) next.focus();
}

document.addEventListener("keydown", (event) => {
  const writes = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (!on() || writes || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "q") location.assign("/review");
  else if (list && event.key === "j") step(1);
  else if (list && event.key === "k") step(-1);
  else if (/^[a-z]$/.test(event.key)) {
    const target = document.querySelector(`[data-key="${event.key}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("a, button")) target.click();
    else target.focus();
  }
});
