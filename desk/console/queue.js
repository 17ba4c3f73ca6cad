/** The list at the left: who waits and why, and who is being served. */

import { element, fill } from "/widget/dom.js";
import { langOf } from "/widget/format.js";
import { tick } from "/agent/waiting.js";

/** The conversations in the order they are shown. */
export const ordered = ({ pending, active }, me) => [...pending, ...active.filter((entry) => entry.owner === me), ...active.filter((entry) => entry.owner !== me)];

export class QueueView {
  #onOpen;
  node = element("nav");

  constructor(onOpen) {
    this.#onOpen = onOpen;
    this.node.addEventListener("keydown", (event) => this.#key(event));
  }

  draw({ queue, me, current, words, unseen }) {
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.node.setAttribute("aria-label", words.queue);
    const group = (title, entries, empty) => [
      element("h2", {}, title, element("span", { class: "number", text: entries.length })),
      entries.length
        ? element("ul", {}, ...entries.map((entry) => this.#item(entry, { current, words, unseen, me })))
        : element("p", { class: "empty", text: empty ?? "–" }),
    ];
    const mine = queue.active.filter((entry) => entry.owner === me);
    const others = queue.active.filter((entry) => entry.owner !== me);
    fill(this.node, ...group(words.pending, queue.pending, words.empty), ...group(words.mine, mine), ...(others.length ? group(words.others, others) : []));
    tick(this.node);
    if (focused) this.node.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  #item(entry, { current, words, unseen, me }) {
    const { conversation_id: id, last_message: last, reason, waiting_since: since } = entry;
    const button = element("button", { type: "button", class: "entry", "data-id": id, "aria-current": id === current ? "true" : null, on: { click: () => this.#onOpen(id) } },
      element("span", { class: "entry-top" },
        element("span", { class: "who", text: entry.customer_id ?? words.guest }),
        element("span", { class: "tag", text: entry.language === "zh" ? "中" : "EN" }),
        since ? element("span", { class: "wait", "data-since": since }) : null,
        unseen.has(id) ? element("span", { class: "dot" }) : null),
      element("span", { class: "last", lang: langOf(last?.language), text: last?.text ?? words.noMessage }),
      element("span", { class: "entry-foot" },
        reason && entry.state === "pending" ? element("span", { class: `reason ${reason}`, text: words.reason[reason] ?? reason }) : null,
        entry.owner && entry.owner !== me ? element("span", { class: "owner", text: entry.owner }) : null,
        element("span", { class: "channel", text: entry.channel })));
    return element("li", {}, button);
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey) return;
    event.preventDefault();
    const entries = [...this.node.querySelectorAll(".entry")];
    const next = entries[entries.indexOf(document.activeElement) + step];
    next?.focus();
  }
}
