// A photo is made smaller on the phone before it leaves; what cannot leave waits here and is sent again.
// Without this script the form sends the photo as it is.
"use strict";

(() => {
  const LONGEST_SIDE = 1600;
  const QUALITY = 0.85;
  const MOST_BYTES = 12e6;
  const FIRST_RETRY = 1000;
  const LONGEST_RETRY = 30000;
  const TEXTS = document.documentElement.lang === "en" ? {
    heavy: "This photo is over 12 MB and this browser cannot make it smaller. Choose a smaller size.",
    shrinking: "Making the photo smaller…",
    sending: (share) => `Sending: ${share}%`,
    offline: "No network",
    noServer: "The server does not answer",
    away: "You are no longer signed in: in another tab, sign in or open your link again, then start over.",
    notKept: "This photo could not be saved. Reload the page and start over.",
    kept: "Photo saved",
    waits: (why) => `${why}. The photo waits here: trying again soon.`,
  } : {
    heavy: "Cette photo pèse plus de 12 Mo et ce navigateur ne sait pas la réduire. Choisissez une taille plus petite.",
    shrinking: "Réduction de la photo…",
    sending: (share) => `Envoi : ${share} %`,
    offline: "Pas de réseau",
    noServer: "Le serveur ne répond pas",
    away: "Vous n’êtes plus connecté : dans un autre onglet, connectez-vous ou rouvrez votre lien, puis recommencez.",
    notKept: "Cette photo n’a pas pu être gardée. Rechargez la page et recommencez.",
    kept: "Photo gardée",
    waits: (why) => `${why}. La photo attend ici : nouvel essai bientôt.`,
  };

  // The same photo as a JPEG of 1600 pixels at most, upright; as it is where this browser cannot read it.
  async function smaller(file) {
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      image.close();
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      return made && (made.size < file.size || file.size > MOST_BYTES) ? made : file;
    } catch {
      return file;
    }
  }

  class Sending {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-photo-status]");
      this.picker = form.querySelector("[type=file]");
      this.busy = false;
      this.renewed = false;
      this.delay = FIRST_RETRY;
      form.addEventListener("submit", (event) => this.start(event));
      window.addEventListener("online", () => this.waiting && this.send());
      window.addEventListener("beforeunload", (event) => {
        if (this.busy) event.preventDefault();
      });
    }

    async start(event) {
      const [file] = this.picker.files;
      if (!file) return; // the server says what is missing
      event.preventDefault();
      if (this.busy) return;
      this.busy = true;
      this.say(TEXTS.shrinking);
      const photo = await smaller(file);
      if (photo.size > MOST_BYTES) return this.stop(TEXTS.heavy);
      this.body = new FormData(this.form);
      this.body.set("photo", photo, "photo.jpg");
      this.send();
    }

    send() {
      clearTimeout(this.timer);
      this.waiting = false;
      const request = new XMLHttpRequest();
      request.open("POST", this.form.action);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) this.say(TEXTS.sending(Math.round((100 * event.loaded) / event.total)));
      });
      request.addEventListener("load", () => this.read(request));
      request.addEventListener("error", () => this.later(TEXTS.offline));
      request.send(this.body);
    }

    read(request) {
      let told = {};
      try {
        told = JSON.parse(request.responseText);
      } catch {
        // a page: its status says enough
      }
      if (request.status === 200 && told.address) this.arrive(told.address);
      else if (told.csrf_token && !this.renewed) this.renew(told.csrf_token);
      else if (request.status >= 500) this.later(TEXTS.noServer);
      else if (told.message) this.stop(told.message);
      else if (request.status === 401 || request.status === 404) this.stop(TEXTS.away);
      else this.stop(TEXTS.notKept);
    }

    arrive(address) {
      this.busy = false;
      this.say(TEXTS.kept);
      const before = location.href.split("#")[0];
      location.assign(address);
      if (new URL(address, location.href).href.split("#")[0] === before) location.reload();
    }

    renew(token) {
      this.renewed = true;
      this.body.set("csrf_token", token);
      this.form.querySelector("[name=csrf_token]").value = token;
      this.send();
    }

    later(why) {
      this.waiting = true;
      this.say(TEXTS.waits(why), true);
      this.timer = setTimeout(() => this.send(), this.delay);
      this.delay = Math.min(this.delay * 2, LONGEST_RETRY);
    }

    stop(why) {
      this.busy = false;
      this.say(why, true);
    }

    say(text, waiting = false) {
      this.status.textContent = text;
      this.status.classList.toggle("waiting", waiting);
    }
  }

  document.querySelectorAll("form[data-photo-form]").forEach((form) => new Sending(form));
})();
