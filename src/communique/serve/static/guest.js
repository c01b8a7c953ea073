// A guest's proof of work: a number whose hash together with the challenge begins with enough zero bits.
"use strict";
const form = document.getElementById("guest");
const working = document.getElementById("working");
const BATCH = 512;

function zeroBits(digest) {
  let bits = 0;
  for (const byte of new Uint8Array(digest)) {
    if (byte === 0) bits += 8;
    else return bits + Math.clz32(byte) - 24;
  }
  return bits;
}

async function solve(challenge, bits) {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += BATCH) {
    const tries = Array.from({ length: BATCH }, (_, i) =>
      crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${start + i}`)));
    const at = (await Promise.all(tries)).findIndex((digest) => zeroBits(digest) >= bits);
    if (at >= 0) return start + at;
  }
}

form.addEventListener("submit", async (event) => {
  if (form.number.value) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  working.textContent = "Your browser solves a small puzzle …";
  form.number.value = await solve(form.challenge.value, Number(form.dataset.bits));
  form.submit();
});
