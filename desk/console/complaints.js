/** Below the conversations: complaints that wait for an answer, the one due first in front, each with a box to answer it in. */

import { element, fill } from "/widget/dom.js";
import { clockTime, dayName, langOf } from "/widget/format.js";

export class ComplaintsView {
  #onOpen;
  #onAnswer;
  #drawn = "";
  #drafts = new Map(); // number -> what the agent has written and not sent
  #unfolded = new Set();
  node = element("section", { class: "complaints" });

  /** @param {{open: (conversationId: string) => void, answer: (number: string, text: string) => Promise<boolean>}} handlers */
  constructor({ open, answer }) {
    this.#onOpen = open;
    this.#onAnswer = answer;
  }

  draw({ complaints, words, locale }) {
    const key = JSON.stringify([complaints, locale]);
    if (key === this.#drawn) return; // what is being written must not be taken from under the agent's hands
    this.#drawn = key;
    const focused = this.node.contains(document.activeElement) ? document.activeElement.closest("[data-number]")?.dataset.number : null;
    const said = words.complaints;
    this.node.setAttribute("aria-label", said.title);
    fill(this.node,
      element("h2", {}, said.title, element("span", { class: "number", text: complaints.length })),
      complaints.length
        ? element("ul", {}, ...complaints.map((complaint) => this.#item(complaint, words, locale)))
        : element("p", { class: "empty", text: said.none }));
    if (focused) this.node.querySelector(`[data-number="${CSS.escape(focused)}"] textarea`)?.focus();
  }

  #item(complaint, words, locale) {
    const { number, conversation_id: conversationId, order_id: order, customer_id: customer } = complaint;
    const said = words.complaints;
    const due = new Date(complaint.late_until ?? complaint.due_at);
    const level = complaint.overdue ? "late" : complaint.urgent ? "slow" : "calm";
    const mark = { late: said.overdue, slow: said.urgent, calm: "" }[level];
    const summary = element("summary", { class: "entry" },
      element("span", { class: "entry-top" },
        element("span", { class: "who", text: customer ?? words.guest }),
        element("span", { class: "tag", text: complaint.language === "zh" ? "中" : "EN" }),
        element("span", { class: "wait", "data-level": level, text: `${dayName(due, locale)} ${clockTime(due, locale)}` })),
      element("span", { class: "last", lang: langOf(complaint.language), text: complaint.texts[0] }),
      element("span", { class: "entry-foot" },
        mark ? element("span", { class: `reason ${level === "late" ? "angry" : "failed"}`, text: mark }) : null,
        element("span", { class: "reason", text: said.topic[complaint.topic] ?? complaint.topic }),
        element("span", { class: "channel", text: number })));
    const details = element("details", { "data-number": number, open: this.#unfolded.has(number) }, summary,
      ...complaint.texts.map((text) => element("p", { class: "complaint-text", lang: langOf(complaint.language), text })),
      order ? element("p", { class: "soft", text: said.order(order) }) : null,
      element("button", { type: "button", class: "plain", text: said.open, on: { click: () => this.#onOpen(conversationId) } }),
      this.#form(complaint, said));
    details.addEventListener("toggle", () => (details.open ? this.#unfolded.add(number) : this.#unfolded.delete(number)));
    return element("li", {}, details);
  }

  #form({ number, by_mail: byMail }, said) {
    const box = element("textarea", { rows: "3", maxlength: "4000", required: true, "aria-label": said.label(number), placeholder: said.hint });
    box.value = this.#drafts.get(number) ?? "";
    box.addEventListener("input", () => this.#drafts.set(number, box.value));
    const send = element("button", { type: "submit", class: "primary", text: said.send });
    const form = element("form", { class: "complaint-answer" }, box, element("p", { class: "soft", text: byMail ? said.byMail : said.inChat }), send);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = box.value.trim();
      if (!text) return;
      send.disabled = true;
      if (await this.#onAnswer(number, text)) this.#drafts.delete(number);
      send.disabled = false;
    });
    return form;
  }
}
