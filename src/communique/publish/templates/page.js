"use strict";
(() => {
  const marked = document.querySelectorAll("[data-claims]");
  const byClaim = new Map();
  for (const element of marked) {
    for (const claim of element.dataset.claims.trim().split(/\s+/)) {
      if (!byClaim.has(claim)) byClaim.set(claim, []);
      byClaim.get(claim).push(element);
    }
  }
  const narrow = matchMedia("(max-width: 59.99rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const sheet = document.querySelector(".sheet");
  const sheetBody = sheet.querySelector(".sheet-body");
  const ROLES = ["source", "who", "what", "where", "when"];
  let pinned = null;
  let painted = [];
  let resting = false; // after a click, scrolling under a still pointer must not choose something else
  let pointer = "";

  const claimsOf = (element) => element.dataset.claims.trim().split(/\s+/);
  const isPiece = (element) => element.classList.contains("m");

  function clear() {
    for (const element of painted) {
      element.classList.remove("lit", "near", ...ROLES.map((role) => `r-${role}`));
    }
    painted = [];
    for (const words of document.querySelectorAll(".words.dimmed")) words.classList.remove("dimmed");
  }

  function paintOne(claim, name) {
    for (const element of byClaim.get(claim) || []) {
      if (element.matches(".speakers li")) continue;
      element.classList.add(name);
      painted.push(element);
      if (!isPiece(element)) continue;
      element.closest(".words").classList.add("dimmed");
      if (name !== "lit") continue;
      for (const entry of (element.dataset.roles || "").split(" ")) {
        const [owner, role] = entry.split(":");
        if (owner === claim && ROLES.includes(role)) {
          element.classList.add(`r-${role}`);
          break;
        }
      }
    }
  }

  function paint(claims, together) {
    clear();
    claims.forEach((claim, order) => paintOne(claim, order === 0 || together ? "lit" : "near"));
  }

  const rest = () => (pinned ? paint([pinned], false) : clear());

  function show(element) {
    const box = element.getBoundingClientRect();
    if (box.top >= 0 && box.bottom <= innerHeight) return;
    element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }

  function openSheet(claim) {
    const card = document.getElementById(claim)?.querySelector(".card");
    if (!card) return;
    sheetBody.replaceChildren(card.cloneNode(true));
    sheet.hidden = false;
  }

  function pin(claim) {
    pinned = claim;
    resting = true;
    if (!claim) sheet.hidden = true;
    rest();
  }

  function follow(event) {
    const element = event.target.closest?.("[data-claims]");
    if (element) paint(claimsOf(element), !isPiece(element));
    else rest();
  }

  function choosePiece(piece) {
    const claims = claimsOf(piece);
    const claim = claims[(claims.indexOf(pinned) + 1) % claims.length];
    pin(claim);
    if (narrow.matches) openSheet(claim);
    else show(document.getElementById(claim));
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch" && !resting) follow(event);
  });
  document.addEventListener("pointermove", (event) => {
    const at = `${event.screenX},${event.screenY}`;
    if (at !== pointer && pointer && resting) {
      resting = false;
      follow(event);
    }
    pointer = at;
  });
  document.addEventListener("focusin", follow);
  document.addEventListener("focusout", rest);
  document.addEventListener("click", (event) => {
    if (event.target.closest(".close")) return pin(null);
    if (event.target.closest("summary") || String(getSelection())) return;
    const element = event.target.closest("[data-claims]");
    if (!element) {
      if (!event.target.closest(".sheet, a")) pin(null);
      return;
    }
    if (isPiece(element)) return choosePiece(element);
    const claims = claimsOf(element);
    if (claims.length === 1) pin(claims[0]);
    if (element.matches(".ref") && narrow.matches) {
      event.preventDefault();
      openSheet(claims[0]);
    } else if (element.matches(".claim") && !event.target.closest("a")) {
      const words = document.getElementById(`${claims[0]}-t`);
      if (words && !narrow.matches) show(words);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") pin(null);
  });
})();
