// What a page of one question gains with a script: where the network drops, the answer waits on its page, which says so
// and tries again. Without it, the form is sent as any other.
"use strict";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20000;
const FLASH_TEXTS = document.documentElement.lang === "en" ? {
  noServer: "The server does not answer",
  offline: "No network",
  saved: "Saved",
  waits: (why) => `${why}: your answer waits here, trying again soon`,
} : {
  noServer: "Le serveur ne répond pas",
  offline: "Pas de réseau",
  saved: "Enregistré",
  waits: (why) => `${why} : votre réponse attend ici, nouvel essai bientôt`,
};

const isJson = (answer) => (answer.headers.get("Content-Type") || "").startsWith("application/json");

class Sending {
  constructor(form) {
    this.form = form;
    this.status = document.querySelector("[data-status]");
    this.waiting = null;
    this.busy = false;
    this.delay = FIRST_WAIT;
    this.timer = 0;
  }

  // What is sent is what the page says now; pressing again while it waits replaces it.
  start(button) {
    this.waiting = new FormData(this.form);
    this.button = button && button.name ? button : null;
    if (this.button) this.waiting.append(this.button.name, this.button.value);
    this.delay = FIRST_WAIT;
    this.send();
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy || !this.waiting) return;
    this.busy = true;
    const sent = this.waiting;
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        body: sent,
      });
      if (answer.status >= 500) this.later(FLASH_TEXTS.noServer);
      else if (answer.ok && isJson(answer)) this.follow((await answer.json()).next);
      else this.leaveToTheBrowser();
    } catch {
      this.later(FLASH_TEXTS.offline);
    } finally {
      this.busy = false;
    }
  }

  follow(address) {
    this.waiting = null;
    this.say(FLASH_TEXTS.saved);
    location.assign(address);
  }

  // The server has something to show: the form again, or how to come back.
  leaveToTheBrowser() {
    this.waiting = null;
    if (this.button) {
      const said = document.createElement("input");
      said.type = "hidden";
      said.name = this.button.name;
      said.value = this.button.value;
      this.form.append(said);
    }
    HTMLFormElement.prototype.submit.call(this.form);
  }

  later(why) {
    this.say(FLASH_TEXTS.waits(why), true);
    this.timer = setTimeout(() => this.send(), this.delay);
    this.delay = Math.min(this.delay * 2, LONGEST_WAIT);
  }

  say(text, waiting = false) {
    this.status.textContent = text;
    this.status.classList.toggle("waiting", waiting);
  }
}

// « En partie » means something between two rungs only.
function arrange(form) {
  const partly = form.querySelector("[data-partly]");
  if (!partly) return;
  const chosen = form.querySelector("[type=radio]:checked");
  const between = chosen !== null && /^[0-5]$/.test(chosen.value);
  partly.closest(".choice").hidden = !between;
  partly.disabled = !between;
}

for (const form of document.querySelectorAll("form[data-flash]")) {
  const sending = new Sending(form);
  arrange(form);
  form.addEventListener("change", () => arrange(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sending.start(event.submitter);
  });
  window.addEventListener("online", () => sending.send());
  window.addEventListener("pageshow", () => arrange(form));
  window.addEventListener("beforeunload", (event) => {
    if (sending.waiting) event.preventDefault();
  });
}
