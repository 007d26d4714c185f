// The grid of the matrix as a spreadsheet: arrows, a block pasted at once, one step back. The page works without it.
"use strict";

const MOST_ROWS = 300;
const MOST_COLUMNS = 60;
const ROWS_ADDED = 8;
const FIRST_LEVEL = 3;
const YES = /^(oui|o|x|1|vrai|true|yes)$/i;
const TEXTS = {
  fr: {
    row: (number) => `ligne ${number}`,
    personOnRow: (number) => `Personne, ligne ${number}`,
    post: (who) => `Poste, ${who}`,
    leaving: (who) => `Part d’ici cinq ans, ${who}`,
    remove: (what) => `Retirer ${what}`,
    noName: "Sans nom",
    toName: (number) => `À nommer ${number}`,
    titles: "Ce bloc commence par une ligne de titres : il est placé plus bas, où « Lire ce tableau » le lira en entier.",
    takenBack: "Le bloc collé est retiré.",
    rowsAdded: (number) => `${number} lignes ajoutées.`,
    pasted: (number) => (number > 1 ? `${number} cases collées.` : `${number} case collée.`),
    moreRows: (number) => `${number} ligne${number > 1 ? "s" : ""} en plus.`,
    moreColumns: (number) => `${number} colonne${number > 1 ? "s" : ""} en plus, à nommer sous le tableau.`,
    lost: (number) => `${number} case${number > 1 ? "s" : ""} sans place : au plus ${MOST_ROWS} personnes et ${MOST_COLUMNS} savoir-faire.`,
    undo: "Ctrl + Z annule.",
  },
  en: {
    row: (number) => `row ${number}`,
    personOnRow: (number) => `Person, row ${number}`,
    post: (who) => `Workstation, ${who}`,
    leaving: (who) => `Leaves within five years, ${who}`,
    remove: (what) => `Remove ${what}`,
    noName: "No name",
    toName: (number) => `To be named ${number}`,
    titles: "This block starts with a row of headings: it has been put lower down, where “Read this table” will read all of it.",
    takenBack: "The pasted block has been taken back out.",
    rowsAdded: (number) => `${number} ${number === 1 ? "row" : "rows"} added.`,
    pasted: (number) => `${number} ${number === 1 ? "cell" : "cells"} pasted.`,
    moreRows: (number) => `${number} more ${number === 1 ? "row" : "rows"}.`,
    moreColumns: (number) => `${number} more ${number === 1 ? "column" : "columns"}, to be named under the table.`,
    lost: (number) => `${number} ${number === 1 ? "cell" : "cells"} with no room: at most ${MOST_ROWS} people and ${MOST_COLUMNS} skills.`,
    undo: "Ctrl + Z undoes this.",
  },
};
const SAY = TEXTS[document.documentElement.lang] ?? TEXTS.fr;
const LEVEL = /^\s*([0-4]([.,]0+)?|[iluo])?\s*$/i;

class MatrixGrid {
  constructor(form) {
    this.form = form;
    this.table = form.querySelector("table");
    this.body = this.table.tBodies[0];
    this.told = form.querySelector("[data-told]");
    this.undo = null;
    form.querySelector("[data-keys]").hidden = false;
    this.body.querySelectorAll(".level input").forEach(completed);
    this.table.addEventListener("keydown", (event) => this.press(event));
    this.table.addEventListener("paste", (event) => this.paste(event));
    this.table.addEventListener("input", (event) => this.typed(event.target));
    this.table.addEventListener("focusin", (event) => {
      if (event.target.type === "text") event.target.select();
    });
    form.querySelector("[value=more_rows]").addEventListener("click", (event) => this.moreRows(event));
    form.addEventListener("input", (event) => this.renamed(event.target));
  }

  // Every row as its inputs, in columns; the last two rows, about the skills, have none under the first three.
  lines() {
    const people = [...this.body.rows].map((row) => [...row.querySelectorAll("input")]);
    const facts = [...this.table.tFoot.rows].map((row) => [...row.querySelectorAll("input")]);
    return [...people, ...facts.filter((row) => row.length).map((row) => [null, null, null, ...row])];
  }

  place(input) {
    const lines = this.lines();
    const row = lines.findIndex((line) => line.includes(input));
    return { lines, row, column: row < 0 ? -1 : lines[row].indexOf(input) };
  }

  press(event) {
    const input = event.target;
    if (input.tagName !== "INPUT" || event.altKey || event.metaKey) return;
    if (event.ctrlKey && event.key.toLowerCase() === "z" && this.undo) {
      event.preventDefault();
      this.takeBack();
      return;
    }
    const step = this.step(event, input);
    if (!step) return;
    event.preventDefault();
    const { lines, row, column } = this.place(input);
    this.goTo(lines, ...step(lines, row, column));
  }

  // Where that key leads from a cell, or null where the key keeps its usual meaning.
  step(event, input) {
    const words = input.type === "text" && !input.closest(".level");
    const atStart = !words || (input.selectionStart === 0 && (input.selectionEnd === 0 || this.isWhole(input)));
    const atEnd = !words || (input.selectionEnd === input.value.length && (input.selectionStart === input.selectionEnd || this.isWhole(input)));
    const last = (lines, row) => lines[row].length - 1;
    const first = (lines, row) => lines[row].findIndex((one) => one);
    if (event.ctrlKey) {
      if (event.key === "Home") return () => [0, 0];
      if (event.key === "End") return (lines) => [lines.length - 1, last(lines, lines.length - 1)];
      return null;
    }
    if (event.key === "Enter") return (_lines, row, column) => [row + (event.shiftKey ? -1 : 1), column];
    if (event.shiftKey) return null;
    if (event.key === "ArrowUp") return (_lines, row, column) => [row - 1, column];
    if (event.key === "ArrowDown") return (_lines, row, column) => [row + 1, column];
    if (event.key === "ArrowLeft" && atStart) return (_lines, row, column) => [row, column - 1];
    if (event.key === "ArrowRight" && atEnd) return (_lines, row, column) => [row, column + 1];
    if (event.key === "Home" && !words) return (lines, row) => [row, first(lines, row)];
    if (event.key === "End" && !words) return (lines, row) => [row, last(lines, row)];
    return null;
  }

  isWhole(input) {
    return input.selectionStart === 0 && input.selectionEnd === input.value.length;
  }

  goTo(lines, row, column) {
    const target = lines[row] && (lines[row][column] || null);
    if (!target) return;
    target.focus();
    this.uncover(target);
  }

  // The first column stays in sight and covers what slides under it.
  uncover(input) {
    const frame = this.table.parentElement;
    const covered = this.body.rows[0].cells[0].getBoundingClientRect().right - input.getBoundingClientRect().left;
    if (!input.closest("th") && covered > 0) frame.scrollLeft -= covered;
  }

  typed(input) {
    this.undo = null;
    this.show(input);
  }

  show(input) {
    const cell = input.closest(".level");
    if (cell && this.body.contains(cell)) cell.dataset.level = input.value.trim();
    if (input.name.startsWith("person-")) this.relabel(input.closest("tr"));
  }

  // What the cells of a row are called follows the person's name.
  relabel(row) {
    const inputs = [...row.querySelectorAll("input")];
    const who = inputs[0].value.trim() || SAY.row(row.rowIndex);
    row.querySelector("th span").textContent = `${who},`;
    inputs[1].setAttribute("aria-label", SAY.post(who));
    inputs[2].setAttribute("aria-label", SAY.leaving(who));
    row.querySelector(".out .visually-hidden").textContent = SAY.remove(who);
  }

  renamed(input) {
    const number = /^name-(\d+)$/.exec(input.name)?.[1];
    const head = number && this.table.querySelector(`[data-column="${number}"] span`);
    if (head) head.textContent = input.value.trim() || SAY.noName;
  }

  say(text) {
    this.told.textContent = text;
  }

  paste(event) {
    const input = event.target;
    const block = readBlock(event.clipboardData.getData("text/plain"));
    if (input.tagName !== "INPUT" || (block.length === 1 && block[0].length === 1)) return;
    event.preventDefault();
    const { row, column } = this.place(input);
    if (column === 0 && this.hasTitles(block)) this.sendBelow(event.clipboardData.getData("text/plain"));
    else this.write(block, row, column);
  }

  hasTitles(block) {
    const levels = block[0].slice(FIRST_LEVEL).filter((text) => text.trim());
    return levels.length > 0 && levels.every((text) => !LEVEL.test(text));
  }

  // A whole table, titles included, is read by the same reader as a file.
  sendBelow(text) {
    const area = document.getElementById("pasted");
    area.value = text;
    area.focus();
    this.say(SAY.titles);
  }

  write(block, row, column) {
    const inPeople = row < this.body.rows.length;
    const width = Math.max(...block.map((line) => line.length));
    const done = { cells: [], rows: [], columns: [] };
    const wanted = inPeople ? row + block.length - this.body.rows.length : 0;
    for (let count = 0; count < wanted && this.body.rows.length < MOST_ROWS; count += 1) done.rows.push(this.addRow());
    const missing = column + width - this.lines()[row].length;
    for (let count = 0; count < missing; count += 1) {
      const added = this.addColumn();
      if (added === null) break;
      done.columns.push(added);
    }
    const lines = this.lines();
    let lost = 0;
    block.forEach((line, down) => {
      line.forEach((text, across) => {
        const input = lines[row + down]?.[column + across];
        if (input) done.cells.push(this.fill(input, text));
        else if (text.trim()) lost += 1;
      });
    });
    done.focus = lines[row][column];
    this.undo = done;
    this.form.dispatchEvent(new Event("input"));
    this.say(toldPaste(done, lost));
    done.focus.focus();
  }

  // Puts a text in a cell; what was there, to be put back.
  fill(input, text) {
    const before = { input, value: input.value, checked: input.checked };
    const typed = text.replace(/\s+/g, " ").trim();
    if (input.type === "checkbox") input.checked = YES.test(typed);
    else input.value = input.closest(".level") ? typed.replace(/^(\d+)[.,]0+$/, "$1").toUpperCase() : typed;
    this.show(input);
    return before;
  }

  takeBack() {
    const { cells, rows, columns, focus } = this.undo;
    this.undo = null;
    for (const { input, value, checked } of cells) {
      input.value = value;
      input.checked = checked;
      this.show(input);
    }
    rows.forEach((row) => row.remove());
    columns.forEach((number) => this.removeColumn(number));
    focus.focus();
    this.say(SAY.takenBack);
  }

  moreRows(event) {
    const room = MOST_ROWS - this.body.rows.length;
    if (room <= 0 || !this.body.rows.length) return;
    event.preventDefault();
    const rows = Array.from({ length: Math.min(room, ROWS_ADDED) }, () => this.addRow());
    rows[0].querySelector("input").focus();
    this.say(SAY.rowsAdded(rows.length));
  }

  next(name) {
    const counter = this.form.elements[name];
    const number = Number(counter.value);
    counter.value = String(number + 1);
    return number;
  }

  addRow() {
    const number = this.next("rows");
    const row = this.body.rows[this.body.rows.length - 1].cloneNode(true);
    row.dataset.row = String(number);
    row.querySelector("th span").id = `r${number}`;
    row.querySelectorAll("input").forEach((input) => {
      const name = input.name.replace(/^(person|post|leaving)-\d+$/, `$1-${number}`).replace(/^l\d+-/, `l${number}-`);
      emptied(input, name, input.type === "checkbox" ? "oui" : "");
      if (input.closest(".level")) called(input);
    });
    row.querySelector("button").value = String(number);
    this.body.append(row);
    row.querySelector("input").setAttribute("aria-label", SAY.personOnRow(row.rowIndex));
    this.relabel(row);
    return row;
  }

  // A skill of the company's own, to be named under the grid; null where no column can be added.
  addColumn() {
    const heads = this.table.tHead.querySelectorAll(".skill");
    if (!heads.length || heads.length >= MOST_COLUMNS) return null;
    const number = this.next("columns");
    const taken = [...heads].map((head) => Number(/^own_(\d+)$/.exec(head.querySelector("input").value)?.[1] || 0));
    const own = Math.max(0, ...taken) + 1;
    const name = SAY.toName(own);
    const place = this.lines()[0].length;
    const head = copyAfter(heads[heads.length - 1]);
    head.dataset.column = String(number);
    Object.assign(head.querySelector("span"), { id: `c${number}`, textContent: name });
    Object.assign(head.querySelector("input"), { name: `skill-${number}`, value: `own_${own}` });
    this.lines().forEach((line, row) => this.addCell(line[place - 1].closest("td"), number, row));
    const button = copyAfter(this.table.tFoot.rows[2].cells[place - 2]).querySelector("button");
    Object.assign(button, { id: `remove-column-${number}`, value: String(number) });
    button.querySelector(".visually-hidden").textContent = SAY.remove(name);
    this.addName(number, name);
    return number;
  }

  addCell(last, number, row) {
    const input = copyAfter(last).querySelector("input");
    emptied(input, input.name.replace(/-\d+$/, `-${number}`), "");
    input.closest(".level").removeAttribute("data-level");
    if (this.body.rows[row]) called(input);
  }

  addName(number, name) {
    const copy = document.getElementById("own-skill").content.cloneNode(true);
    copy.querySelectorAll("[id], [for], [name], [data-own]").forEach((one) => {
      for (const attribute of ["id", "for", "name", "data-own"]) {
        if (one.hasAttribute(attribute)) one.setAttribute(attribute, one.getAttribute(attribute).replace(/new$/, number));
      }
    });
    copy.querySelector("input").value = name;
    const section = this.form.querySelector("[data-owns]");
    section.hidden = false;
    section.append(copy);
  }

  removeColumn(number) {
    const head = this.table.querySelector(`[data-column="${number}"]`);
    this.lines().forEach((line) => line.find((input) => input?.name.endsWith(`-${number}`) && input.closest(".level"))?.closest("td").remove());
    document.getElementById(`remove-column-${number}`).closest("td").remove();
    head.remove();
    this.form.querySelector(`[data-own="${number}"]`).remove();
    const section = this.form.querySelector("[data-owns]");
    section.hidden = !section.querySelector("[data-own]");
  }
}

function copyAfter(cell) {
  const copy = cell.cloneNode(true);
  cell.after(copy);
  return copy;
}

// What the page leaves out of its cells, which are many.
function completed(input) {
  Object.assign(input, { id: input.name, inputMode: "numeric", maxLength: 1 });
}

// A level is called by its row and its column.
function called(input) {
  const [row, column] = input.name.slice(1).split("-");
  input.setAttribute("aria-labelledby", `r${row} c${column}`);
}

function emptied(input, name, value) {
  Object.assign(input, { id: name, name, value, checked: false });
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  const cell = input.closest(".level");
  if (cell) cell.dataset.level = "";
}

// Rows and cells of a block copied from a spreadsheet: tabs, line ends, and quotes around a cell that holds some.
function readBlock(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const row = rows[rows.length - 1];
    const sign = text[at];
    if (sign === '"' && quoted && text[at + 1] === '"') { row[row.length - 1] += sign; at += 1; }
    else if (sign === '"' && (quoted || row[row.length - 1] === "")) quoted = !quoted;
    else if (quoted) row[row.length - 1] += sign;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last.length === 1 && !last[0]) rows.pop();
  return rows;
}

function toldPaste(done, lost) {
  const told = [SAY.pasted(done.cells.length)];
  if (done.rows.length) told.push(SAY.moreRows(done.rows.length));
  if (done.columns.length) told.push(SAY.moreColumns(done.columns.length));
  if (lost) told.push(SAY.lost(lost));
  return [...told, SAY.undo].join(" ");
}

document.querySelectorAll("form[data-matrix]").forEach((form) => {
  if (form.querySelector("[data-keys]")) new MatrixGrid(form);
});
