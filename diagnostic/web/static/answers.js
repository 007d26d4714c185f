// Each answer saved as it is given, and what others change shown as they change it. The page always says whether what
// it shows is saved, waits, or is to be checked.
"use strict";

const RETRY_FIRST = 1000;
const RETRY_LONGEST = 30000;
const TYPING = 900;
const LOOK_SOON = 700;
const LOOK_FIRST = 10000;
const LOOK_LONGEST = 60000;
const TRIES_BEFORE_COPY = 3;
const ANSWER_TEXTS = IN_ENGLISH ? {
  closed: "this assessment no longer opens from here, it may have been erased or closed to you",
  away: "you are no longer signed in, or this assessment was erased: open it again in another tab",
  tooLong: (length, most) => `This note has ${length} characters, ${most} at most: shorten it, it is not saved yet.`,
  offline: "no network",
  noServer: "the server does not answer",
  notSaved: "This answer could not be saved.",
  answers: (size) => `${size} answer${size === 1 ? "" : "s"}`,
  waiting: (many, why) => `Waiting: ${many}${why ? `, ${why}` : ""}`,
  toCheck: (what) => `To check: ${what}`,
  saved: "Saved",
} : {
  closed: "ce diagnostic ne s’ouvre plus d’ici, il a pu être effacé ou vous être fermé",
  away: "vous n’êtes plus connecté, ou ce diagnostic a été effacé\u00a0: rouvrez-le dans un autre onglet",
  tooLong: (length, most) => `Cette note compte ${length} caractères, ${most} au plus\u00a0: raccourcissez-la, elle n’est pas encore enregistrée.`,
  offline: "pas de réseau",
  noServer: "le serveur ne répond pas",
  notSaved: "Cette réponse n’a pas pu être enregistrée.",
  answers: (size) => `${size} réponse${size > 1 ? "s" : ""}`,
  waiting: (many, why) => `En attente\u00a0: ${many}${why ? `, ${why}` : ""}`,
  toCheck: (what) => `À vérifier\u00a0: ${what}`,
  saved: "Enregistré",
};
const CLOSED = ANSWER_TEXTS.closed;
const AWAY = ANSWER_TEXTS.away;

// Answers waiting to be acknowledged, one at a time and in order. A retry sends the same op_id, so nothing is counted
// twice; a newer answer to the same question takes the place of one that was not sent yet, and says that it is based
// on what that one was based on.
class Answers {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.answers;
    this.version = Number(form.dataset.version);
    this.token = form.querySelector("[name=csrf_token]").value;
    this.status = document.querySelector("[data-status]");
    this.cells = new Map([...form.querySelectorAll("[data-cell]")].map((cell) => [keyOf(cell.dataset), cell]));
    this.waiting = new Map();
    this.refused = new Map();
    this.sending = null;
    this.why = "";
    this.closed = "";
    this.tries = 0;
    this.delay = RETRY_FIRST;
    this.timer = 0;
    this.renewed = false;
    this.pause = LOOK_FIRST;
    this.looking = 0;
    this.say();
    this.lookLater();
  }

  add(cell, wait = 0) {
    const before = this.waiting.get(cell);
    this.waiting.set(cell, {
      op_id: crypto.randomUUID ? crypto.randomUUID() : randomId(),
      item: cell.dataset.item,
      function: cell.dataset.function || null,
      ...saidOf(cell),
      device_at: new Date().toISOString(),
      base_version: before ? before.base_version : this.version,
    });
    this.delay = RETRY_FIRST;
    this.judge(cell);
    this.say();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // A note that is too long is told at once, and stays where it was typed.
  judge(cell) {
    this.refused.delete(cell);
    showRefusal(cell, "");
    if (!isTooLong(cell)) return;
    const length = inDigits(lengthOf(noteOf(cell).value));
    const most = inDigits(Number(noteOf(cell).dataset.longest));
    this.refuse(cell, ANSWER_TEXTS.tooLong(length, most));
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.sending || !this.waiting.size) return;
    const [cell, operation] = this.waiting.entries().next().value;
    this.sending = operation;
    this.say();
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ ...operation, since: this.version }),
      });
      this.read(answer, await answer.json(), cell, operation);
    } catch {
      this.later(ANSWER_TEXTS.offline);
    } finally {
      this.sending = null;
    }
    this.say();
    if (this.waiting.size && !this.timer) this.send();
  }

  read(answer, told, cell, operation) {
    if (answer.status !== 400) this.renewed = false;
    if (answer.ok) this.acknowledge(told, cell, operation);
    else if (answer.status === 422) this.turnDown(told, cell, operation);
    else if (answer.status === 400 && told.csrf_token && !this.renewed) this.renew(told.csrf_token);
    else if (answer.status === 401) this.later(AWAY);
    else if (answer.status === 404) this.later(CLOSED);
    else if (answer.status === 403) this.later((told.message || CLOSED).replace(/\.$/, ""));
    else this.later(ANSWER_TEXTS.noServer);
  }

  // The session was opened again in another tab: its token, then the same answer once more.
  renew(token) {
    this.renewed = true;
    this.token = token;
    this.form.querySelector("[name=csrf_token]").value = token;
  }

  acknowledge(told, cell, operation) {
    this.why = "";
    this.closed = "";
    this.tries = 0;
    this.delay = RETRY_FIRST;
    if (this.waiting.get(cell) === operation) this.waiting.delete(cell);
    else this.goOn(told, cell, operation);
    cell.querySelector("[name$='-was']").value = operation.rating === null ? "" : String(operation.rating);
    this.apply(told);
    if (told.arising) this.lookLater();
    else this.lookSoon();
  }

  // One went on typing while the server was adding somebody else's note to what was sent: both stay.
  goOn(told, cell, operation) {
    const kept = (told.cells || []).find((one) => keyOf(one) === keyOf(cell.dataset));
    if (!kept || !noteOf(cell) || kept.note === operation.note) return;
    const newer = this.waiting.get(cell);
    noteOf(cell).value = kept.note.includes(operation.note) ? kept.note.replace(operation.note, () => newer.note) : `${kept.note}\n\n${newer.note}`;
    newer.note = saidOf(cell).note;
  }

  // Everything that changed since the version that this page shows. What is being changed here is left as it is.
  apply(told) {
    this.version = told.version;
    for (const one of told.cells || []) {
      const cell = this.cells.get(keyOf(one));
      if (!cell) continue;
      if (!this.waiting.has(cell) && !isTooLong(cell)) showState(cell, one);
      showAround(cell, one);
    }
    if (told.arising) showArising(told.arising);
    if (told.remaining === undefined) return;
    document.querySelector("[data-progress]").value = told.percent;
    document.querySelector("[data-remaining]").textContent = told.remaining;
  }

  turnDown(told, cell, operation) {
    if (this.waiting.get(cell) === operation) this.waiting.delete(cell);
    this.refuse(cell, told.message || ANSWER_TEXTS.notSaved);
  }

  refuse(cell, message) {
    this.refused.set(cell, message);
    showRefusal(cell, message);
  }

  later(why) {
    this.why = why;
    this.tries += 1;
    this.timer = setTimeout(() => this.send(), this.delay);
    this.delay = Math.min(this.delay * 2, RETRY_LONGEST);
  }

  // What somebody else has changed: often while others write, seldom when nobody does.
  lookLater() {
    clearTimeout(this.looking);
    if (this.form.dataset.since) this.looking = setTimeout(() => this.look(), this.pause);
  }

  // What stands out is asked for once one pauses, not at each answer.
  lookSoon() {
    clearTimeout(this.looking);
    if (this.form.dataset.since) this.looking = setTimeout(() => this.look(this.version - 1), LOOK_SOON);
  }

  async look(from = this.version) {
    clearTimeout(this.looking);
    if (!this.form.dataset.since) return;
    if (!document.hidden && !this.sending) await this.ask(from);
    this.say();
    this.lookLater();
  }

  async ask(from) {
    try {
      const answer = await fetch(`${this.form.dataset.since}?since=${from}`, { credentials: "same-origin" });
      this.closed = { 401: AWAY, 404: CLOSED }[answer.status] || "";
      if (!answer.ok || this.sending) return;
      const told = await answer.json();
      const news = told.version > from;
      this.pause = news ? LOOK_FIRST : Math.min(this.pause * 2, LOOK_LONGEST);
      if (news && !this.sending) this.apply(told);
    } catch {
      this.pause = LOOK_FIRST;
    }
  }

  toCheck() {
    return [...this.cells.values()].filter((cell) => this.refused.has(cell) || cell.querySelector("[data-rivals]:not([hidden])"));
  }

  say() {
    const number = this.waiting.size;
    const checked = this.toCheck();
    const { answers, saved, toCheck, waiting } = ANSWER_TEXTS;
    if (number) this.status.textContent = waiting(answers(number), this.why);
    else if (checked.length) this.status.replaceChildren(linkTo(checked[0], toCheck(answers(checked.length))));
    else this.status.textContent = this.closed ? toCheck(this.closed) : saved;
    this.status.classList.toggle("waiting", Boolean((number && this.why) || checked.length || this.closed));
    this.showUnsent();
  }

  showUnsent() {
    const box = document.querySelector("[data-unsent-words]");
    if (!box) return;
    const lost = this.tries >= TRIES_BEFORE_COPY || [AWAY, CLOSED].includes(this.why);
    box.hidden = !(this.waiting.size && lost);
    if (!box.hidden) box.querySelector("textarea").value = [...this.waiting.keys()].map(wordsOf).join("\n");
  }
}

const keyOf = (one) => `${one.item}/${one.function || ""}`;

function linkTo(cell, text) {
  const link = element("a", "", text);
  link.href = `#${cell.closest(".question").id}`;
  return link;
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function listenToCell(answers, cell) {
  arrange(cell);
  cell.addEventListener("change", (event) => {
    if (event.target.matches("[data-note]")) {
      if (answers.waiting.has(cell)) answers.send();
      return;
    }
    arrange(cell);
    answers.add(cell);
  });
  cell.addEventListener("click", (event) => {
    const button = event.target.closest("[data-clear], [name=choose]");
    if (!button) return;
    event.preventDefault();
    choose(cell, button.name === "choose" ? button.value.replace(/^[^=]*=/, "") : "");
    answers.add(cell);
    cell.querySelector("[type=radio]").focus();
  });
  const note = noteOf(cell);
  if (!note) return;
  note.dataset.kept = note.value.trim();
  count(cell);
  note.addEventListener("input", () => {
    count(cell);
    answers.add(cell, TYPING);
  });
}

function listen(form) {
  const answers = new Answers(form);
  for (const cell of answers.cells.values()) listenToCell(answers, cell);
  let submitted = false;
  form.addEventListener("submit", () => {
    submitted = true;
    const bases = [...answers.waiting.values()].map((operation) => operation.base_version);
    form.elements.version.value = Math.min(answers.version, ...bases);
  });
  window.addEventListener("beforeunload", (event) => {
    if (answers.waiting.size && !submitted) event.preventDefault();
  });
  window.addEventListener("online", () => answers.send());
  window.addEventListener("pageshow", (event) => {
    submitted = false;
    if (event.persisted) answers.look();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) answers.look();
  });
}

document.querySelectorAll("form[data-answers]").forEach(listen);
