/** The shelf: cards, a category and a search, and the page of one product. */

import { element, fill, icon } from "/widget/dom.js";
import { money } from "/widget/format.js";

export const titleOf = (product, locale) => (locale === "zh" ? product.title_zh || product.title : product.title || product.title_zh);
const textOf = (product, locale) => (locale === "zh" ? product.description_zh || product.description : product.description || product.description_zh);

/** The products of a category whose name, text or brand holds every word searched for. */
export function pick(products, { category, query, locale }) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hay = (product) => [product.title, product.title_zh, product.brand, textOf(product, locale)].join(" ").toLowerCase();
  return products.filter((product) => (!category || product.category === category) && words.every((word) => hay(product).includes(word)));
}

/** One of each category after the other, so that the front of the shop shows all it has. */
export function mixed(products) {
  const shelves = Object.values(Object.groupBy(products, (product) => product.category));
  const rounds = Math.max(0, ...shelves.map((shelf) => shelf.length));
  return Array.from({ length: rounds }, (_, round) => shelves.map((shelf) => shelf[round])).flat().filter(Boolean);
}

export function picture(product, size) {
  const frame = element("span", { class: "picture" }, icon("bag"));
  const image = element("img", { src: product.image, alt: "", loading: "lazy", decoding: "async", width: size, height: size });
  image.addEventListener("error", () => image.remove());
  frame.append(image);
  return frame;
}

export function card(product, { locale, words, onOpen }) {
  const note = product.stock <= 0 ? words.soldOut : product.stock <= 5 ? words.few(product.stock) : "";
  const open = element("button", { type: "button", class: "card", on: { click: () => onOpen(product) } },
    picture(product, 320),
    element("span", { class: "card-brand", text: product.brand }),
    element("span", { class: "card-title", text: titleOf(product, locale) }),
    element("span", { class: "card-foot" },
      element("span", { class: "price", text: money(product.price, product.currency, locale) }),
      note ? element("span", { class: `note${product.stock <= 0 ? " out" : ""}`, text: note }) : null));
  return element("li", { id: product.product_id, class: product.stock <= 0 ? "sold" : null }, open);
}

export function showDetail(dialog, product, { locale, words, onAsk }) {
  const title = titleOf(product, locale);
  const other = locale === "zh" ? product.title : product.title_zh;
  const close = element("button", { type: "button", class: "dialog-close", "aria-label": words.close, on: { click: () => dialog.close() } }, icon("close"));
  const ask = element("button", { type: "button", class: "primary", text: words.askAbout });
  ask.addEventListener("click", () => {
    dialog.close();
    onAsk(words.draft(title));
  });
  const values = locale === "en" ? Object.values(product.options ?? {}) : []; // the data names options in English only
  const options = values.map((value) => element("li", { text: String(value) }));
  fill(dialog, close, element("div", { class: "detail" }, picture(product, 480), element("div", { class: "detail-words" },
    element("p", { class: "card-brand", text: `${product.brand} · ${words.category[product.category] ?? product.category}` }),
    element("h2", { id: "detail-title", text: title }),
    element("p", { class: "other", text: other === title ? "" : other, lang: locale === "zh" ? "en" : "zh-CN" }),
    element("p", { class: "price big", text: money(product.price, product.currency, locale) }),
    element("p", { class: "about", text: textOf(product, locale) }),
    options.length ? element("ul", { class: "options" }, ...options) : null,
    element("p", { class: product.stock > 0 ? "in" : "out", text: product.stock > 0 ? words.stock : words.soldOut }),
    ask)));
  dialog.showModal();
}
