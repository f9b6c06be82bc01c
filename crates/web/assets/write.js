// Keeps with us what is typed into the form of a statement while it is written, and shows what its text refers to.
// Without script the form works as it is: saving keeps it, and the page that comes then shows the documents.
"use strict";

const form = document.querySelector("form[data-keep]");

/** How long nothing is typed before it is kept, and how long it is not kept at most while somebody types on, in ms. */
const PAUSE = 1500;
const LONGEST = 10000;

function typed() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  return fields.toString();
}

function offerWords() {
  for (const place of document.querySelectorAll("#beside [data-needs-script]")) place.hidden = false;
}

let known = form ? typed() : "";
let waits;
let since = 0;
let going = false;
let saves = false;

async function keep() {
  const now = typed();
  since = 0;
  if (saves || going || now === known) return;
  going = true;
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(now) });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("beside");
    if (shown) document.getElementById("beside").replaceWith(shown);
    known = now;
    offerWords();
  } catch {
    // The next pause tries again; what is typed stands in the form all the while.
  } finally {
    going = false;
  }
}

function later() {
  clearTimeout(waits);
  since ||= Date.now();
  waits = setTimeout(keep, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

function putIn(words) {
  const text = form.elements.text;
  const before = text.value.slice(0, text.selectionEnd);
  const after = text.value.slice(text.selectionEnd);
  const gap = before === "" || /\s$/.test(before) ? "" : " ";
  text.value = `${before}${gap}${words}${after}`;
  text.focus();
  text.selectionStart = text.selectionEnd = before.length + gap.length + words.length;
  later();
}

if (form) {
  offerWords();
  form.addEventListener("input", later);
  form.addEventListener("submit", () => {
    saves = true;
    clearTimeout(waits);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-wording]");
    if (button) putIn(button.dataset.wording);
  });
  // Whoever leaves without saving loses nothing.
  addEventListener("pagehide", () => {
    const now = typed();
    if (!saves && now !== known) navigator.sendBeacon(form.dataset.keep, new URLSearchParams(now));
  });
}
