/** The desk's chat API over HTTP. */

/** An answer that is not a success; `status` is 0 when nothing came back at all. */
export class ApiError extends Error {
  constructor(status, code, retryAfter = 0) {
    super(code);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get offline() {
    return this.status === 0 || this.status >= 500;
  }

  get gone() {
    return this.status === 401 || this.status === 403 || this.status === 404;
  }
}

export class ChatApi {
  #base;

  constructor(root) {
    this.#base = new URL("api/v1/conversations", root);
  }

  create({ locale, identity }) {
    return this.#call("POST", "", { body: { channel: "widget", locale, ...(identity ? { identity } : {}) } });
  }

  async open(identity) {
    const { conversations } = await this.#call("GET", "", { headers: { "X-Concierge-Identity": identity } });
    return conversations;
  }

  signIn(conversation, identity) {
    return this.#call("POST", `/${conversation.id}/identity`, { conversation, body: { identity } });
  }

  signOut(conversation) {
    return this.#call("DELETE", `/${conversation.id}/identity`, { conversation });
  }

  messages(conversation, after) {
    return this.#call("GET", `/${conversation.id}/messages?after=${after}`, { conversation });
  }

  post(conversation, body) {
    return this.#call("POST", `/${conversation.id}/messages`, { conversation, body });
  }

  socketAddress(conversation) {
    const address = new URL(`${this.#base.href}/${conversation.id}/socket`);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    return address.href;
  }

  async #call(method, path, { conversation, body, headers = {} }) {
    const request = { method, headers: { ...headers }, signal: AbortSignal.timeout(20000), credentials: "omit", cache: "no-store" };
    if (conversation) request.headers.Authorization = `Bearer ${conversation.token}`;
    if (body !== undefined) {
      request.headers["Content-Type"] = "application/json";
      request.body = JSON.stringify(body);
    }
    let response;
    try {
      response = await fetch(this.#base.href + path, request);
    } catch (cause) {
      throw new ApiError(0, cause.name === "TimeoutError" ? "timeout" : "offline");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new ApiError(response.status, answer?.error?.code ?? "unknown", Number(response.headers.get("Retry-After")) || 0);
    }
    return answer;
  }
}
