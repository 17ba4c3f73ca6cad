/** The agent's page: session, live state and the wiring of its three columns. */

import { element, fill } from "/widget/dom.js";
import * as api from "/agent/api.js";
import { ask } from "/agent/ask.js";
import { ComplaintsView } from "/agent/complaints.js";
import { ConversationView } from "/agent/conversation.js";
import { AgentSocket } from "/agent/live.js";
import { showLogin } from "/agent/login.js";
import { QueueView, ordered } from "/agent/queue.js";
import { SideView } from "/agent/side.js";
import { tick } from "/agent/waiting.js";
import { WORDS } from "/agent/words.js";

const LOCALE = "concierge:agent-locale";
const TYPING_EVERY = 2500;
const TYPING_LASTS = 5000;
const SUGGEST_AFTER = 500;

class Console {
  #app;
  #locale = firstLocale();
  #me = null;
  #queue = { pending: [], active: [] };
  #complaints = [];
  #current = null;
  #detail = null;
  #unseen = new Set();
  #typing = false;
  #reads = new Map(); // conversation id -> seq the customer has read
  #online = true;
  #toldTyping = 0;
  #timers = { typing: 0, reload: 0 };
  #socket = new AgentSocket({
    onFrame: (frame) => this.#receive(frame),
    onUp: () => this.#up(),
    onDown: () => this.#setOnline(false),
    onSessionOver: () => this.#leave(this.#words.expired),
  });
  #queueView = new QueueView((id) => this.#open(id));
  #complaintsView = new ComplaintsView({
    open: (id) => this.#open(id),
    answer: (number, text) => this.#answerComplaint(number, text),
  });
  #conversationView = new ConversationView({
    claim: () => this.#claim(),
    giveBack: () => this.#giveBack(),
    close: () => this.#close(),
    write: (id, kind, text, clientMessageId) => this.#write(id, kind, text, clientMessageId),
    typing: () => this.#tellTyping(),
    leave: () => this.#open(null),
  });
  #sideView = new SideView(({ answer }) => this.#conversationView.insert(answer));
  #bar = element("header", { class: "bar" });
  #toast = element("div", { class: "toast", role: "alert", hidden: true });

  constructor(app) {
    this.#app = app;
    window.addEventListener("hashchange", () => this.#open(fromHash()));
    document.addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => tick(this.#app), 1000);
  }

  get #words() {
    return WORDS[this.#locale];
  }

  async start() {
    try {
      this.#enter(await api.session());
    } catch (cause) {
      this.#leave(cause.status === 401 ? "" : this.#words.away);
    }
  }

  #enter(agent) {
    this.#me = agent.name;
    fill(this.#app, this.#bar, element("div", { class: "columns" }, element("div", { class: "queue" }, this.#queueView.node, this.#complaintsView.node), this.#conversationView.node, this.#sideView.node), this.#toast);
    this.#draw();
    this.#socket.open();
    this.#open(fromHash());
  }

  #leave(message = "") {
    this.#socket.close();
    this.#me = this.#detail = this.#current = null;
    this.#queue = { pending: [], active: [] };
    this.#complaints = [];
    document.documentElement.lang = this.#locale === "zh" ? "zh-CN" : "en";
    document.title = this.#words.desk;
    showLogin(this.#app, {
      words: this.#words,
      message,
      onDone: (agent) => this.#enter(agent),
      onLanguage: () => {
        this.#switchLocale();
        this.#leave();
      },
    });
  }

  #switchLocale() {
    this.#locale = this.#locale === "zh" ? "en" : "zh";
    localStorage.setItem(LOCALE, this.#locale);
  }

  #up() {
    this.#setOnline(true);
    this.#loadComplaints();
    if (this.#current) this.#reload();
  }

  #setOnline(online) {
    this.#online = online;
    this.#draw();
  }

  async #open(id) {
    if (!this.#me || id === this.#current) return;
    this.#current = id;
    this.#detail = null;
    this.#typing = false;
    if (fromHash() !== id) history.replaceState(null, "", id ? `#${id}` : location.pathname);
    if (id) {
      this.#unseen.delete(id);
      this.#draw(); // the last conversation's reply box must not stay in reach
      await this.#reload();
      this.#conversationView.focusBox();
    }
    this.#draw();
  }

  async #loadComplaints() {
    try {
      this.#complaints = await api.complaints();
    } catch (cause) {
      this.#trouble(cause);
    }
    this.#draw();
  }

  async #answerComplaint(number, text) {
    try {
      await api.answerComplaint(number, text);
      await this.#loadComplaints();
      return true;
    } catch (cause) {
      this.#trouble(cause);
      return false;
    }
  }

  async #reload() {
    const id = this.#current;
    try {
      const detail = await api.conversation(id);
      if (id === this.#current) this.#detail = detail;
    } catch (cause) {
      if (cause.status === 404) this.#open(null);
      else this.#trouble(cause);
    }
    this.#draw();
  }

  /** The analysis and with it the suggestions come a moment after the message. */
  #reloadSoon() {
    clearTimeout(this.#timers.reload);
    this.#timers.reload = setTimeout(() => this.#current && this.#reload(), SUGGEST_AFTER);
  }

  #receive(frame) {
    const mine = frame.conversation_id === this.#current;
    if (frame.type === "queue") this.#learnQueue(frame);
    else if (frame.type === "complaints") this.#loadComplaints();
    else if (frame.type === "message") this.#learnMessage(frame, mine);
    else if (frame.type === "state" && mine) this.#reloadSoon();
    else if (frame.type === "read") this.#reads.set(frame.conversation_id, frame.seq);
    else if (frame.type === "typing" && mine) this.#showTyping();
    this.#draw();
  }

  #learnQueue({ pending, active }) {
    this.#queue = { pending, active };
    const entry = [...pending, ...active].find((candidate) => candidate.conversation_id === this.#current);
    if (entry && this.#detail) this.#detail = { ...this.#detail, conversation: entry };
  }

  #learnMessage({ conversation_id: id, message }, mine) {
    this.#queue = { pending: withLast(this.#queue.pending, id, message), active: withLast(this.#queue.active, id, message) };
    if (mine && this.#detail) {
      this.#merge(message);
      if (message.role === "customer") {
        this.#typing = false;
        this.#reloadSoon();
      }
    } else if (message.role === "customer") {
      this.#unseen.add(id);
    }
  }

  #merge(message) {
    const others = this.#detail.messages.filter((known) => known.seq !== message.seq);
    this.#detail = { ...this.#detail, messages: [...others, message].sort((a, b) => a.seq - b.seq) };
  }

  #showTyping() {
    this.#typing = true;
    clearTimeout(this.#timers.typing);
    this.#timers.typing = setTimeout(() => {
      this.#typing = false;
      this.#draw();
    }, TYPING_LASTS);
  }

  #tellTyping() {
    if (Date.now() - this.#toldTyping < TYPING_EVERY) return;
    this.#toldTyping = Date.now();
    this.#socket.send({ type: "typing", conversation_id: this.#current });
  }

  async #claim() {
    if (this.#detail?.conversation.state !== "pending") return;
    const id = this.#current;
    await this.#act(() => api.claim(id));
    this.#conversationView.focusBox();
  }

  get #iHoldIt() {
    const entry = this.#detail?.conversation;
    return entry?.state === "human" && entry.owner === this.#me;
  }

  async #giveBack() {
    if (!this.#iHoldIt) return;
    const words = this.#words;
    const id = this.#current;
    const answer = await ask({ title: words.backTitle, text: words.backText, confirm: words.giveBack, cancel: words.cancel, note: words.note });
    if (answer) await this.#act(() => api.giveBack(id, answer.note));
  }

  async #close() {
    if (!this.#iHoldIt && this.#detail?.conversation.state !== "pending") return;
    const words = this.#words;
    const id = this.#current;
    const answer = await ask({ title: words.closeTitle, text: words.closeText, confirm: words.close, cancel: words.cancel });
    if (answer) await this.#act(() => api.close(id));
  }

  async #act(action) {
    try {
      const { conversation } = await action();
      if (this.#detail?.conversation.conversation_id === conversation.conversation_id) this.#detail = { ...this.#detail, conversation };
    } catch (cause) {
      this.#trouble(cause);
    }
    if (this.#current) await this.#reload();
  }

  async #write(id, kind, text, clientMessageId) {
    try {
      const { message } = await api.write(id, kind, text, clientMessageId);
      if (id === this.#current && this.#detail) this.#merge(message);
      this.#draw();
      return true;
    } catch (cause) {
      this.#trouble(cause);
      return false;
    }
  }

  #trouble(cause) {
    if (!(cause instanceof api.AgentApiError)) throw cause;
    if (cause.status === 401) {
      this.#leave(this.#words.expired);
      return;
    }
    this.#toast.textContent = cause.status === 409 ? this.#words.conflict : this.#words.failed;
    this.#toast.hidden = false;
    clearTimeout(this.#timers.toast);
    this.#timers.toast = setTimeout(() => {
      this.#toast.hidden = true;
    }, 6000);
  }

  #key(event) {
    if (!this.#me || !event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const digit = /^Digit([1-5])$/.exec(event.code)?.[1];
    const suggestion = digit && this.#detail?.suggestions[digit - 1];
    const action = {
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      KeyC: () => this.#claim(),
      KeyB: () => this.#giveBack(),
      KeyX: () => this.#close(),
      KeyN: () => this.#detail && this.#conversationView.setMode(this.#conversationView.mode === "note" ? "reply" : "note"),
    }[event.code] ?? (suggestion && (() => this.#conversationView.insert(suggestion.answer)));
    if (!action) return;
    event.preventDefault();
    action();
  }

  #step(by) {
    const ids = ordered(this.#queue, this.#me).map((entry) => entry.conversation_id);
    if (ids.length === 0) return;
    const at = ids.indexOf(this.#current);
    this.#open(ids[at === -1 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)]);
  }

  #draw() {
    if (!this.#me) return;
    const words = this.#words;
    const locale = this.#locale;
    document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
    const waiting = this.#queue.pending.length + this.#complaints.filter((complaint) => complaint.urgent).length;
    document.title = `${waiting ? `(${waiting}) ` : ""}${words.desk}`;
    this.#app.classList.toggle("reading", this.#current !== null);
    this.#drawBar(words);
    this.#queueView.draw({ queue: this.#queue, me: this.#me, current: this.#current, words, unseen: this.#unseen });
    this.#complaintsView.draw({ complaints: this.#complaints, words, locale });
    this.#conversationView.draw({ detail: this.#detail, opening: this.#current !== null, me: this.#me, words, locale, typing: this.#typing, readUpTo: this.#reads.get(this.#current) ?? 0 });
    this.#sideView.draw({ detail: this.#detail, words, locale });
  }

  #drawBar(words) {
    const key = `${this.#locale}${this.#online}${this.#me}`;
    if (this.#bar.dataset.drawn === key) return;
    this.#bar.dataset.drawn = key;
    const language = element("button", { type: "button", class: "quiet", text: words.language });
    language.addEventListener("click", () => {
      this.#switchLocale();
      this.#draw();
    });
    const out = element("button", { type: "button", class: "quiet", text: words.logout });
    out.addEventListener("click", () => api.logout().finally(() => this.#leave()));
    fill(this.#bar, element("img", { src: "/agent/mark.svg", alt: "", width: 28, height: 28 }), element("strong", { text: words.desk }),
      element("span", { class: `link ${this.#online ? "up" : "down"}`, role: "status", text: this.#online ? words.online : words.offline }),
      element("span", { class: "me", text: this.#me }), language, out);
  }
}

function firstLocale() {
  const stored = localStorage.getItem(LOCALE);
  if (stored === "zh" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The queue's frames come when somebody joins or leaves it; what is said in between comes as messages. */
function withLast(entries, id, message) {
  return entries.map((entry) => (entry.conversation_id === id && message.seq >= (entry.last_message?.seq ?? 0) ? { ...entry, last_message: message } : entry));
}

const fromHash = () => decodeURIComponent(location.hash.slice(1)) || null;

new Console(document.getElementById("app")).start();
