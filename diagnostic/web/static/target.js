// What a target asks, shown as soon as it is chosen: the same page is asked for with the values in its address.

const PAUSE = 200;
const TEXTS = {
  fr: { failed: "Les conséquences n’ont pas pu être calculées. Vérifiez le réseau et recommencez." },
  en: { failed: "The consequences could not be worked out. Check the network and try again." },
};
const FAILED = (TEXTS[document.documentElement.lang] ?? TEXTS.fr).failed;

function prepare(form) {
  const told = document.querySelector("[data-told]");
  let timer = 0;
  let asked = null;

  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });

  async function show() {
    asked?.abort();
    asked = new AbortController();
    const panel = document.getElementById("consequences");
    panel.classList.add("waiting");
    try {
      const answer = await fetch(`${form.getAttribute("action")}?${chosen(form)}`, { credentials: "same-origin", signal: asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      put(panel, page.getElementById("consequences"));
    } catch (error) {
      if (error.name === "AbortError") return;
      told.textContent = FAILED;
      panel.classList.remove("waiting");
    }
  }

  function put(panel, fresh) {
    if (!fresh) throw new Error("no consequences in the page");
    const open = [...panel.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
    fresh.querySelectorAll("details").forEach((one) => { one.open = open.includes(one.querySelector("summary").textContent); });
    panel.replaceWith(fresh);
    told.textContent = fresh.dataset.said;
  }
}

function chosen(form) {
  const values = new URLSearchParams({ seen: "1" });
  for (const select of form.querySelectorAll("select")) {
    if (select.value) values.set(select.name, select.value);
  }
  return values;
}

document.querySelectorAll("form[data-target]").forEach(prepare);
