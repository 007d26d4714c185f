// What the plan board gains with a script: a measure is dragged, or carried with the arrow keys, to another quarter;
// what is being computed comes by itself. Each move sends the form that the card holds anyway.
"use strict";

const FIRST_STEP = 6;
const EDGE = 70;
const AGAIN = 1500;
const FRENCH = {
  taken: (title) => `${title} : prise. Flèches pour choisir le trimestre, Entrée pour poser, Échap pour annuler.`,
  cancelled: "Déplacement annulé.",
  stays: "La mesure reste à son trimestre.",
  moved: (title, quarter) => `${title} : ${quarter}. Le plan se refait.`,
  better: ["Un meilleur calendrier a été trouvé\u00a0: ", "l’afficher"],
  final: ["Le calendrier définitif est prêt\u00a0: ", "l’afficher"],
  proven: (status) => [`${status} La preuve est terminée\u00a0: `, "recharger la page"],
};
const ENGLISH = {
  taken: (title) => `${title}: picked up. Arrow keys to choose the quarter, Enter to drop it, Escape to cancel.`,
  cancelled: "Move cancelled.",
  stays: "The action stays in its quarter.",
  moved: (title, quarter) => `${title}: ${quarter}. The plan is being redone.`,
  better: ["A better schedule has been found: ", "show it"],
  final: ["The final schedule is ready: ", "show it"],
  proven: (status) => [`${status} The proof is finished: `, "reload the page"],
};
const TEXTS = { fr: FRENCH, en: ENGLISH }[document.documentElement.lang] ?? FRENCH;

class Board {
  constructor(board) {
    this.quarters = [...board.querySelectorAll("[data-quarter]")];
    this.live = document.querySelector("[data-live]");
    this.carried = null;
    for (const card of board.querySelectorAll("[data-card]")) new Card(this, card);
  }

  say(text) {
    this.live.textContent = text;
  }

  quarter(number) {
    return this.quarters.find((one) => Number(one.dataset.quarter) === number);
  }

  under(event) {
    return document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-quarter]") ?? null;
  }

  show(over, places) {
    for (const one of this.quarters) {
      one.classList.toggle("over", one === over);
      one.classList.toggle("closed", places !== 0 && Number(one.dataset.quarter) > places);
    }
  }
}

class Card {
  constructor(board, element) {
    this.board = board;
    this.element = element;
    this.start = Number(element.dataset.start);
    this.places = Number(element.dataset.places);
    this.title = element.querySelector("[data-title]").textContent.trim();
    this.grip = element.querySelector("[data-grip]");
    this.grip.hidden = false;
    this.at = 0;
    this.from = null;
    this.dragged = false;
    element.dataset.movable = "";
    this.grip.addEventListener("click", (event) => this.clicked(event));
    this.grip.addEventListener("keydown", (event) => this.pressed(event));
    this.grip.addEventListener("blur", () => this.put());
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    element.addEventListener("pointerup", (event) => this.up(event));
    element.addEventListener("pointercancel", () => this.put());
  }

  // By keyboard: taken, carried with the arrows, dropped or put back.
  clicked(event) {
    if (this.dragged) return;
    if (event.detail) this.unfold();
    else this.take();
  }

  unfold() {
    const details = this.element.querySelector("details");
    details.open = true;
    details.querySelector("select").focus();
  }

  take() {
    this.at = this.start;
    this.element.classList.add("carried");
    this.board.show(this.board.quarter(this.at), this.places);
    this.board.say(TEXTS.taken(this.title));
  }

  pressed(event) {
    if (!this.at) return;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key in steps) this.carry(this.at + steps[event.key]);
    else if (event.key === "Home") this.carry(1);
    else if (event.key === "End") this.carry(this.places);
    else if (event.key === "Enter" || event.key === " ") this.drop(this.at);
    else if (event.key === "Escape") this.cancel();
    else return;
    event.preventDefault();
  }

  carry(quarter) {
    this.at = Math.max(1, Math.min(this.places, quarter));
    const over = this.board.quarter(this.at);
    this.board.show(over, this.places);
    over.scrollIntoView({ block: "nearest" });
    this.board.say(over.dataset.name);
  }

  cancel() {
    this.put();
    this.board.say(TEXTS.cancelled);
  }

  put() {
    this.at = 0;
    this.from = null;
    this.element.classList.remove("carried", "dragged");
    this.element.style.transform = "";
    this.board.show(null, 0);
  }

  drop(quarter) {
    const name = this.board.quarter(quarter).dataset.name;
    this.put();
    if (quarter === this.start) {
      this.board.say(TEXTS.stays);
      return;
    }
    this.board.say(TEXTS.moved(this.title, name));
    this.element.classList.add("carried");
    const form = this.element.querySelector("form[data-move]");
    form.elements.quarter.value = String(quarter);
    form.requestSubmit(form.querySelector("button[value=move]"));
  }

  // By pointer: a mouse takes the card anywhere but on what can be used; a finger takes it by its button.
  down(event) {
    const byGrip = event.target.closest("[data-grip]") !== null;
    const onTool = event.target.closest("details, a, input, select, button") !== null;
    if (event.button !== 0 || (!byGrip && (onTool || event.pointerType !== "mouse"))) return;
    this.from = { x: event.clientX, y: event.clientY + window.scrollY, id: event.pointerId };
    this.dragged = false;
  }

  move(event) {
    if (!this.from || event.pointerId !== this.from.id) return;
    const x = event.clientX - this.from.x;
    const y = event.clientY + window.scrollY - this.from.y;
    if (!this.dragged && Math.hypot(x, y) < FIRST_STEP) return;
    if (!this.dragged) {
      this.dragged = true;
      this.element.setPointerCapture(event.pointerId);
      this.element.classList.add("carried", "dragged");
      window.getSelection()?.removeAllRanges();
    }
    this.element.style.transform = `translate(${x}px, ${y}px)`;
    const over = this.board.under(event);
    this.board.show(this.takes(over) ? over : null, this.places);
    if (event.clientY < EDGE) window.scrollBy(0, -12);
    if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, 12);
    event.preventDefault();
  }

  takes(quarter) {
    return quarter !== null && Number(quarter.dataset.quarter) <= this.places;
  }

  up(event) {
    if (!this.from) return;
    const over = this.dragged ? this.board.under(event) : null;
    this.put();
    setTimeout(() => { this.dragged = false; });
    if (this.takes(over)) this.drop(Number(over.dataset.quarter));
  }
}

// The proof goes on behind: its line is kept true, and a better plan is offered, never imposed on what is being read
// or typed.
async function followProof(line) {
  const told = await asked(line.dataset.proof);
  if (told?.mark && told.mark !== line.dataset.mark) {
    offer(line, ...(told.proving ? TEXTS.better : TEXTS.final));
    return;
  }
  if (told?.mark && !told.proving && "whole" in line.dataset) {
    offer(line, ...TEXTS.proven(told.status));
    return;
  }
  if (told?.status && told.status !== line.textContent) line.textContent = told.status;
  if (!told || told.proving) setTimeout(() => followProof(line), 2 * AGAIN);
}

function offer(line, sentence, label) {
  const link = document.createElement("a");
  link.href = window.location.pathname + window.location.search;
  link.textContent = label;
  line.replaceChildren(sentence, link, ".");
}

async function waitForPlan(line) {
  const told = await asked(line.dataset.working);
  if (told?.ready) window.location.replace(line.dataset.next);
  else if (told?.refused) line.textContent = told.refused;
  else setTimeout(() => waitForPlan(line), AGAIN);
}

async function asked(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

document.querySelectorAll("[data-board]").forEach((board) => new Board(board));
document.querySelectorAll("[data-proof]").forEach((line) => setTimeout(() => followProof(line), AGAIN));
document.querySelectorAll("[data-working]").forEach((line) => setTimeout(() => waitForPlan(line), AGAIN));
