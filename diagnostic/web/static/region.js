// Sorting a table in place; without this script the same links ask the server for the same order.
"use strict";

for (const table of document.querySelectorAll("table.sortable")) {
  table.tHead.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-turn]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const head = link.closest("th");
    const descending = link.dataset.turn === "desc";
    sort(table.tBodies[0], head.cellIndex, descending);
    for (const one of head.parentElement.cells) {
      one.removeAttribute("aria-sort");
      one.querySelector("a").dataset.turn = one.cellIndex === 0 ? "asc" : "desc";
    }
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    history.replaceState(null, "", link.href);
    link.dataset.turn = descending ? "asc" : "desc";
    const address = new URL(link.href);
    address.searchParams.set("sens", link.dataset.turn);
    link.href = address;
  });
}

function sort(body, column, descending) {
  const rows = [...body.rows];
  const way = descending ? -1 : 1;
  const value = (row) => row.cells[column].dataset.rank;
  const rank = (row) => ({ inf: Infinity, "-inf": -Infinity })[value(row)] ?? Number(value(row));
  const compare = (one, other) =>
    column === 0
      ? one.cells[0].textContent.localeCompare(other.cells[0].textContent, "fr")
      : rank(one) === rank(other) ? 0 : rank(one) < rank(other) ? -1 : 1;
  const fixed = (row) => ("first" in row.dataset ? 0 : 1);
  rows.sort((one, other) => fixed(one) - fixed(other) || way * compare(one, other));
  body.append(...rows);
}
