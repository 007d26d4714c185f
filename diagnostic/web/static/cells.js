// A cell of the pages of questions: what its fields say, and how it shows what the server says. Sent by answers.js.
"use strict";

const BLANK = "";
const IN_ENGLISH = document.documentElement.lang === "en";
const LOCALE = IN_ENGLISH ? "en-GB" : "fr-FR";
const CELL_TEXTS = IN_ENGLISH ? {
  unknown: "I do not know",
  not_applicable: "does not concern us",
  rung: (number) => String(number),
  next: "the next",
  count: (length, most) => `${inDigits(length)} of ${inDigits(most)} characters`,
  said: (who, told) => `${who}: ${told}`,
  choose: "Two people answered differently. Which one do you keep?",
  alert: "Vital minimum",
  contradiction: "To check",
  see: (label) => `See “${label}”`,
  none: "no answer",
  note: (note) => `. Note: ${note}`,
} : {
  unknown: "je ne sais pas",
  not_applicable: "ne nous concerne pas",
  rung: (number) => `le ${number}`,
  next: "le suivant",
  count: (length, most) => `${inDigits(length)} caractère${length > 1 ? "s" : ""} sur ${inDigits(most)}`,
  said: (who, told) => `${who}\u00a0: ${told}`,
  choose: "Deux personnes ont répondu différemment. Laquelle gardez-vous\u00a0?",
  alert: "Minimum vital",
  contradiction: "À vérifier",
  see: (label) => `Voir «\u00a0${label}\u00a0»`,
  none: "sans réponse",
  note: (note) => `. Note\u00a0: ${note}`,
};

const inDigits = (number) => number.toLocaleString(LOCALE);

const chosen = (cell) => cell.querySelector("[name$='-rating']:checked");
const isRung = (radio) => radio !== null && /^[0-6]$/.test(radio.value);
const noteOf = (cell) => cell.querySelector("[data-note]");
const lengthOf = (text) => [...text.trim()].length;

// null when nothing is chosen, a word, or a number by halves.
function ratingOf(cell) {
  const radio = chosen(cell);
  if (!isRung(radio)) return radio && radio.value;
  const half = cell.querySelector("[data-partly]").checked && radio.value !== "6";
  return Number(radio.value) + (half ? 0.5 : 0);
}

// What is said of the cell. A note that is too long waits: the answer does not.
function saidOf(cell) {
  const note = noteOf(cell);
  if (!note) return { rating: ratingOf(cell) };
  const seen = cell.querySelector("[name$='-evidence']:checked");
  return {
    rating: ratingOf(cell),
    evidence: seen ? seen.value : "declared",
    flagged: cell.querySelector("[data-flag]").checked,
    note: isTooLong(cell) ? note.dataset.kept : note.value.trim(),
  };
}

function isTooLong(cell) {
  const note = noteOf(cell);
  return note !== null && lengthOf(note.value) > Number(note.dataset.longest);
}

// « en partie » means something between two rungs only, and says towards which.
function arrange(cell) {
  const radio = chosen(cell);
  const between = isRung(radio) && radio.value !== "6";
  const partly = cell.querySelector("[data-partly]");
  partly.disabled = !between;
  if (!between) partly.checked = false;
  cell.querySelector("[data-next]").textContent = between ? CELL_TEXTS.rung(Number(radio.value) + 1) : CELL_TEXTS.next;
  cell.querySelector("[data-clear]").hidden = !radio;
  const far = radio && radio.closest("details");
  if (far) far.open = true;
}

function choose(cell, rating) {
  const [rung, half] = rating.split(".");
  for (const radio of cell.querySelectorAll("[name$='-rating']")) radio.checked = rating !== BLANK && radio.value === rung;
  cell.querySelector("[data-partly]").disabled = false;
  cell.querySelector("[data-partly]").checked = half !== undefined;
  arrange(cell);
}

function count(cell) {
  const note = noteOf(cell);
  if (!note) return;
  const length = lengthOf(note.value);
  const told = cell.querySelector("[data-count]");
  const longest = Number(note.dataset.longest);
  told.textContent = CELL_TEXTS.count(length, longest);
  told.classList.toggle("count-over", length > longest);
}

// What the server keeps of the cell, in its fields.
function showState(cell, told) {
  choose(cell, told.rating);
  const note = noteOf(cell);
  if (!note) return;
  for (const radio of cell.querySelectorAll("[name$='-evidence']")) radio.checked = radio.value === told.evidence;
  cell.querySelector("[data-flag]").checked = told.flagged;
  if (note.value.trim() !== told.note) note.value = told.note;
  if (told.note) cell.querySelector("[data-note-of]").open = true;
  count(cell);
}

// Beside the fields: what was kept, what others answer, two answers to choose from.
function showAround(cell, told) {
  cell.querySelector("[name$='-was']").value = told.rating;
  const note = noteOf(cell);
  if (note) note.dataset.kept = told.note;
  cell.querySelector("[data-beside]").replaceChildren(...told.beside.map((line) => element("p", "beside", line)));
  showRivals(cell, told.rivals);
}

function showRivals(cell, rivals) {
  const box = cell.querySelector("[data-rivals]");
  if (!box) return;
  box.hidden = !rivals.length;
  const buttons = element("div", "actions");
  for (const rival of rivals) {
    const button = element("button", "btn btn-outline", CELL_TEXTS.said(rival.who, rival.told));
    button.name = "choose";
    button.value = `${cell.querySelector("[name$='-was']").name.replace(/-was$/, "")}=${rival.rating}`;
    buttons.append(button);
  }
  const asked = element("p", "", CELL_TEXTS.choose);
  box.replaceChildren(...(rivals.length ? [asked, buttons] : []));
}

function showRefusal(cell, message) {
  let line = cell.querySelector(".refused");
  if (!line) {
    line = element("p", "refused");
    line.setAttribute("role", "alert");
    cell.append(line);
  }
  if (line.textContent !== message) line.textContent = message;
}

// Alerts and contradictions, under the questions that they are about.
function showArising(lines) {
  for (const box of document.querySelectorAll("[data-arising]")) {
    const own = lines.filter((line) => line.questions.some((one) => one.item === box.dataset.arising));
    const texts = own.map((line) => line.text).join("\n");
    if (box.dataset.texts === texts) continue;
    box.dataset.texts = texts;
    box.replaceChildren(...own.map((line) => arisingLine(line, box.dataset.arising)));
  }
}

function arisingLine(line, item) {
  const told = element("p", "");
  told.append(element("strong", "", line.kind === "alert" ? CELL_TEXTS.alert : CELL_TEXTS.contradiction), ` ${line.text} `);
  for (const other of line.questions.filter((one) => one.item !== item)) {
    const link = element("a", "", CELL_TEXTS.see(other.label));
    link.href = other.address;
    told.append(link);
  }
  return told;
}

// As a person would copy it: the question, its function, the answer, the note.
function wordsOf(cell) {
  const question = cell.closest(".question");
  const legend = cell.querySelector("legend").firstChild.textContent.trim();
  const where = cell.dataset.function && cell.dataset.function !== "all" ? ` (${legend})` : "";
  const rating = ratingOf(cell);
  const told = rating === null ? CELL_TEXTS.none : CELL_TEXTS[rating] || rating.toLocaleString(LOCALE);
  const note = noteOf(cell) ? noteOf(cell).value.trim() : "";
  return CELL_TEXTS.said(`${question.querySelector(".kicker").textContent}${where}`, `${told}${note ? CELL_TEXTS.note(note) : ""}`);
}

function element(name, kind, text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}
