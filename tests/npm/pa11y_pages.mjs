// node pa11y_pages.mjs CHROMIUM ADDRESS…: each page read by pa11y (axe and HTML CodeSniffer), light then dark, in one
// browser, with the cookies of PALIER_COOKIE. Prints a JSON list of {address, scheme, issues}. Words inside drawings are left to tests/web/test_colours.py:
// axe cannot tell what an SVG text stands on, and says so of each.
import pa11y from "pa11y";
import puppeteer from "puppeteer";

const EXCUSED = [
  // « username » is what the HTML standard wants of the address that one signs in with; HTML CodeSniffer does not know it.
  ({ code, selector }) => code.endsWith("1_3_5.H98") && selector === "#email",
  // An example is read, not sent: its form has no button.
  ({ code, context }) => code.endsWith("3_2_2.H32.2") && /<fieldset disabled/.test(context),
];
const [executablePath, ...addresses] = process.argv.slice(2);
const headers = process.env.PALIER_COOKIE ? { Cookie: process.env.PALIER_COOKIE } : {};
const options = { headers, runners: ["axe", "htmlcs"], standard: "WCAG2AA", timeout: 60000, hideElements: "main svg text" };
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });
const read = [];
for (const scheme of ["light", "dark"]) {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  for (const address of addresses) {
    const { issues } = await pa11y(address, { ...options, browser, page });
    const kept = issues.filter((issue) => !EXCUSED.some((excuses) => excuses(issue)));
    read.push({ address, scheme, issues: kept.map(({ code, selector, context }) => ({ code, selector, context })) });
  }
  await page.close();
}
await browser.close();
console.log(JSON.stringify(read));
