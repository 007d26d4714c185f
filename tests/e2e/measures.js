// What tests measure of a page as it stands: one expression, whose functions are called one by one.
({
  // Everything one presses, smaller than `least` pixels. A box to tick, or a rung, is as large as its label; a link in a
  // sentence is as tall as its line (WCAG 2.5.8, « inline »).
  smallTargets(least) {
    const inSentence = (one) => getComputedStyle(one).display === "inline"
      && [...one.parentElement.childNodes].some((near) => near !== one && near.textContent.trim());
    const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: false });
    const size = (one) => {
      const labels = ["radio", "checkbox"].includes(one.type) ? [...one.labels] : [];
      const boxes = [one, ...labels].map((part) => part.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
      const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
      return { one, width, height };
    };
    return [...document.querySelectorAll("a[href], button, select, summary, textarea, input:not([type=hidden])")]
      .filter((one) => seen(one) && !one.matches(".skip") && !(one.matches("a") && inSentence(one)))
      .map(size)
      .filter(({ width, height }) => width > 0 && height > 0 && (width < least || height < least))
      .map(({ one, width, height }) => {
        const words = (one.textContent || one.name || "").trim().slice(0, 40);
        return `${one.tagName.toLowerCase()}.${one.className} « ${words} » ${Math.round(width)} × ${Math.round(height)}`;
      });
  },
  scrollsSideways() {
    return document.documentElement.scrollWidth > document.documentElement.clientWidth;
  },
  // Words that their box cuts.
  cut() {
    const kinds = ["a", "button", "summary", "label", "p", "h1", "h2", "th", "td"].map((kind) => `main ${kind}`);
    const overflows = (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
    return [...document.querySelectorAll([...kinds, "nav a"].join())]
      .filter((one) => getComputedStyle(one).overflow !== "visible" && one.clientWidth > 2 && one.checkVisibility())
      .filter(overflows)
      .map((one) => one.outerHTML.slice(0, 120));
  },
  // The element that has the focus: is its ring drawn, is it in view and not under the strip at the top?
  focused() {
    const one = document.activeElement;
    const shown = ["radio", "checkbox"].includes(one.type) && one.labels.length ? one.labels[0] : one;
    const hasRing = (part) => getComputedStyle(part).outlineStyle !== "none" && parseFloat(getComputedStyle(part).outlineWidth) >= 2;
    const box = shown.getBoundingClientRect();
    const strip = document.querySelector(".strip")?.getBoundingClientRect();
    const covered = strip && !one.closest(".strip") && box.top >= strip.top - 1 && box.bottom <= strip.bottom + 1;
    return {
      name: (one.textContent || one.name || "").trim().slice(0, 40),
      ringed: [one, shown, ...shown.querySelectorAll("*")].some(hasRing),
      seen: !covered && box.bottom > 0 && box.top < innerHeight,
      last: one === document.body,
    };
  },
  // What it is called: by its label, or by its words.
  nameOfFocused() {
    const one = document.activeElement;
    return (one.labels?.length ? one.labels[0].textContent : one.textContent).trim();
  },
  moving() {
    const moves = (one) => getComputedStyle(one).transitionDuration.split(",").some((time) => parseFloat(time) > 0);
    return [...document.querySelectorAll("*")].filter(moves).map((one) => one.className);
  },
  style(rules) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  },
  unfold() {
    document.querySelectorAll("main details").forEach((one) => { one.open = true; });
  },
  order() {
    return [...document.querySelectorAll("h1, h2, .question input, .foot a")].map((one) => one.id || one.textContent.trim());
  },
  tops() {
    return [...document.querySelectorAll(".brand, h1, .question h2, footer")].map((one) => one.getBoundingClientRect().top);
  },
})
