/** The agent API: one call a function, errors with their code, the CSRF token kept here only. */

const BASE = "/api/v1/agent/";
let csrf = "";

export class AgentApiError extends Error {
  constructor(status, code) {
    super(code);
    this.name = "AgentApiError";
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, body) {
  const headers = method === "POST" ? { "Content-Type": "application/json", ...(csrf ? { "X-Concierge-CSRF": csrf } : {}) } : {};
  let response;
  try {
    response = await fetch(BASE + path, { method, headers, body: method === "POST" ? JSON.stringify(body) : undefined, cache: "no-store", signal: AbortSignal.timeout(15000) });
  } catch {
    throw new AgentApiError(0, "offline");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new AgentApiError(response.status, answer?.error?.code ?? "unknown");
  return answer;
}

async function begun(session) {
  const { agent, csrf: token } = await session;
  csrf = token;
  return agent;
}

const of = (id) => `conversations/${encodeURIComponent(id)}`;

export const login = (name, password) => begun(call("POST", "login", { name, password }));
export const session = () => begun(call("GET", "session"));
export const logout = () => call("POST", "logout", {});
export const conversation = (id) => call("GET", of(id));
export const claim = (id) => call("POST", `${of(id)}/claim`, {});
export const giveBack = (id, note) => call("POST", `${of(id)}/return`, note ? { note } : {});
export const close = (id) => call("POST", `${of(id)}/close`, {});

/** Complaints that wait for an answer, the one due first in front. */
export const complaints = async () => (await call("GET", "complaints?status=open")).complaints;
export const answerComplaint = (number, text) => call("POST", `complaints/${encodeURIComponent(number)}/answer`, { text });

/** A reply the customer sees, or a private note; the same `client_message_id` is stored once. */
export const write = (id, kind, text, clientMessageId) => call("POST", `${of(id)}/${kind}`, { text, client_message_id: clientMessageId });
