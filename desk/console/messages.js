/** One message as an agent sees it: with its analysis, its author and what the customer was shown beside it. */

import { element, icon } from "/widget/dom.js";
import { clockTime, langOf, money } from "/widget/format.js";

export function messageRow(message, { words, locale, readUpTo }) {
  const kind = message.private ? "note" : message.role;
  const who = message.private ? `${words.private} · ${message.author ?? ""}` : (message.author ?? words.role[message.role]);
  const at = new Date(message.created_at);
  const head = element("p", { class: "message-head" }, message.private ? icon("lock") : null,
    element("span", { text: who }), element("time", { datetime: message.created_at, text: clockTime(at, locale) }),
    message.role === "agent" && !message.private && message.seq <= readUpTo ? element("span", { class: "read", text: words.read }) : null);
  const text = element("p", { class: "message-text", lang: langOf(message.language), text: message.text });
  return element("li", { class: `message ${kind}`, "data-seq": message.seq }, head, text, ...shown(message, words, locale), analysis(message, words));
}

/** What went with the text, in one line each. */
function shown(message, words, locale) {
  const lines = [];
  if (message.products?.length) {
    const names = message.products.map((product) => `${product.title} ${money(product.price, product.currency, locale)}`);
    lines.push(words.products + names.join(locale === "zh" ? "；" : "; "));
  }
  if (message.sources?.length) lines.push(words.source + message.sources.map((source) => `${source.question} (${source.entry_id})`).join("; "));
  if (message.choices?.length) lines.push(words.choices + message.choices.map((choice) => choice.title).join(" / "));
  return lines.map((text) => element("p", { class: "beside", text }));
}

function analysis(message, words) {
  const found = message.analysis;
  if (!found || message.role !== "customer") return null;
  const chips = [
    found.intent && chip("intent", `${words.intent(found.intent)} ${Math.round((found.confidence ?? 0) * 100)}%`),
    found.sentiment && chip(`feeling ${found.sentiment}`, words.sentiment[found.sentiment] ?? found.sentiment),
    found.topic && found.topic !== "other" && chip("topic", words.topic(found.topic)),
    ...(found.entities ?? []).map((entity) => chip("entity", `${entity.type}: ${entity.value || entity.text}`)),
  ];
  return element("p", { class: "chips" }, ...chips);
}

const chip = (kind, text) => element("span", { class: `chip ${kind}`, text });
