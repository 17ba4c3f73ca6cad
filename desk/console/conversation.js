/** The middle: one conversation, what can be done with it, and the reply box. */

import { element, fill, icon } from "/widget/dom.js";
import { dayKey, dayName } from "/widget/format.js";
import { messageRow } from "/agent/messages.js";
import { tick } from "/agent/waiting.js";

export class ConversationView {
  #actions;
  #drafts = new Map(); // conversation id -> {reply, note}
  #mode = "reply";
  #id = null;
  #context = null;
  #attempt = null; // {key, id}: the same text sent again is the same message
  #log = element("ol", { class: "messages" });
  #scroller = element("div", { class: "scroller", role: "log", "aria-live": "polite", tabindex: "0" }, this.#log);
  #typing = element("p", { class: "typing", role: "status" });
  #head = element("header", { class: "conversation-head" });
  #input = element("textarea", { rows: "3" });
  #hint = element("p", { class: "hint" });
  #send = element("button", { type: "submit", class: "primary" });
  #tabs = { reply: element("button", { type: "button", class: "tab" }), note: element("button", { type: "button", class: "tab" }) };
  #form;
  #nothing = element("div", { class: "nothing" });
  node;

  /** @param {{claim: Function, giveBack: Function, close: Function, write: Function, typing: Function, leave: Function}} actions */
  constructor(actions) {
    this.#actions = actions;
    this.#form = element("form", { class: "reply-box" },
      element("div", { class: "tabs", role: "group" }, this.#tabs.reply, this.#tabs.note, this.#hint),
      element("div", { class: "write" }, this.#input, this.#send));
    this.node = element("main", { class: "conversation" }, this.#nothing, this.#head, this.#scroller, this.#typing, this.#form);
    for (const [mode, tab] of Object.entries(this.#tabs)) tab.addEventListener("click", () => this.setMode(mode));
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("input", () => this.#typed());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  get mode() {
    return this.#mode;
  }

  setMode(mode) {
    this.#keepDraft();
    this.#mode = mode;
    this.#input.value = this.#draft()[mode];
    this.#drawBox();
    this.#input.focus();
  }

  /** Put a suggested answer into the reply; what was written already stays. */
  insert(text) {
    if (this.#mode !== "reply") this.setMode("reply");
    const written = this.#input.value.trimEnd();
    this.#input.value = written && written !== text ? `${written}\n${text}` : text;
    this.#keepDraft();
    this.#drawBox();
    this.#input.focus();
    this.#input.scrollTop = this.#input.scrollHeight;
  }

  /** @param {{detail: object|null, opening: boolean, me: string, words: object, locale: string, typing: boolean, readUpTo: number}} context */
  draw(context) {
    this.#context = context;
    const { detail, words, opening } = context;
    const chosen = detail !== null;
    for (const part of [this.#head, this.#scroller, this.#typing, this.#form]) part.hidden = !chosen;
    this.#nothing.hidden = chosen;
    if (!chosen) {
      this.#keepDraft();
      this.#id = null;
      fill(this.#nothing, ...(opening ? [] : [element("h2", { text: words.pick }), element("p", { text: words.pickText }), keyList(words)]));
      return;
    }
    this.#switchTo(detail.conversation.conversation_id);
    this.#drawHead();
    this.#drawLog();
    this.#typing.textContent = context.typing ? words.typing : "";
    this.#drawBox();
  }

  focusBox() {
    this.#input.focus();
  }

  #switchTo(id) {
    if (id === this.#id) return;
    this.#keepDraft();
    this.#id = id;
    this.#mode = "reply";
    this.#input.value = this.#draft().reply;
    this.#log.replaceChildren();
  }

  #draft() {
    return this.#drafts.get(this.#id) ?? { reply: "", note: "" };
  }

  #keepDraft() {
    if (this.#id) this.#drafts.set(this.#id, { ...this.#draft(), [this.#mode]: this.#input.value });
  }

  #drawHead() {
    const { detail, me, words } = this.#context;
    const { conversation: entry, customer } = detail;
    const state = entry.state === "human" ? (entry.owner === me ? words.heldByMe : words.heldBy(entry.owner)) : words.state[entry.state];
    const act = (label, key, action, kind) => element("button", { type: "button", class: kind, title: `Alt ${key}`, on: { click: action } }, label);
    const mine = entry.state === "human" && entry.owner === me;
    const buttons = [
      entry.state === "pending" && act(words.claim, "C", this.#actions.claim, "primary"),
      mine && act(words.giveBack, "B", this.#actions.giveBack, "plain"),
      (mine || entry.state === "pending") && act(words.close, "X", this.#actions.close, "plain"),
    ];
    fill(this.#head,
      element("button", { type: "button", class: "plain leave", "aria-label": words.back, on: { click: this.#actions.leave } }, icon("arrow")),
      element("div", { class: "head-names" },
        element("h1", { text: customer?.name ?? entry.customer_id ?? words.guest }),
        element("p", {}, element("span", { class: `state ${entry.state}`, text: state }),
          entry.state === "pending" && entry.reason ? element("span", { class: `reason ${entry.reason}`, text: words.reason[entry.reason] ?? entry.reason }) : null,
          entry.waiting_since ? element("span", { class: "wait", "data-since": entry.waiting_since }) : null,
          element("span", { class: "tag", text: entry.language === "zh" ? "中文" : "EN" }), element("span", { class: "channel", text: entry.channel }))),
      element("div", { class: "head-actions" }, ...buttons));
    tick(this.#head);
  }

  #drawLog() {
    const { detail, words, locale, readUpTo } = this.#context;
    const scroller = this.#scroller;
    const follow = this.#log.childElementCount === 0 || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    scroller.setAttribute("aria-label", words.log);
    const rows = [];
    let day = null;
    for (const message of detail.messages) {
      const at = new Date(message.created_at);
      if (dayKey(at) !== day) rows.push(element("li", { class: "day", text: dayName(at, locale) }));
      day = dayKey(at);
      rows.push(this.#row(message, { words, locale, readUpTo }));
    }
    const wanted = new Set(rows);
    for (const child of [...this.#log.children]) if (!wanted.has(child)) child.remove();
    rows.forEach((row, index) => this.#log.children[index] === row || this.#log.insertBefore(row, this.#log.children[index] ?? null));
    if (follow) scroller.scrollTop = scroller.scrollHeight;
  }

  /** The row that is there already when nothing in it has changed, so that a screen reader hears only what is new. */
  #row(message, view) {
    const key = JSON.stringify([message, view.locale, message.role === "agent" && message.seq <= view.readUpTo]);
    const old = this.#log.querySelector(`[data-seq="${message.seq}"]`);
    if (old?.drawnFrom === key) return old;
    return Object.assign(messageRow(message, view), { drawnFrom: key });
  }

  #drawBox() {
    const { detail, me, words } = this.#context;
    const { state, owner } = detail.conversation;
    const mayReply = state === "human" && owner === me;
    const hints = { pending: words.mustClaim, closed: words.closedHint, bot: words.botHas, human: mayReply ? "" : words.otherHas(owner) };
    const noting = this.#mode === "note";
    for (const [mode, tab] of Object.entries(this.#tabs)) {
      tab.textContent = mode === "reply" ? words.reply : words.note;
      tab.setAttribute("aria-pressed", String(mode === this.#mode));
    }
    this.#form.classList.toggle("noting", noting);
    this.#hint.textContent = noting ? "" : hints[state];
    this.#input.placeholder = noting ? words.noteHint : words.replyHint;
    this.#input.setAttribute("aria-label", noting ? words.note : words.reply);
    this.#send.textContent = noting ? words.save : words.send;
    this.#send.disabled = (!noting && !mayReply) || this.#input.value.trim() === "";
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #typed() {
    this.#keepDraft();
    this.#drawBox();
    if (this.#mode === "reply" && !this.#send.disabled) this.#actions.typing();
  }

  async #submit() {
    const text = this.#input.value.trim();
    if (this.#send.disabled || !text) return;
    const key = JSON.stringify([this.#id, this.#mode, text]);
    if (this.#attempt?.key !== key) this.#attempt = { key, id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` };
    const { id, mode, kept } = { id: this.#id, mode: this.#mode, kept: this.#attempt };
    this.#send.disabled = true;
    const done = await this.#actions.write(id, mode, text, kept.id);
    if (done) {
      if (this.#attempt === kept) this.#attempt = null;
      if (this.#id === id && this.#mode === mode && this.#input.value.trim() === text) this.#input.value = "";
      this.#drafts.set(id, { ...(this.#drafts.get(id) ?? { reply: "", note: "" }), [mode]: "" });
    }
    if (this.#id) this.#drawBox();
  }
}

export function keyList(words) {
  return element("dl", { class: "keys" }, ...words.keys.flatMap(([keys, text]) => [element("dt", {}, element("kbd", { text: keys })), element("dd", { text })]));
}
