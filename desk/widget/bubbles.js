/** One message as nodes: text, then choices, products and the source it was taken from. */

import { element, icon } from "./dom.js";
import { clockTime, langOf, money } from "./format.js";

/**
 * @param {object} message as the desk sends it
 * @param {{words: object, locale: string, root: URL, live: boolean, chosen: string|null, onChoice: Function, onProduct: Function|null}} view
 */
export function messageNode(message, view) {
  if (message.role === "system") return systemNode(message, view);
  const body = element("div", { class: "body" }, bubble(message, view));
  if (message.products?.length) body.append(productList(message.products, view));
  if (message.sources?.length) body.append(sourceLine(message.sources, view));
  if (message.choices?.length) body.append(choiceRow(message, view));
  const at = new Date(message.created_at);
  body.append(element("time", { class: "at", datetime: message.created_at, text: clockTime(at, view.locale) }));
  return element("div", { class: `row ${message.role}`, "data-seq": message.seq }, avatar(message.role), body);
}

/** A message on its way. */
export function unsentNode(item, { words, online, onRetry }) {
  const note = item.failed ? (words.failed[item.failed] ?? words.failed.other) : online ? words.sending : words.waiting;
  const line = element("div", { class: "delivery" }, element("span", { text: note }));
  if (item.failed && item.failed !== "invalid") {
    line.append(element("button", { type: "button", class: "retry", on: { click: () => onRetry(item) } }, icon("retry"), words.retry));
  }
  const text = element("div", { class: "bubble" }, element("span", { class: "text", text: item.shown }));
  return element("div", { class: `row customer unsent${item.failed ? " failed" : ""}` }, element("div", { class: "body" }, text, line));
}

export function typingNode(role, words) {
  const dots = element("div", { class: "bubble dots" }, element("i"), element("i"), element("i"));
  dots.append(element("span", { class: "aside", text: words.typing[role] ?? words.typing.bot }));
  return element("div", { class: `row ${role} typing` }, avatar(role), element("div", { class: "body" }, dots));
}

function bubble(message, { words }) {
  const speaker = { customer: words.you, bot: words.bot, agent: words.agent }[message.role];
  const text = element("span", { class: "text", lang: langOf(message.language), text: message.text });
  const name = element("span", { class: message.role === "agent" ? "speaker" : "aside", text: `${speaker}${message.role === "agent" ? "" : ": "}` });
  return element("div", { class: "bubble" }, name, text);
}

function avatar(role) {
  if (role === "customer") return null;
  return element("div", { class: "avatar", "aria-hidden": "true" }, icon(role === "agent" ? "person" : "leaf"));
}

function systemNode(message, view) {
  const { words } = view;
  const text = element("span", { lang: langOf(message.language), text: message.text });
  const said = element("p", { class: "said" }, element("span", { class: "aside", text: `${words.system}: ` }), text);
  return element("div", { class: "row system", "data-seq": message.seq }, said, message.choices?.length ? choiceRow(message, view) : null);
}

function choiceRow(message, { words, live, chosen, onChoice }) {
  const buttons = message.choices.map((choice) => {
    const picked = chosen === choice.title;
    const button = element("button", { type: "button", class: "choice", disabled: !live, "aria-pressed": picked ? "true" : null },
      picked ? icon("check") : null, element("span", { text: choice.title }));
    button.addEventListener("click", () => onChoice(choice));
    return button;
  });
  return element("div", { class: "choices", role: "group", "aria-label": words.choices }, ...buttons);
}

function productList(products, view) {
  const cards = products.map((product) => element("li", {}, productCard(product, view)));
  return element("ul", { class: "products", "aria-label": view.words.products }, ...cards);
}

function productCard(product, { locale, root, onProduct }) {
  const facts = element("span", { class: "facts" },
    element("span", { class: "title", text: product.title }),
    element("span", { class: "price", text: money(product.price, product.currency, locale) }),
    product.reason ? element("span", { class: "reason", text: product.reason }) : null);
  const parts = [picture(product, root), facts];
  if (!onProduct) return element("div", { class: "product" }, ...parts);
  return element("button", { type: "button", class: "product", on: { click: () => onProduct(product) } }, ...parts);
}

function picture(product, root) {
  const frame = element("span", { class: "picture" }, icon("bag"));
  const address = pictureAddress(product.image, root);
  if (address) {
    const image = element("img", { src: address, alt: "", loading: "lazy", decoding: "async", width: 72, height: 72 });
    image.addEventListener("error", () => image.remove());
    frame.append(image);
  }
  return frame;
}

/** The picture's address on the web, or null for anything that is not one. */
function pictureAddress(image, root) {
  if (!image || !URL.canParse(image, root)) return null;
  const address = new URL(image, root);
  return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
}

function sourceLine(sources, { words }) {
  const more = sources.length > 1 ? ` ${words.sources(sources.length)}` : "";
  const summary = element("summary", {}, icon("book"),
    element("span", { class: "quoted", text: `${words.source}${sources[0].question}` }), element("span", { class: "more", text: more }));
  const items = sources.map((source) => element("li", {},
    element("span", { text: source.question }), element("span", { class: "entry", text: source.entry_id })));
  return element("details", { class: "sources" }, summary, element("ul", {}, ...items));
}
