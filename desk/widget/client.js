/**
 * The customer's side of one conversation: it opens it when there is something to say, keeps it over reloads and lost
 * networks, and brings every message across exactly once. It knows nothing of the screen: listen to "change".
 */

import { ApiError, ChatApi } from "./api.js";
import { subjectOf } from "./identity.js";
import { Outbox, bodyOf } from "./outbox.js";
import { LiveSocket } from "./socket.js";
import { Shelf } from "./storage.js";

const ACK_LIMIT = 20000;
const POLL_EVERY = 3000;
const IDENTITY_GRACE = 2500;
const TYPING_LASTS = { bot: 12000, agent: 5000 };

export class ConversationClient extends EventTarget {
  #api;
  #shelf;
  #outbox;
  #locale;
  #identity;
  #presented = null; // the token the desk has been shown for this conversation
  #conversation = null;
  #messages = new Map();
  #socket = null;
  #starting = null;
  #aligning = Promise.resolve();
  #timers = { poll: 0, retry: 0, ack: 0, typing: 0 };
  #retries = 0;
  #posting = false;
  state = "bot";
  position = null;
  connection = "idle"; // idle | connecting | online | offline
  typing = null;
  loading = false;

  /** @param {{root: URL, locale: string, identity: string|null|undefined}} settings undefined: the page has not said yet */
  constructor({ root, locale, identity }) {
    super();
    this.#api = new ChatApi(root);
    this.#shelf = new Shelf(root);
    this.#outbox = new Outbox(this.#shelf);
    this.#locale = locale;
    this.#identity = identity;
    window.addEventListener("online", () => this.#wake());
    window.addEventListener("pageshow", (event) => event.persisted && this.#wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
  }

  get messages() {
    return [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
  }

  /** What the customer sent and the desk has not yet shown back. */
  get unsent() {
    return this.#outbox.items.filter((item) => item.seq === null);
  }

  get lastSeq() {
    return Math.max(0, ...this.#messages.keys());
  }

  set locale(locale) {
    this.#locale = locale;
  }

  /** Take up the stored conversation, or the signed-in customer's open one; make none. */
  resume() {
    this.#starting ??= this.#resume()
      .catch((cause) => this.#trouble(cause))
      .finally(() => {
        this.#starting = null;
        this.#flush();
      });
    return this.#starting;
  }

  /** The panel is in view: a conversation of a signed-in customer waits no longer for the page to say who is here. */
  attend() {
    const stored = this.#shelf.get("conversation");
    if (this.#identity !== undefined || !stored?.subject) return this.resume();
    this.loading = true;
    this.#changed();
    setTimeout(() => this.#identity === undefined && this.setIdentity(null), IDENTITY_GRACE);
    return Promise.resolve();
  }

  send(wish) {
    this.#outbox.add(wish);
    this.#changed();
    this.#flush();
  }

  retry(item) {
    this.#outbox.retry(item);
    this.#changed();
    this.#flush();
  }

  sendTyping() {
    if (this.state !== "bot") this.#socket?.send({ type: "typing" });
  }

  sendRead(seq) {
    this.#shelf.set("read", { id: this.#conversation?.id, seq });
    this.#socket?.send({ type: "read", seq });
  }

  get readUpTo() {
    const read = this.#shelf.get("read");
    return read && read.id === this.#conversation?.id ? read.seq : 0;
  }

  /** Leave this conversation behind; the next message opens another. */
  restart() {
    this.#leave();
    this.#changed();
  }

  /** A signed token, or null for nobody. Calls take effect one after the other. */
  setIdentity(token) {
    const before = this.#identity;
    this.#identity = token;
    if (before === token && this.#presented === token) return this.#aligning;
    this.#aligning = this.#aligning
      .then(() => this.#conversation ?? this.resume())
      .then(() => this.#align())
      .catch((cause) => this.#trouble(cause));
    return this.#aligning;
  }

  async #resume() {
    if (this.#conversation) return;
    const stored = this.#shelf.get("conversation");
    const usable = stored && Date.parse(stored.expires) > Date.now() + 5000;
    if (usable && stored.subject && this.#identity === undefined) return; // shown only once the page says who is here
    if (stored && !usable) this.#shelf.remove("conversation");
    if (usable) {
      this.#adopt(stored);
      await this.#align();
    } else if (this.#identity) {
      await this.#adoptOpen();
    } else {
      this.loading = false;
      this.#changed();
    }
    if (this.#conversation) this.#connect();
  }

  async #adoptOpen() {
    try {
      const [open] = await this.#api.open(this.#identity);
      if (open && !this.#conversation) {
        this.#presented = this.#identity;
        this.#adopt({ id: open.conversation_id, token: open.token, expires: open.expires_at, subject: subjectOf(this.#identity) });
      }
    } catch (cause) {
      this.#trouble(cause);
    }
    this.loading = this.#conversation !== null;
    this.#changed();
  }

  #adopt(conversation) {
    this.#conversation = conversation;
    this.#shelf.set("conversation", conversation);
    this.loading = this.#messages.size === 0;
    this.#changed();
  }

  async #create() {
    const identity = this.#identity ?? null;
    const made = await this.#api.create({ locale: this.#locale, identity }).catch((cause) => {
      if (!identity || cause.offline || cause.status === 429) throw cause;
      this.#tell("identity-expired");
      return this.#api.create({ locale: this.#locale, identity: null }); // as a guest until the page brings a fresh token
    });
    this.#presented = identity;
    this.#adopt({ id: made.conversation_id, token: made.token, expires: made.expires_at, subject: identity && subjectOf(identity) });
    this.loading = false;
  }

  /** Tell the desk who is here now, when that is not what it was told last. */
  async #align() {
    const conversation = this.#conversation;
    if (this.#identity === undefined || !conversation) return;
    if (this.#identity === null) {
      if (conversation.subject) await this.#signOut(conversation);
    } else if (this.#identity !== this.#presented) {
      await this.#signIn(conversation, this.#identity);
    }
  }

  async #signOut(conversation) {
    this.#outbox.clear();
    this.#clearView();
    try {
      await this.#api.signOut(conversation);
      this.#subject(null);
    } catch {
      this.#leave(); // the next customer on this device must not see it, whatever the desk could be told
    }
    this.#presented = null;
    this.loading = false;
    this.#changed();
  }

  async #signIn(conversation, identity) {
    const subject = subjectOf(identity);
    if (conversation.subject && conversation.subject !== subject) {
      this.#outbox.clear();
      this.#clearView();
    }
    try {
      await this.#api.signIn(conversation, identity);
      this.#presented = identity;
      this.#subject(subject);
    } catch (cause) {
      if (cause.status === 404) this.#lost();
      else if (cause.gone || cause.status === 422) this.#tell("identity-expired");
      else if (conversation.subject && conversation.subject !== subject) this.#leave();
      else throw cause;
    }
  }

  #subject(subject) {
    if (!this.#conversation) return;
    this.#conversation = { ...this.#conversation, subject };
    this.#shelf.set("conversation", this.#conversation);
  }

  #connect() {
    if (this.#socket) return;
    this.#become("connecting");
    this.#socket = new LiveSocket(
      () => ({ address: this.#api.socketAddress(this.#conversation), token: this.#conversation.token }),
      {
        onReady: () => this.#up(),
        onFrame: (frame) => this.#receive(frame),
        onDown: (code) => this.#down(code),
        onLost: () => this.#lost(),
      },
    );
    this.#socket.open();
  }

  #up() {
    clearTimeout(this.#timers.poll);
    this.#outbox.rewind();
    this.#become("online");
    this.#catchUp().then(() => this.#flush());
  }

  #down(code) {
    clearTimeout(this.#timers.ack);
    this.typing = null;
    if (code === 4001) {
      this.#clearView();
      this.loading = true;
      const stored = this.#shelf.get("conversation"); // another tab may have signed out
      if (stored?.id === this.#conversation?.id) this.#conversation = stored;
    }
    this.#outbox.rewind();
    if (this.#socket.failures >= 2) this.#poll();
    else this.#become("connecting");
    this.#changed();
  }

  /** Without a socket (a proxy forbids it, or the network is gone) ask again and again over HTTP. */
  async #poll() {
    clearTimeout(this.#timers.poll);
    if (this.#socket?.ready || !this.#conversation) return;
    const reached = document.visibilityState === "visible" ? await this.#catchUp() : this.connection === "online";
    if (this.#socket?.ready || !this.#conversation) return;
    this.#become(reached ? "online" : "offline");
    if (reached) this.#flush();
    clearTimeout(this.#timers.poll);
    this.#timers.poll = setTimeout(() => this.#poll(), POLL_EVERY);
  }

  async #catchUp() {
    const conversation = this.#conversation;
    if (!conversation) return false;
    try {
      const answer = await this.#api.messages(conversation, this.lastSeq);
      if (conversation.id !== this.#conversation?.id) return false;
      this.#learn(answer);
      return true;
    } catch (cause) {
      if (cause instanceof ApiError && cause.gone) this.#lost();
      return false;
    } finally {
      this.loading = false;
      this.#changed();
    }
  }

  #learn({ messages = [], state, position = null }) {
    for (const message of messages) this.#store(message);
    if (state) {
      this.state = state;
      this.position = position;
    }
    this.#changed();
  }

  #store(message) {
    const fresh = !this.#messages.has(message.seq);
    this.#messages.set(message.seq, message);
    if (message.role === "customer") {
      const item = this.unsent.find((candidate) => candidate.shown === message.text);
      if (fresh && item) item.seq = message.seq; // shown as the desk's own now; kept until acknowledged
    } else {
      this.typing = null;
    }
    if (fresh) this.#tell("message", { seq: message.seq, role: message.role });
  }

  #receive(frame) {
    if (frame.type === "message") this.#store(frame.message);
    else if (frame.type === "ack") this.#acknowledged(frame);
    else if (frame.type === "state") this.#learn({ state: frame.state, position: frame.position });
    else if (frame.type === "typing") this.#showTyping(frame.role);
    else if (frame.type === "error") this.#refused(frame);
    this.#changed();
  }

  #acknowledged({ client_message_id: id, seq }) {
    const item = this.#outbox.find(id);
    if (!item) return;
    if (!this.#messages.has(seq)) {
      this.#store({ seq, role: "customer", text: item.shown, language: "other", choices: [], products: [], sources: [], created_at: item.at });
    }
    this.#outbox.remove(item);
    if (this.state === "bot") this.#showTyping("bot");
  }

  #refused({ code, client_message_id: id, retryAfter = 0 }) {
    const item = id ? this.#outbox.find(id) : null;
    if (code === "rate_limited") {
      for (const waiting of this.#outbox.items) waiting.via = null;
      this.#later(Math.max(retryAfter * 1000, 3000));
    } else if (code === "conflict" && item) {
      const unsaid = this.#outbox.items.map((waiting) => waiting.text ?? waiting.shown);
      this.#leave(); // it has ended: say the same in a new one
      for (const text of unsaid) this.send({ text });
    } else if (item) {
      this.#outbox.fail(item, code);
    }
    this.#changed();
  }

  #showTyping(role) {
    if (role === "customer") return;
    clearTimeout(this.#timers.typing);
    this.typing = role;
    this.#timers.typing = setTimeout(() => {
      this.typing = null;
      this.#changed();
    }, TYPING_LASTS[role] ?? 5000);
  }

  #flush() {
    const waiting = this.#outbox.items.filter((item) => !item.failed && item.via === null);
    if (waiting.length === 0) return;
    if (!this.#conversation) this.#openFirst();
    else if (this.#socket?.ready) this.#sendAll(waiting);
    else if (this.#socket?.failures >= 2) this.#postAll();
  }

  #openFirst() {
    if (this.#starting) return;
    this.#starting = this.#aligning
      .then(() => this.#conversation ?? this.#create())
      .then(() => {
        this.#retries = 0;
        this.#connect();
      })
      .catch((cause) => this.#trouble(cause))
      .finally(() => {
        this.#starting = null;
      });
  }

  #sendAll(waiting) {
    for (const item of waiting) if (this.#socket.send({ type: "message", ...bodyOf(item) })) item.via = "socket";
    clearTimeout(this.#timers.ack);
    this.#timers.ack = setTimeout(() => {
      if (this.#outbox.items.some((item) => item.via === "socket" && !item.failed)) this.#socket?.renew();
    }, ACK_LIMIT);
  }

  async #postAll() {
    if (this.#posting) return;
    this.#posting = true;
    try {
      let delivered = true;
      while (delivered && this.#conversation && !this.#socket?.ready && this.#next()) delivered = await this.#postOne(this.#next());
    } finally {
      this.#posting = false;
    }
  }

  #next() {
    return this.#outbox.items.find((item) => !item.failed && item.via === null);
  }

  /** True when the desk has answered, false when the rest must wait. */
  async #postOne(item) {
    item.via = "http";
    if (this.state === "bot") this.#showTyping("bot");
    this.#changed();
    try {
      this.#learn(await this.#api.post(this.#conversation, bodyOf(item)));
      this.#outbox.remove(item);
      return true;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      item.via = null;
      if (cause.offline) this.#become("offline"); // goes out with the next poll that reaches the desk
      else if (cause.gone) this.#lost();
      else this.#refused({ code: cause.code, client_message_id: item.id, retryAfter: cause.retryAfter });
      return false;
    } finally {
      this.typing = null;
      this.#changed();
    }
  }

  /** The conversation cannot be used any more (expired, erased): start afresh, keeping what was not yet said. */
  #lost() {
    this.#leave({ keepOutbox: true });
    this.#changed();
    if (this.#identity) this.resume();
    else this.#flush();
  }

  #leave({ keepOutbox = false } = {}) {
    this.#socket?.close();
    this.#socket = null;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#conversation = null;
    this.#presented = null;
    this.#shelf.remove("conversation");
    this.#clearView();
    if (keepOutbox) this.#outbox.rewind();
    else this.#outbox.clear();
    this.loading = false;
    this.#become("idle");
  }

  #clearView() {
    this.#messages.clear();
    this.state = "bot";
    this.position = null;
    this.typing = null;
    for (const item of this.#outbox.items) item.seq = null;
    this.#changed();
  }

  #trouble(cause) {
    if (!(cause instanceof ApiError)) throw cause;
    this.loading = false;
    if (cause.offline || cause.status === 429) {
      this.#become("offline");
      this.#later(Math.max(cause.retryAfter * 1000, Math.min(30000, 1000 * 2 ** this.#retries++)));
    } else if (cause.gone) {
      this.#tell("identity-expired");
    } else {
      for (const item of this.#outbox.items) this.#outbox.fail(item, cause.code);
    }
    this.#changed();
  }

  #later(pause) {
    clearTimeout(this.#timers.retry);
    this.#timers.retry = setTimeout(() => (this.#conversation ? this.#flush() : this.resume().then(() => this.#flush())), pause);
  }

  /** Back from sleep, from another page or from a lost network. */
  #wake() {
    if (!this.#conversation) {
      if (this.#outbox.items.length > 0) this.#flush();
      return;
    }
    if (this.#socket?.ready) this.#catchUp().then((reached) => reached || this.#socket?.renew());
    else this.#socket?.nudge();
  }

  #become(connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.#changed();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
