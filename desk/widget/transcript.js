/** The list of messages: keeps nodes of unchanged messages, marks days, follows new ones while the reader is at the end. */

import { messageNode, typingNode, unsentNode } from "./bubbles.js";
import { element, fill, icon } from "./dom.js";
import { dayKey, dayName } from "./format.js";

const AT_END = 60;
const SURVEY = "desk_satisfaction_";

export class Transcript {
  #view;
  #nodes = new Map(); // seq -> {key, node}
  #unsent = new Map(); // item id -> {key, node}
  #days = new Map();
  #last = 0;
  #stuck = true;
  #list = element("div", { class: "list" });
  #tail = element("div", { class: "tail" });
  #jump = element("button", { type: "button", class: "jump", hidden: true });
  #log;
  node;

  /** @param {{words: object, locale: string, root: URL, onChoice: Function, onProduct: Function|null, onRetry: Function, onStarter: Function, onSeen: Function}} view */
  constructor(view) {
    this.#log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" }, this.#list);
    this.node = element("div", { class: "transcript" }, this.#log, this.#jump);
    this.#log.append(this.#tail);
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#stuck && this.toEnd()).observe(this.#log);
    this.#jump.addEventListener("click", () => this.toEnd({ smooth: true }));
    this.restyle(view);
  }

  /** Another language or other listeners: everything is drawn anew. */
  restyle(view) {
    this.#view = view;
    this.#nodes.clear();
    this.#unsent.clear();
    this.#days.clear();
    this.#log.setAttribute("aria-label", view.words.log);
    fill(this.#jump, icon("fold"), element("span", { text: view.words.latest }));
  }

  get atEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < AT_END;
  }

  /** @param {{messages: object[], unsent: object[], typing: string|null, online: boolean, loading: boolean, closed: boolean}} state */
  draw(state) {
    const follow = this.atEnd || this.#isNewFromCustomer(state);
    const first = this.#last === 0;
    if (first) this.#log.setAttribute("aria-live", "off"); // history is not news
    this.#place(state);
    fill(this.#tail, state.typing && typingNode(state.typing, this.#view.words));
    if (follow) this.#follow(state.messages.at(-1));
    this.#last = state.messages.at(-1)?.seq ?? 0;
    if (first && this.#last) requestAnimationFrame(() => this.#log.setAttribute("aria-live", "polite"));
    else if (!this.#last) this.#log.setAttribute("aria-live", "polite");
    this.#scrolled();
  }

  toEnd({ smooth = false } = {}) {
    this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  /** To the end, but a new answer taller than the view is read from its top. */
  #follow(newest) {
    const node = newest && newest.seq > this.#last && this.#last > 0 ? this.#nodes.get(newest.seq)?.node : null;
    if (node && newest.role !== "customer" && node.offsetHeight > this.#log.clientHeight - 40) {
      this.#log.scrollTo({ top: node.offsetTop - this.#log.offsetTop - 12, behavior: "instant" });
    } else {
      this.toEnd();
    }
  }

  #isNewFromCustomer({ unsent }) {
    return unsent.some((item) => !this.#unsent.has(item.id));
  }

  #place(state) {
    const { messages, unsent, loading } = state;
    const wanted = messages.length + unsent.length === 0 ? [loading ? this.#placeholder() : this.#welcome()] : this.#rows(state);
    const known = new Set(wanted);
    for (const child of [...this.#list.children]) if (!known.has(child)) child.remove();
    wanted.forEach((node, index) => {
      if (this.#list.children[index] !== node) this.#list.insertBefore(node, this.#list.children[index] ?? null);
    });
    const seen = new Set(messages.map((message) => message.seq));
    for (const seq of this.#nodes.keys()) if (!seen.has(seq)) this.#nodes.delete(seq);
    const waiting = new Set(unsent.map((item) => item.id));
    for (const id of this.#unsent.keys()) if (!waiting.has(id)) this.#unsent.delete(id);
  }

  #rows({ messages, unsent, online, closed }) {
    const rows = [];
    let day = null;
    messages.forEach((message, index) => {
      const at = new Date(message.created_at);
      if (dayKey(at) !== day) rows.push(this.#day(at));
      const newDay = dayKey(at) !== day;
      day = dayKey(at);
      const later = messages.slice(index + 1).find((other) => other.role === "customer") ?? null;
      const answerable = !closed || (message.response ?? "").startsWith(SURVEY); // how it was can be said at the end
      const live = !later && unsent.length === 0 && answerable;
      const next = messages[index + 1];
      const node = this.#message(message, { live, chosen: later?.text ?? unsent[0]?.shown ?? null });
      node.classList.toggle("joined", !newDay && messages[index - 1]?.role === message.role);
      node.classList.toggle("continues", next?.role === message.role || (message.role === "customer" && !next && unsent.length > 0));
      rows.push(node);
    });
    for (const item of unsent) rows.push(this.#onItsWay(item, online));
    return rows;
  }

  #message(message, { live, chosen }) {
    const key = JSON.stringify([message, message.choices?.length ? [live, chosen] : 0]);
    const known = this.#nodes.get(message.seq);
    if (known?.key === key) return known.node;
    const node = messageNode(message, { ...this.#view, live, chosen });
    if (!known && this.#last > 0 && message.seq > this.#last) node.classList.add("fresh");
    this.#nodes.set(message.seq, { key, node });
    return node;
  }

  #onItsWay(item, online) {
    const key = `${item.failed}${online}`;
    const known = this.#unsent.get(item.id);
    if (known?.key === key) return known.node;
    const node = unsentNode(item, { words: this.#view.words, online, onRetry: this.#view.onRetry });
    this.#unsent.set(item.id, { key, node });
    return node;
  }

  #day(at) {
    const key = `day-${dayKey(at)}`;
    if (!this.#days.has(key)) {
      this.#days.set(key, element("div", { class: "day", role: "separator" }, element("span", { text: dayName(at, this.#view.locale) })));
    }
    return this.#days.get(key);
  }

  #welcome() {
    const { words, onStarter } = this.#view;
    this.#days.get("welcome") ?? this.#days.set("welcome", element("div", { class: "welcome" },
      element("div", { class: "mark", "aria-hidden": "true" }, icon("leaf")),
      element("h3", { text: words.welcome }),
      element("p", { text: words.welcomeText }),
      element("div", { class: "starters", role: "group", "aria-label": words.choices },
        ...words.starters.map((text) => element("button", { type: "button", class: "choice", text, on: { click: () => onStarter(text) } })))));
    return this.#days.get("welcome");
  }

  #placeholder() {
    this.#days.get("loading") ?? this.#days.set("loading", element("div", { class: "loading" },
      element("i"), element("i"), element("i"), element("span", { class: "aside", text: this.#view.words.loading })));
    return this.#days.get("loading");
  }

  #scrolled() {
    this.#stuck = this.atEnd;
    this.#jump.hidden = this.#stuck || this.#last === 0;
    if (this.#stuck) this.#view.onSeen();
  }
}
