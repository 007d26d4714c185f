// A cell of the pages of questions: what its fields say, and how it shows what the server says. Sent by answers.js.
"use strict";

const BLANK = "";
const WORDS = { unknown: "je ne sais pas", not_applicable: "ne nous concerne pas" };

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
  cell.querySelector("[data-next]").textContent = between ? `le ${Number(radio.value) + 1}` : "le suivant";
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
  told.textContent = `${length.toLocaleString("fr-FR")} caractère${length > 1 ? "s" : ""} sur ${longest.toLocaleString("fr-FR")}`;
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
    const button = element("button", "btn btn-outline", `${rival.who}\u00a0: ${rival.told}`);
    button.name = "choose";
    button.value = `${cell.querySelector("[name$='-was']").name.replace(/-was$/, "")}=${rival.rating}`;
    buttons.append(button);
  }
  const asked = element("p", "", "Deux personnes ont répondu différemment. Laquelle gardez-vous\u00a0?");
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
  told.append(element("strong", "", line.kind === "alert" ? "Minimum vital" : "À vérifier"), ` ${line.text} `);
  for (const other of line.questions.filter((one) => one.item !== item)) {
    const link = element("a", "", `Voir «\u00a0${other.label}\u00a0»`);
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
  const told = rating === null ? "sans réponse" : WORDS[rating] || String(rating).replace(".", ",");
  const note = noteOf(cell) ? noteOf(cell).value.trim() : "";
  return `${question.querySelector(".kicker").textContent}${where}\u00a0: ${told}${note ? `. Note\u00a0: ${note}` : ""}`;
}

function element(name, kind, text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}
