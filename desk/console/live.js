/** The agent's socket: frames as they come, back after every break. */

const PAUSES = [500, 1000, 2000, 4000, 8000, 15000];
const SESSION_OVER = 4401;

export class AgentSocket {
  #handlers;
  #socket = null;
  #failures = 0;
  #timer = 0;
  #stopped = false;

  /** @param {{onFrame: Function, onUp: Function, onDown: Function, onSessionOver: Function}} handlers */
  constructor(handlers) {
    this.#handlers = handlers;
    window.addEventListener("online", () => !this.#stopped && !this.#socket && this.open());
  }

  open() {
    this.#stopped = false;
    clearTimeout(this.#timer);
    const address = new URL("/api/v1/agent/socket", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address.href);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#failures = 0;
      this.#handlers.onUp();
    });
    socket.addEventListener("message", (event) => this.#handlers.onFrame(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => socket === this.#socket && this.#closed(event.code));
  }

  send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  close() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #closed(code) {
    this.#socket = null;
    if (code === SESSION_OVER) {
      this.#stopped = true;
      this.#handlers.onSessionOver();
      return;
    }
    this.#handlers.onDown();
    this.#timer = setTimeout(() => this.open(), PAUSES[Math.min(this.#failures++, PAUSES.length - 1)]);
  }
}
