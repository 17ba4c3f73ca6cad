/** One WebSocket that stays up: authenticates first, comes back with growing pauses, and says when it cannot. */

const PAUSES = [400, 1000, 2000, 4000, 8000, 15000, 30000];
const LOST = new Set([4401, 4403, 4404]);
const AUTH_LIMIT = 8000;

export class LiveSocket {
  #make;
  #handlers;
  #socket = null;
  #timer = 0;
  #guard = 0;
  #stopped = false;
  ready = false;
  failures = 0;

  /**
   * @param {() => {address: string, token: string}} make what to connect to, asked afresh each time
   * @param {{onReady: () => void, onFrame: (frame: object) => void, onDown: (code: number) => void, onLost: (code: number) => void}} handlers
   */
  constructor(make, handlers) {
    this.#make = make;
    this.#handlers = handlers;
  }

  open() {
    this.#stopped = false;
    clearTimeout(this.#timer);
    if (this.#socket) return;
    const { address, token } = this.#make();
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#guard = setTimeout(() => this.#drop(socket, 0), AUTH_LIMIT);
    socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "auth", token })));
    socket.addEventListener("message", (event) => this.#receive(socket, event.data));
    socket.addEventListener("close", (event) => this.#drop(socket, event.code));
  }

  send(frame) {
    if (!this.ready || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Connect now instead of at the end of the pause, for instance when the network is back. */
  nudge() {
    if (!this.#stopped && !this.#socket) this.open();
  }

  /** Give up a connection that no longer answers and make a new one. */
  renew() {
    if (this.#socket) this.#drop(this.#socket, 0);
  }

  close() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#forget();
    socket?.close();
  }

  #forget() {
    clearTimeout(this.#guard);
    this.#socket = null;
    this.ready = false;
  }

  #receive(socket, text) {
    if (socket !== this.#socket) return;
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return; // not ours: a proxy's noise
    }
    if (!this.ready && frame.type === "state") {
      this.ready = true;
      this.failures = 0;
      clearTimeout(this.#guard);
      this.#handlers.onReady();
    }
    this.#handlers.onFrame(frame);
  }

  #drop(socket, code) {
    if (socket !== this.#socket) return;
    this.#forget();
    socket.close();
    if (LOST.has(code)) {
      this.#handlers.onLost(code);
      return;
    }
    this.failures += 1;
    const pause = code === 4001 ? 0 : PAUSES[Math.min(this.failures + (code === 4429 ? 2 : 0), PAUSES.length) - 1];
    this.#timer = setTimeout(() => this.open(), pause * (0.8 + Math.random() * 0.4));
    this.#handlers.onDown(code);
  }
}
