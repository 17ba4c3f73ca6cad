/** The demo storefront: wires language, account, shelf and chat together. */

import { element, fill, icon } from "/widget/dom.js";
import { Account, fetchJson, withWidget } from "/demo/account.js";
import { card, mixed, pick, picture, showDetail } from "/demo/goods.js";
import { WORDS } from "/demo/words.js";

const LOCALE = "pomelo:locale";
const COLLAGE = ["P1002", "P1201", "P1501", "P1101", "P1707"];
const find = (id) => document.getElementById(id);

const shop = { products: [], category: "", query: "", locale: firstLocale() };
const account = new Account();

function firstLocale() {
  const stored = localStorage.getItem(LOCALE);
  if (stored === "zh" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

const words = () => WORDS[shop.locale];

function setLocale(locale) {
  shop.locale = locale;
  localStorage.setItem(LOCALE, locale);
  withWidget((widget) => widget.setLocale(locale));
  drawAll();
}

function drawAll() {
  document.documentElement.lang = shop.locale === "zh" ? "zh-CN" : "en";
  document.title = `${words().brand} ${words().brandOther}`;
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = words()[node.dataset.words];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words()[node.dataset.label]);
  find("search").q.placeholder = words().search;
  const language = find("language");
  language.textContent = words().language;
  language.lang = shop.locale === "zh" ? "en" : "zh-CN";
  fill(find("promises"), ...words().promises.map(([head, text]) => element("li", {}, element("strong", { text: head }), element("span", { text }))));
  fill(find("foot"), ...words().foot.map(([head, lines]) => element("div", {}, element("h2", { text: head }), element("ul", {}, ...lines.map((text) => element("li", { text }))))));
  drawAccount();
  drawCategories();
  drawShelf();
}

function drawCategories() {
  const names = ["", ...new Set(shop.products.map((product) => product.category))];
  fill(find("categories"), ...names.map((name) => {
    const choose = element("button", { type: "button", "aria-pressed": String(shop.category === name), text: name ? (words().category[name] ?? name) : words().all });
    choose.addEventListener("click", () => {
      shop.category = name;
      drawCategories();
      drawShelf();
    });
    return element("li", {}, choose);
  }));
}

function drawShelf() {
  const { category, query } = shop;
  const found = pick(shop.products, shop);
  const chosen = category || query ? found : mixed(found);
  find("hero").hidden = find("promises").hidden = Boolean(category || query);
  find("shelf-title").textContent = query ? words().found(query) : category ? words().category[category] : words().all;
  find("shelf-count").textContent = shop.products.length ? words().count(chosen.length) : "";
  const context = { locale: shop.locale, words: words(), onOpen: openDetail };
  const nothing = element("li", { class: "nothing", text: words().none });
  fill(find("grid"), ...(chosen.length || !shop.products.length ? chosen.map((product) => card(product, context)) : [nothing]));
}

function drawCollage() {
  const shown = COLLAGE.map((id) => shop.products.find((product) => product.product_id === id)).filter(Boolean);
  fill(find("collage"), ...shown.map((product) => picture(product, 220)));
}

function openDetail(product) {
  showDetail(find("detail"), product, {
    locale: shop.locale,
    words: words(),
    onAsk: (draft) => withWidget((widget) => widget.open({ draft })),
  });
}

function drawAccount() {
  const button = find("account");
  fill(button, icon("person"), element("span", { text: account.customer ? words().signedIn(account.customer.name) : words().signIn }));
  const people = account.customers.slice(0, 8).map((customer) => {
    const chosen = customer === account.customer;
    const item = element("button", { type: "button", role: "menuitemradio", "aria-checked": String(chosen) },
      element("span", { class: "initial", "aria-hidden": "true", text: [...customer.name][0] }), element("span", { text: customer.name }), chosen ? icon("check") : null);
    item.addEventListener("click", () => leaveMenu(() => account.signIn(customer)));
    return item;
  });
  const out = element("button", { type: "button", role: "menuitem", class: "sign-out", text: words().guest });
  out.addEventListener("click", () => leaveMenu(() => account.signOut()));
  fill(find("people"), element("p", { class: "menu-title", role: "presentation", text: words().signInAs }), ...people, account.customer ? out : null);
}

function leaveMenu(then) {
  showMenu(false);
  find("account").focus();
  then();
}

function showMenu(open) {
  find("people").hidden = !open;
  find("account").setAttribute("aria-expanded", String(open));
  if (open) find("people").querySelector("button")?.focus();
}

function menuKey(event) {
  const items = [...find("people").querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") leaveMenu(() => {});
  if (!step) return;
  event.preventDefault();
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
}

function listen() {
  find("language").addEventListener("click", () => setLocale(shop.locale === "zh" ? "en" : "zh"));
  find("account").addEventListener("click", () => showMenu(find("people").hidden));
  find("people").addEventListener("keydown", menuKey);
  document.addEventListener("click", (event) => event.target.closest(".account") || showMenu(false));
  find("ask").addEventListener("click", () => withWidget((widget) => widget.open()));
  find("search").addEventListener("submit", (event) => event.preventDefault());
  find("search").q.addEventListener("input", (event) => {
    shop.query = event.target.value.trim();
    drawShelf();
  });
  find("detail").addEventListener("click", (event) => event.target === event.currentTarget && event.currentTarget.close());
  account.addEventListener("change", drawAccount);
  window.addEventListener("concierge:product", ({ detail }) => {
    const product = shop.products.find(({ sku, image }) => sku === detail.sku || image === detail.image);
    if (product) openDetail(product);
  });
}

async function start() {
  listen();
  setLocale(shop.locale);
  account.load().catch((cause) => console.error("Demo customers could not be loaded", cause));
  try {
    shop.products = (await fetchJson("/demo/catalogue")).products;
  } catch (cause) {
    console.error("The catalogue could not be loaded", cause);
    fill(find("grid"), element("li", { class: "nothing", text: words().failed }));
    return;
  }
  drawCollage();
  drawCategories();
  drawShelf();
}

start();
