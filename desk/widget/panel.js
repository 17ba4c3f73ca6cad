/** The open chat: header, transcript, composer. Loaded by the loader when it is first needed. */

import { ConversationClient } from "./client.js";
import { Composer } from "./composer.js";
import { element, fill, icon } from "./dom.js";
import { stringsFor } from "./strings.js";
import { panelSheet } from "./styles.js";
import { Transcript } from "./transcript.js";

const OFFLINE_SHOWN_AFTER = 2500;
const OPEN_FOR_A_WORD = new Set(["thanks", "reason", "sorry", "reason_kept"].map((name) => `desk_satisfaction_${name}`));

export class Panel {
  #settings;
  #words;
  #client;
  #transcript;
  #composer;
  #scheduled = false;
  #open = false;
  #downSince = 0;
  #title = element("h2", { class: "name", id: "concierge-title" });
  #status = element("p", { class: "status", role: "status" });
  #close = element("button", { type: "button", class: "close" }, icon("fold"));
  #notice = element("div", { class: "notice", role: "status", hidden: true });
  #ended = element("div", { class: "ended", hidden: true });
  #node = element("section", { class: "panel", role: "dialog", "aria-labelledby": "concierge-title", hidden: true });

  /**
   * @param {{host: HTMLElement, root: URL, locale: string, identity: string|null|undefined, title: string,
   *   productEvents: boolean, tell: Function, onClose: Function, onUnread: Function}} settings
   */
  constructor(settings) {
    this.#settings = settings;
    this.#words = stringsFor(settings.locale);
    this.#client = new ConversationClient(settings);
    this.#transcript = new Transcript(this.#view());
    this.#composer = new Composer({ words: this.#words, onSend: (text) => this.#say({ text }), onTyping: () => this.#client.sendTyping() });
    this.#build();
    this.#listen();
    this.#client.resume();
  }

  open({ draft } = {}) {
    this.#open = true;
    this.#node.hidden = false;
    this.#fit();
    if (draft) this.#composer.draft = draft;
    this.#client.attend();
    this.#draw();
    this.#transcript.toEnd();
    if (matchMedia("(hover: hover)").matches || draft) this.#composer.focus();
    else this.#close.focus({ preventScroll: true }); // no keyboard over the conversation before it is wanted
  }

  close() {
    this.#open = false;
    this.#node.hidden = true;
  }

  setIdentity(token) {
    this.#client.setIdentity(token);
  }

  setLocale(locale) {
    this.#settings.locale = locale;
    this.#client.locale = locale;
    this.#words = stringsFor(locale);
    this.#transcript.restyle(this.#view());
    this.#composer.restyle(this.#words);
    this.#label();
    this.#draw();
  }

  #view() {
    const { root, locale, productEvents, tell } = this.#settings;
    return {
      words: this.#words,
      locale,
      root,
      onChoice: (choice) => this.#say({ choice: choice.payload, title: choice.title }),
      onProduct: productEvents ? ({ sku, image }) => tell("product", { sku, image }) : null,
      onRetry: (item) => this.#client.retry(item),
      onStarter: (text) => this.#say({ text }),
      onSeen: () => this.#seen(),
    };
  }

  #build() {
    const { host } = this.#settings;
    host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, panelSheet()];
    const header = element("header", {}, element("div", { class: "emblem", "aria-hidden": "true" }, icon("leaf"), element("i", { class: "lamp" })),
      element("div", { class: "names" }, this.#title, this.#status), this.#close);
    this.#node.append(header, this.#transcript.node, this.#notice, this.#ended, this.#composer.node);
    host.shadowRoot.prepend(this.#node);
    this.#label();
  }

  #label() {
    this.#title.textContent = this.#settings.title || this.#words.title;
    this.#close.setAttribute("aria-label", this.#words.close);
    const again = element("button", { type: "button", class: "choice", text: this.#words.restart, on: { click: () => this.#restart() } });
    fill(this.#ended, element("p", { text: this.#words.closed }), again);
  }

  #listen() {
    const { tell, onClose } = this.#settings;
    this.#client.addEventListener("change", () => this.#schedule());
    this.#client.addEventListener("message", ({ detail }) => tell("message", detail));
    this.#client.addEventListener("identity-expired", () => tell("identity-expired"));
    this.#close.addEventListener("click", () => onClose());
    this.#node.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("visibilitychange", () => this.#schedule());
    window.visualViewport?.addEventListener("resize", () => this.#fit());
  }

  #key(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      this.#settings.onClose();
    } else if (event.key === "Tab" && this.#fullScreen) {
      this.#keepFocusInside(event);
    }
  }

  #keepFocusInside(event) {
    const stops = [...this.#node.querySelectorAll("button:not(:disabled), textarea, summary, [tabindex='0']")].filter((stop) => stop.checkVisibility());
    const active = this.#settings.host.shadowRoot.activeElement;
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (active !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }

  get #fullScreen() {
    return matchMedia("(max-width: 480px)").matches;
  }

  /** On a phone the panel ends where the on-screen keyboard begins. */
  #fit() {
    const viewport = window.visualViewport;
    this.#node.setAttribute("aria-modal", String(this.#fullScreen));
    if (!this.#open || !viewport || !this.#fullScreen) {
      this.#node.style.removeProperty("--visible-height");
      return;
    }
    this.#node.style.setProperty("--visible-height", `${viewport.height}px`);
    this.#transcript.toEnd();
  }

  #say(wish) {
    this.#client.send(wish);
    if (this.#settings.host.shadowRoot.activeElement?.matches(".choice")) this.#composer.focus(); // its button is about to be disabled
  }

  #restart() {
    this.#client.restart();
    this.#composer.focus();
  }

  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#draw();
    });
  }

  #draw() {
    const { messages, unsent, typing, connection, loading, state } = this.#client;
    const closed = state === "closed";
    if (this.#open) {
      this.#transcript.draw({ messages, unsent, typing, loading, closed, online: connection === "online" || connection === "idle" });
    }
    this.#drawState({ closed, waitsForWord: OPEN_FOR_A_WORD.has(messages.at(-1)?.response) });
    this.#seen();
    this.#settings.onUnread(this.#unread(messages));
  }

  #drawState({ closed, waitsForWord }) {
    const { state, position } = this.#client;
    const down = this.#isDown();
    const line = down ? this.#words.status.offline : this.#words.status[state];
    const text = typeof line === "function" ? line(position) : line;
    if (this.#status.textContent !== text) this.#status.textContent = text ?? "";
    if (this.#node.dataset.state !== state) this.#settings.tell("state", { state });
    this.#node.dataset.state = state;
    this.#node.dataset.connection = down ? "down" : "up";
    this.#notice.hidden = !down;
    this.#notice.textContent = down ? this.#words.offline : "";
    this.#ended.hidden = !closed;
    this.#composer.node.hidden = closed && !waitsForWord;
  }

  /** A short break is nobody's business. */
  #isDown() {
    const { connection } = this.#client;
    if (connection === "online" || connection === "idle") {
      this.#downSince = 0;
      return false;
    }
    if (this.#downSince === 0) {
      this.#downSince = Date.now();
      setTimeout(() => this.#schedule(), OFFLINE_SHOWN_AFTER + 50);
    }
    return Date.now() - this.#downSince > OFFLINE_SHOWN_AFTER;
  }

  #seen() {
    const { lastSeq, readUpTo } = this.#client;
    const watching = this.#open && document.visibilityState === "visible" && this.#transcript.atEnd;
    if (watching && lastSeq > readUpTo) this.#client.sendRead(lastSeq);
  }

  #unread(messages) {
    const { readUpTo } = this.#client;
    return messages.filter((message) => message.seq > readUpTo && (message.role === "bot" || message.role === "agent")).length;
  }
}
