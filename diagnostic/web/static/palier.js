// What a page gains with a script: each answer saved at once, the link copied, the first problem brought into view.
// Every page works without it.
"use strict";

const RETRY_FIRST = 1000;
const RETRY_LONGEST = 30000;
const SENT_FOR = 3000;

// Answers waiting to be acknowledged, one at a time and in order. A retry sends the same op_id, so nothing is counted
// twice; a newer answer to the same question takes the place of one that was not sent yet.
class Answers {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.answers;
    this.version = Number(form.dataset.version);
    this.token = form.querySelector("[name=csrf_token]").value;
    this.waiting = new Map();
    this.sending = null;
    this.delay = RETRY_FIRST;
    this.timer = 0;
    this.renewed = false;
    this.status = document.querySelector("[data-status]");
    this.say("Enregistré à chaque réponse");
  }

  add(cell, rating) {
    this.waiting.set(cell, {
      op_id: crypto.randomUUID ? crypto.randomUUID() : randomId(),
      item: cell.dataset.item,
      function: cell.dataset.function || null,
      rating,
      device_at: new Date().toISOString(),
      base_version: this.version,
    });
    this.delay = RETRY_FIRST;
    this.send();
  }

  async send() {
    clearTimeout(this.timer);
    if (this.sending || !this.waiting.size) return;
    const [cell, operation] = this.waiting.entries().next().value;
    this.sending = operation;
    this.say("Enregistrement…");
    let answer = null;
    try {
      answer = await fetch(this.address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(operation),
      });
      await this.read(answer, cell, operation);
    } catch {
      this.later("Pas de réseau");
    } finally {
      this.sending = null;
    }
    if (this.waiting.size && !this.timer) this.send();
  }

  async read(answer, cell, operation) {
    const told = await answer.json();
    if (answer.status !== 400) this.renewed = false;
    if (answer.ok) this.acknowledge(told, cell, operation);
    else if (answer.status === 422) this.refuse(told, cell, operation);
    else if (answer.status === 400 && told.csrf_token && !this.renewed) this.renew(told.csrf_token);
    else if (answer.status === 401 || answer.status === 404) this.later("Vous n’êtes plus connecté : dans un autre onglet, connectez-vous ou rouvrez votre lien");
    else this.later("Le serveur ne répond pas");
  }

  // The session was opened again in another tab: its token, then the same answer once more.
  renew(token) {
    this.renewed = true;
    this.token = token;
    this.form.querySelector("[name=csrf_token]").value = token;
  }

  acknowledge(told, cell, operation) {
    this.version = told.version;
    this.delay = RETRY_FIRST;
    this.timer = 0;
    this.forget(cell, operation);
    cell.querySelector("[name$='-was']").value = operation.rating === null ? "" : String(operation.rating);
    showRefusal(cell, "");
    document.querySelector("[data-progress]").value = told.percent;
    document.querySelector("[data-remaining]").textContent = told.remaining;
    if (!this.waiting.size) this.say("Enregistré");
  }

  refuse(told, cell, operation) {
    this.forget(cell, operation);
    showRefusal(cell, told.message || "Cette réponse n’a pas pu être enregistrée.");
    this.say("Une réponse est à revoir", true);
  }

  forget(cell, operation) {
    if (this.waiting.get(cell) === operation) this.waiting.delete(cell);
  }

  later(why) {
    const number = this.waiting.size;
    this.say(`${why}. ${number === 1 ? "Une réponse attend" : `${number} réponses attendent`} : nouvel essai bientôt.`, true);
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.send();
    }, this.delay);
    this.delay = Math.min(this.delay * 2, RETRY_LONGEST);
  }

  say(text, waiting = false) {
    this.status.textContent = text;
    this.status.classList.toggle("waiting", waiting);
  }
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function showRefusal(cell, message) {
  let line = cell.querySelector(".refused");
  if (!line) {
    line = document.createElement("p");
    line.className = "refused";
    line.setAttribute("role", "alert");
    cell.append(line);
  }
  line.textContent = message;
}

const chosen = (cell) => cell.querySelector("[type=radio]:checked");
const isRung = (radio) => radio !== null && /^[0-6]$/.test(radio.value);

// null when nothing is chosen, a word, or a number by halves.
function ratingOf(cell) {
  const radio = chosen(cell);
  if (!isRung(radio)) return radio && radio.value;
  const half = cell.querySelector("[data-partly]").checked && radio.value !== "6";
  return Number(radio.value) + (half ? 0.5 : 0);
}

// « en partie » means something between two rungs only, and says towards which.
function arrange(cell) {
  const radio = chosen(cell);
  const between = isRung(radio) && radio.value !== "6";
  const partly = cell.querySelector("[data-partly]");
  partly.disabled = !between;
  if (!between) partly.checked = false;
  cell.querySelector("[data-next]").textContent = between ? `le ${Number(radio.value) + 1}` : "le suivant";
  cell.querySelector("[data-clear]").hidden = !radio;
}

function listen(form) {
  const answers = new Answers(form);
  for (const cell of form.querySelectorAll("[data-cell]")) {
    arrange(cell);
    cell.addEventListener("change", () => {
      arrange(cell);
      answers.add(cell, ratingOf(cell));
    });
    cell.querySelector("[data-clear]").addEventListener("click", (event) => {
      event.preventDefault();
      const radio = chosen(cell);
      radio.checked = false;
      arrange(cell);
      answers.add(cell, null);
      cell.querySelector("[type=radio]").focus();
    });
  }
  let submitted = false;
  form.addEventListener("submit", () => { submitted = true; });
  window.addEventListener("beforeunload", (event) => {
    if (answers.waiting.size && !submitted) event.preventDefault();
  });
  window.addEventListener("online", () => answers.send());
}

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
      told.textContent = "Lien copié";
    } catch {
      told.textContent = "Le lien est sélectionné : copiez-le";
    }
  });
}

document.querySelectorAll("form[data-answers]").forEach(listen);
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
