/** Messages on their way: kept until the desk has acknowledged them, over reloads too, and sent again under the same id. */

export class Outbox {
  #shelf;
  items;

  constructor(shelf) {
    this.#shelf = shelf;
    this.items = shelf.get("outbox", { tab: true }) ?? [];
    for (const item of this.items) Object.assign(item, { via: null, seq: null });
  }

  /** @param {{text?: string, choice?: string, title?: string}} wish */
  add({ text, choice, title }) {
    const item = { id: newId(), text: text ?? null, choice: choice ?? null, shown: text ?? title ?? "", at: new Date().toISOString(), failed: null,
      seq: null, via: null };
    this.items.push(item);
    this.#save();
    return item;
  }

  find(id) {
    return this.items.find((item) => item.id === id) ?? null;
  }

  remove(item) {
    this.items = this.items.filter((other) => other !== item);
    this.#save();
  }

  fail(item, reason) {
    item.failed = reason;
    this.#save();
  }

  retry(item) {
    item.failed = null;
    item.via = null;
    this.#save();
  }

  clear() {
    this.items = [];
    this.#save();
  }

  /** Forget what was sent over the last connection: none of it was acknowledged. */
  rewind() {
    for (const item of this.items) item.via = null;
  }

  #save() {
    this.#shelf.set("outbox", this.items.map(({ via, ...kept }) => kept), { tab: true });
  }
}

export const bodyOf = (item) => ({ ...(item.choice === null ? { text: item.text } : { choice: item.choice }), client_message_id: item.id });

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(""); // page without TLS
}
