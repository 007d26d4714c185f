// Answering by keyboard on the pages of questions. Every key is also a button or a field, and all of them can be
// switched off (WCAG 2.1.4).
"use strict";

const KEPT_OFF = "palier.keys";
const FIELDS = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const DIGIT = /^(?:Digit|Numpad)([0-6])$/;

class Keys {
  constructor(form) {
    this.form = form;
    this.cells = [...form.querySelectorAll("[data-cell]")];
    this.current = null;
    this.help = document.querySelector("[data-keys]");
    for (const cell of this.cells) cell.tabIndex = -1;
    form.addEventListener("focusin", (event) => this.mark(event.target.closest("[data-cell]")));
    document.addEventListener("keydown", (event) => this.press(event));
    this.prepareHelp();
  }

  prepareHelp() {
    const button = document.querySelector("[data-help]");
    button.hidden = false;
    button.addEventListener("click", () => this.help.showModal());
    const active = this.help.querySelector("#keys-on");
    active.checked = isOn();
    active.addEventListener("change", () => keepOn(active.checked));
  }

  mark(cell) {
    if (!cell || cell === this.current) return;
    this.current?.classList.remove("current");
    this.current = cell;
    cell.classList.add("current");
  }

  press(event) {
    if (event.target.matches("[data-note]") && event.key === "Escape") this.go(this.current);
    const typing = event.target.matches(FIELDS) || this.help.open;
    if (event.defaultPrevented || typing || event.ctrlKey || event.altKey || event.metaKey || !isOn()) return;
    const done = this.answer(event) || this.move(event) || this.open(event.key.toLowerCase());
    if (done) event.preventDefault();
  }

  // A digit as it is printed, or the key where it stands: the top row of a French keyboard gives & é " ' ( - alone.
  answer(event) {
    const place = DIGIT.exec(event.code);
    const rung = /^[0-6]$/.test(event.key) ? event.key : place && place[1];
    if (rung !== null && rung !== undefined) return this.rate(rung, event.shiftKey && event.key !== rung);
    if (event.key === "." || event.key === ",") return this.press_box("[data-partly]");
    if (event.key.toLowerCase() === "r") return this.press_box("[data-flag]");
    return false;
  }

  rate(rung, half) {
    const cell = this.at();
    choose(cell, half && rung !== "6" ? `${rung}.5` : rung);
    chosen(cell).dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  press_box(selector) {
    const box = this.at().querySelector(selector);
    if (box && !box.disabled) box.click();
    return true;
  }

  // The arrows of a chosen answer are the browser's own: they go to the next answer.
  move(event) {
    const inside = event.target.matches("[type=radio]");
    const step = { j: 1, k: -1, ...(inside ? {} : { arrowdown: 1, arrowup: -1 }) }[event.key.toLowerCase()];
    if (!step) return false;
    const place = this.current ? this.cells.indexOf(this.current) + step : 0;
    const next = this.cells[place];
    if (next) this.go(next);
    return Boolean(next);
  }

  open(key) {
    if (key === "?") this.help.showModal();
    else if (key === "n") this.write();
    else if (key === "p") this.at().closest(".question").querySelector(".add-photo, [type=file]")?.focus();
    else if (key === "g") this.jump();
    else return false;
    return true;
  }

  write() {
    const note = noteOf(this.at());
    note.closest("details").open = true;
    note.focus();
  }

  jump() {
    const menu = document.querySelector("[data-jump]");
    menu.open = true;
    menu.querySelector("a").focus();
    menu.scrollIntoView({ block: "start" });
  }

  at() {
    if (!this.current) this.go(this.cells[0]);
    return this.current;
  }

  go(cell) {
    this.mark(cell);
    cell.focus({ preventScroll: true });
    const shown = cell.matches(".function *") ? cell : cell.closest(".question");
    shown.scrollIntoView({ block: "start", behavior: "instant" });
  }
}

// A browser that keeps nothing leaves the keys on for this page.
function isOn() {
  try {
    return localStorage.getItem(KEPT_OFF) !== "off";
  } catch {
    return true;
  }
}

function keepOn(on) {
  try {
    localStorage.setItem(KEPT_OFF, on ? "on" : "off");
  } catch {
    // nothing to keep it in
  }
}

const asking = document.querySelector("form[data-answers]");
if (asking) new Keys(asking);
