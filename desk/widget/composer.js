/** Where the customer writes: Enter sends, Shift+Enter breaks the line, an input method's Enter does neither. */

import { element, icon } from "./dom.js";
import { codePoints } from "./format.js";

const LIMIT = 4000;
const WARN_AT = 3600;
const TYPING_EVERY = 2500;

export class Composer {
  #words;
  #onSend;
  #onTyping;
  #told = 0;
  #input = element("textarea", { rows: "1", enterkeyhint: "send", autocomplete: "off", spellcheck: "true" });
  #send = element("button", { type: "submit", class: "send" }, icon("send"));
  #count = element("div", { class: "count", role: "status" });
  node;

  constructor({ words, onSend, onTyping }) {
    this.#onSend = onSend;
    this.#onTyping = onTyping;
    this.node = element("form", { class: "composer", novalidate: true }, this.#count,
      element("div", { class: "field" }, this.#input, this.#send));
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("input", () => this.#changed());
    this.restyle(words);
  }

  restyle(words) {
    this.#words = words;
    this.#input.placeholder = words.placeholder;
    this.#input.setAttribute("aria-label", words.write);
    this.#send.setAttribute("aria-label", words.send);
    this.#changed();
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  set draft(text) {
    this.#input.value = text;
    this.#changed();
  }

  #key(event) {
    const composing = event.isComposing || event.keyCode === 229; // Safari ends a composition before the key
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#input.value.trim();
    if (!text || codePoints(text) > LIMIT) return;
    this.#input.value = "";
    this.#changed();
    this.#onSend(text);
  }

  #changed() {
    const length = codePoints(this.#input.value.trim());
    this.#send.disabled = length === 0 || length > LIMIT;
    this.#count.hidden = length < WARN_AT;
    this.#count.textContent = length < WARN_AT ? "" : length > LIMIT ? this.#words.tooLong(length - LIMIT) : this.#words.left(LIMIT - length);
    this.#input.style.height = "auto";
    if (this.#input.scrollHeight > 0) this.#input.style.height = `${Math.min(this.#input.scrollHeight, 132)}px`;
    if (length > 0 && Date.now() - this.#told > TYPING_EVERY) {
      this.#told = Date.now();
      this.#onTyping();
    }
  }
}
