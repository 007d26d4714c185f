// How many signs are left to write, said once the end is near.
"use strict";

const NEAR = 200;

document.querySelectorAll("textarea[data-longest]").forEach((area) => {
  const line = area.parentElement.querySelector("[data-left]");
  const tell = () => {
    const left = Number(area.dataset.longest) - area.value.length;
    line.textContent = left >= NEAR ? "" : left >= 0 ? `Encore ${left} ${left > 1 ? "signes" : "signe"}.` : `${-left} ${left < -1 ? "signes" : "signe"} de trop.`;
  };
  area.addEventListener("input", tell);
  tell();
});
