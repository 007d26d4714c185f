// What leaders' browsers send on a day of campaign, one request an iteration; benchmarks/campaign.py says to whom and
// how fast. "day": one company after another gives an answer on its page of one question, then looks at the next page;
// "race": answers alone, as the pages of the full form send them: each browser answers twenty questions of a company,
// knowing the version it was last told, then goes to another one.
import http from "k6/http";
import { check } from "k6";
import { SharedArray } from "k6/data";
import { scenario, vu } from "k6/execution";

const told = JSON.parse(open(__ENV.TOLD));
const companies = new SharedArray("companies", () => JSON.parse(open(__ENV.TOLD)).companies);

export const options = {
  scenarios: { campaign: told.scenario },
  discardResponseBodies: true,
  summaryTrendStats: ["avg", "med", "p(95)", "p(99)", "max"],
  thresholds: { "http_req_duration{name:save}": [], "http_req_duration{name:page}": [] },
};

function uuid() {
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(Math.random() * 16).toString(16));
}

const cookie = (company) => `palier=${company.cookie}`;

// As answers.js: one answer, and the version that the page shows.
const open_here = { id: "", version: 0 };

function save(turn) {
  const place = vu.idInTest - 1 + told.browsers * Math.floor(turn / told.questions.length);
  const company = companies[place % companies.length];
  if (open_here.id !== company.id) Object.assign(open_here, { id: company.id, version: company.version });
  const item = told.company_wide[turn % told.company_wide.length];
  const version = open_here.version;
  const body = { op_id: uuid(), item, function: null, rating: turn % 7, base_version: version, since: version };
  const answer = http.post(`${told.base}/d/${company.id}/answers`, JSON.stringify(body), {
    headers: { "Content-Type": "application/json", "X-CSRFToken": company.token, Cookie: cookie(company) },
    tags: { name: "save" },
    responseType: "text",
  });
  open_here.version = answer.status === 200 ? answer.json().version : version;
  return answer;
}

// As flash.js: the form of one question.
function saveOne(company, turn) {
  const number = turn % told.questions.length;
  const name = told.questions[number];
  const form = { csrf_token: company.token, version: `${company.version}`, [`${name}-was`]: "", [`${name}-rating`]: `${turn % 7}` };
  return http.post(`${told.base}/d/${company.id}/flash/${number + 1}`, form, {
    headers: { Accept: "application/json", Cookie: cookie(company) },
    tags: { name: "save" },
  });
}

function look(company, turn) {
  const page = told.pages[turn % told.pages.length].replace("{id}", company.id);
  return http.get(`${told.base}${page}`, { headers: { Cookie: cookie(company) }, tags: { name: "page" } });
}

export default function () {
  if (told.race) {
    check(save(vu.iterationInScenario), { answered: (one) => one.status === 200 });
    return;
  }
  const number = scenario.iterationInTest;
  const turn = Math.floor(number / 2);
  const company = companies[turn % companies.length];
  const answer = number % 2 ? saveOne(company, turn) : look(company, turn);
  check(answer, { answered: (one) => one.status === 200 });
}
