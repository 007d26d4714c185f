// What a page gains with a script: the link copied, the first problem brought into view. Answers: answers.js.
// Every page works without it.
"use strict";

const SENT_FOR = 3000;
const PAGE_TEXTS = document.documentElement.lang === "en" ? {
  copied: "Link copied",
  selected: "The link is selected: copy it",
} : {
  copied: "Lien copié",
  selected: "Le lien est sélectionné\u00a0: copiez-le",
};

// A page that is sent at once, at its end: leaving it before loses what was typed, so the browser asks.
function warnOfLeaving(form) {
  let unsent = form.dataset.unsent === "typed";
  form.addEventListener("input", () => { unsent = true; });
  form.addEventListener("submit", () => { unsent = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsent) event.preventDefault();
  });
}

// A button pressed twice sends its form once; a page that comes back from the browser's memory may send again.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, SENT_FOR);
}

function prepareCopy(button) {
  const link = document.getElementById(button.dataset.copy);
  const told = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    link.select();
    try {
      await navigator.clipboard.writeText(link.value);
      told.textContent = PAGE_TEXTS.copied;
    } catch {
      told.textContent = PAGE_TEXTS.selected;
    }
  });
}

document.querySelectorAll("form[data-unsent]").forEach(warnOfLeaving);
if (window.matchMedia("(min-width: 860px)").matches) {
  document.querySelectorAll("details[data-open-when-wide]").forEach((group) => { group.open = true; });
}
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});
document.querySelectorAll("[data-copy]").forEach(prepareCopy);
document.querySelectorAll("[data-select]").forEach((input) => input.addEventListener("focus", () => input.select()));
const first = document.querySelector("[data-focus]");
first?.focus({ preventScroll: true });
first?.scrollIntoView({ block: "start" });
document.querySelector(".file-nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
