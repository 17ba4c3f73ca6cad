/** What the widget remembers: the conversation on this device, unsent messages in this tab. Works without storage too. */

export class Shelf {
  #prefix;
  #spare = new Map();

  constructor(root) {
    this.#prefix = `concierge:${root.href}:`;
  }

  get(key, { tab = false } = {}) {
    const name = this.#prefix + key;
    try {
      const text = (tab ? sessionStorage : localStorage).getItem(name);
      return text === null ? (this.#spare.get(name) ?? null) : JSON.parse(text);
    } catch {
      return this.#spare.get(name) ?? null;
    }
  }

  set(key, value, { tab = false } = {}) {
    const name = this.#prefix + key;
    this.#spare.set(name, value);
    try {
      (tab ? sessionStorage : localStorage).setItem(name, JSON.stringify(value));
    } catch {
      // private mode or a full store: the page's memory must do
    }
  }

  remove(key, { tab = false } = {}) {
    const name = this.#prefix + key;
    this.#spare.delete(name);
    try {
      (tab ? sessionStorage : localStorage).removeItem(name);
    } catch {
      // nothing was stored then
    }
  }
}
