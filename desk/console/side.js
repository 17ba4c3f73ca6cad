/** The right: who the customer is, what he ordered, and answers that would fit. */

import { element, fill } from "/widget/dom.js";
import { langOf, money, tagOf } from "/widget/format.js";

export class SideView {
  #onUse;
  node = element("aside", { class: "side" });

  constructor(onUse) {
    this.#onUse = onUse;
  }

  draw({ detail, words, locale }) {
    this.node.hidden = detail === null;
    if (detail) fill(this.node, this.#customer(detail, words, locale), this.#satisfaction(detail, words), this.#suggestions(detail.suggestions, words));
  }

  #customer({ customer, conversation }, words, locale) {
    const head = element("h2", { text: words.customer });
    if (!customer) return element("section", {}, head, element("p", { class: "soft", text: conversation.customer_id ?? words.guestText }));
    const orders = customer.orders.map((order) => element("li", { class: "order" },
      element("span", { class: "order-id", text: order.order_id }),
      element("span", { class: `order-status ${order.status}`, text: words.status[order.status] ?? order.status }),
      element("span", { class: "soft", text: order.placed_at ? new Intl.DateTimeFormat(tagOf(locale), { dateStyle: "medium" }).format(new Date(order.placed_at)) : "" }),
      element("span", { class: "sum", text: money(order.total, order.currency, locale) })));
    return element("section", {}, head,
      element("p", { class: "customer-name", text: customer.name }),
      element("p", { class: "soft", text: [conversation.customer_id, customer.locale === "zh" ? "中文" : "English"].filter(Boolean).join(" · ") }),
      element("h3", { text: words.orders }),
      orders.length ? element("ul", { class: "orders" }, ...orders) : element("p", { class: "soft", text: words.noOrders }));
  }

  #satisfaction({ satisfaction }, words) {
    if (!satisfaction) return null;
    const { score, reason, word } = satisfaction;
    const said = score === null ? words.notRated : [`${score} / 5`, reason && words.whyNot[reason]].filter(Boolean).join(" · ");
    return element("section", {}, element("h2", { text: words.satisfaction }), element("p", { text: said }), word && element("p", { class: "soft", text: word }));
  }

  #suggestions(suggestions, words) {
    const head = element("h2", { text: words.suggestions });
    if (!suggestions.length) return element("section", {}, head, element("p", { class: "soft", text: words.noSuggestions }));
    const items = suggestions.map((suggestion, index) => element("li", {},
      element("button", { type: "button", class: "suggestion", title: index < 5 ? `Alt ${index + 1}` : null, on: { click: () => this.#onUse(suggestion) } },
        element("span", { class: "suggestion-head" },
          element("span", { class: "question", lang: langOf(suggestion.language), text: suggestion.question }),
          element("span", { class: "score", text: `${Math.round(suggestion.score * 100)}%` })),
        element("span", { class: "answer", lang: langOf(suggestion.language), text: suggestion.answer }),
        element("span", { class: "suggestion-foot" }, element("span", { text: suggestion.entry_id }), index < 5 ? element("kbd", { text: `Alt ${index + 1}` }) : null))));
    return element("section", {}, head, element("ol", { class: "suggestions" }, ...items));
  }
}
