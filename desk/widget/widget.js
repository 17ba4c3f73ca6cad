/**
 * The loader: the only script a shop embeds. It shows the launcher at once and fetches the panel when it is needed.
 *
 *   <script src="https://desk.example/widget.js" async data-locale="zh|en|auto"></script>
 *
 * Attributes: data-locale, data-identity (signed token), data-accent (any CSS colour), data-title,
 * data-theme (light|dark|auto), data-position (right|left), data-product-events (cards become buttons).
 * API: window.ConciergeWidget = {open, close, toggle, setIdentity, setLocale, isOpen}.
 * Events on window: concierge:ready, concierge:open, concierge:close, concierge:message, concierge:unread,
 * concierge:state, concierge:identity-expired, concierge:product.
 */
(() => {
  "use strict";
  if (window.ConciergeWidget) return;

  const script = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
  const source = new URL(script.src, document.baseURI);
  const root = new URL(source.pathname.endsWith("/widget/widget.js") ? "../" : "./", source);
  const data = { ...script.dataset };
  const STORED = `concierge:${root.href}:conversation`;

  const LABELS = {
    zh: { open: "打开在线客服", close: "收起在线客服", unread: (n) => `打开在线客服，${n} 条未读消息` },
    en: { open: "Open chat", close: "Close chat", unread: (n) => `Open chat, ${n} unread ${n === 1 ? "message" : "messages"}` },
  };

  const STYLE = `
    :host { all: initial; position: fixed; z-index: 2147483000; inset: auto 0 0 auto;
      font: 400 15px/1.5 var(--concierge-font, system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC",
        "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif); }
    :host([data-position="left"]) { inset: auto auto 0 0; }
    :host([hidden]) { display: none; }
    .launcher { position: fixed; right: max(20px, env(safe-area-inset-right)); bottom: max(20px, env(safe-area-inset-bottom));
      width: 58px; height: 58px; padding: 0; border: 0; border-radius: 50%; cursor: pointer; display: grid; place-items: center;
      color: var(--concierge-accent-ink, #fff); background: var(--concierge-accent, #2f6b4f);
      box-shadow: 0 1px 2px rgb(0 0 0 / .14), 0 8px 24px rgb(0 0 0 / .18);
      transition: transform .18s ease, box-shadow .18s ease; -webkit-tap-highlight-color: transparent; }
    :host([data-position="left"]) .launcher { right: auto; left: max(20px, env(safe-area-inset-left)); }
    .launcher:hover { transform: translateY(-2px); box-shadow: 0 2px 4px rgb(0 0 0 / .14), 0 12px 30px rgb(0 0 0 / .22); }
    .launcher:active { transform: scale(.96); }
    .launcher:focus-visible { outline: 3px solid var(--concierge-focus, #7fb8ff); outline-offset: 3px; }
    .launcher svg { grid-area: 1 / 1; width: 27px; height: 27px; transition: opacity .16s ease, transform .2s ease; }
    .launcher .glyph-fold { opacity: 0; transform: rotate(-45deg); }
    :host([data-open]) .launcher .glyph-fold { opacity: 1; transform: none; }
    :host([data-open]) .launcher .glyph-chat { opacity: 0; transform: scale(.7); }
    .badge { position: absolute; top: -3px; right: -3px; min-width: 20px; height: 20px; box-sizing: border-box; padding: 0 5px;
      border-radius: 10px; background: #c8372d; color: #fff; font-size: 12px; font-weight: 600; line-height: 20px; text-align: center; }
    .badge[hidden] { display: none; }
    .launcher[aria-busy="true"] .glyph-chat { animation: breathe 1s ease-in-out infinite; }
    @keyframes breathe { 50% { opacity: .45; } }
    @media (prefers-reduced-motion: reduce) { .launcher, .launcher svg { transition: none; animation: none !important; } }
    @media (max-width: 480px) { :host([data-open]) .launcher { display: none; } }
    @media print { :host { display: none; } }`;

  const PATHS = {
    chat: "M12 3.5c-5 0-9 3.4-9 7.7 0 2.5 1.4 4.7 3.5 6.1-.1 1-.6 2.2-1.5 3.2 1.9-.1 3.6-.8 4.8-1.8.7.1 1.4.2 2.2.2 5 0 9-3.4 9-7.7s-4-7.7-9-7.7Z M8.2 11.2h.01 M12 11.2h.01 M15.8 11.2h.01",
    fold: "M6 9.5l6 6 6-6",
  };

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const attributes = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round",
      "stroke-linejoin": "round", "aria-hidden": "true", class: `glyph-${name}` };
    for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
    path.setAttribute("d", PATHS[name]);
    svg.append(path);
    return svg;
  }

  function localeOf(wish) {
    if (wish === "zh" || wish === "en") return wish;
    const language = document.documentElement.lang || navigator.language || "en";
    return language.toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  /** Dark ink on light accents, so that the shop may choose any colour. */
  function inkOn(colour) {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = colour;
    const hex = /^#(..)(..)(..)$/.exec(probe.fillStyle);
    if (!hex) return "#fff";
    const [r, g, b] = hex.slice(1).map((part) => {
      const level = parseInt(part, 16) / 255;
      return level <= 0.03928 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.36 ? "#14201a" : "#fff";
  }

  function storedConversation() {
    try {
      return localStorage.getItem(STORED) !== null;
    } catch {
      return false; // storage is forbidden on this page
    }
  }

  class ConciergeElement extends HTMLElement {
    #panel = null;
    #loading = null;
    #identity = data.identity || undefined;
    #locale = localeOf(data.locale);
    #unread = 0;
    #button = document.createElement("button");
    #badge = document.createElement("span");

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      this.#button.className = "launcher";
      this.#button.type = "button";
      this.#badge.className = "badge";
      this.#badge.setAttribute("aria-hidden", "true");
      this.#button.append(icon("chat"), icon("fold"), this.#badge);
      this.#button.addEventListener("click", () => this.toggle());
      this.#button.addEventListener("pointerenter", () => this.#load().catch(() => {}), { once: true });
      this.shadowRoot.append(this.#button);
    }

    connectedCallback() {
      for (const name of ["theme", "position"]) if (data[name]) this.setAttribute(`data-${name}`, data[name]);
      if (data.accent && CSS.supports("color", data.accent)) {
        this.style.setProperty("--concierge-accent", data.accent);
        this.style.setProperty("--concierge-accent-ink", inkOn(data.accent));
      }
      this.#label();
      if (storedConversation()) (window.requestIdleCallback ?? setTimeout)(() => this.#load().catch(() => {}));
    }

    get isOpen() {
      return this.hasAttribute("data-open");
    }

    async open(wish = {}) {
      this.#button.setAttribute("aria-busy", "true");
      try {
        const panel = await this.#load();
        this.toggleAttribute("data-open", true);
        panel.open(wish);
        this.#label();
        this.tell("open");
      } finally {
        this.#button.removeAttribute("aria-busy");
      }
    }

    close() {
      if (!this.isOpen) return;
      this.toggleAttribute("data-open", false);
      this.#panel?.close();
      this.#label();
      this.#button.focus({ preventScroll: true });
      this.tell("close");
    }

    toggle() {
      if (this.isOpen) this.close();
      else this.open().catch((cause) => console.error("The chat could not be loaded", cause));
    }

    setIdentity(token) {
      this.#identity = token || null;
      if (this.#panel) this.#panel.setIdentity(this.#identity);
      else if (storedConversation()) this.#load().catch(() => {});
    }

    setLocale(locale) {
      this.#locale = localeOf(locale);
      this.#panel?.setLocale(this.#locale);
      this.#label();
    }

    tell(name, detail = {}) {
      return window.dispatchEvent(new CustomEvent(`concierge:${name}`, { detail, cancelable: true }));
    }

    #load() {
      this.#loading ??= import(new URL("widget/panel.js", root).href).then(
        ({ Panel }) => {
          this.#panel = new Panel({
            host: this, root, locale: this.#locale, identity: this.#identity, title: data.title ?? "",
            productEvents: "productEvents" in data, tell: (name, detail) => this.tell(name, detail),
            onClose: () => this.close(), onUnread: (count) => this.#showUnread(count),
          });
          return this.#panel;
        },
        (cause) => {
          this.#loading = null; // the next click tries again
          throw cause;
        },
      );
      return this.#loading;
    }

    #showUnread(count) {
      if (count !== this.#unread) this.tell("unread", { count });
      this.#unread = count;
      this.#label();
    }

    #label() {
      const words = LABELS[this.#locale];
      this.lang = this.#locale === "zh" ? "zh-CN" : "en";
      this.#badge.hidden = this.#unread === 0 || this.isOpen;
      this.#badge.textContent = this.#unread > 99 ? "99+" : String(this.#unread);
      this.#button.setAttribute("aria-expanded", String(this.isOpen));
      this.#button.setAttribute("aria-label", this.isOpen ? words.close : this.#unread ? words.unread(this.#unread) : words.open);
    }
  }

  customElements.define("concierge-widget", ConciergeElement);
  const element = document.createElement("concierge-widget");

  window.ConciergeWidget = Object.freeze({
    open: (wish) => element.open(wish),
    close: () => element.close(),
    toggle: () => element.toggle(),
    setIdentity: (token) => element.setIdentity(token),
    setLocale: (locale) => element.setLocale(locale),
    get isOpen() {
      return element.isOpen;
    },
  });

  function mount() {
    document.body.append(element);
    element.tell("ready");
  }
  if (document.body) mount();
  else document.addEventListener("DOMContentLoaded", mount, { once: true });
})();
