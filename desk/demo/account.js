/** Signing in as a demo customer: the shop's server signs who it is, the page hands the token to the chat. */

const REFRESH_AFTER = 8 * 60 * 1000; // tokens are good for ten minutes
const KEY = "pomelo:customer";

/** The chat's loader is asynchronous: run now, or as soon as it is there. */
export function withWidget(use) {
  if (window.ConciergeWidget) use(window.ConciergeWidget);
  else window.addEventListener("concierge:ready", () => use(window.ConciergeWidget), { once: true });
}

export class Account extends EventTarget {
  #timer = 0;
  #identifiedAt = 0;
  customers = [];
  customer = null;

  async load() {
    window.addEventListener("concierge:identity-expired", () => this.#identify());
    document.addEventListener("visibilitychange", () => this.#freshen());
    this.customers = (await fetchJson("/demo/customers")).customers;
    const remembered = sessionStorage.getItem(KEY);
    this.customer = this.customers.find(({ customer_id }) => customer_id === remembered) ?? null;
    this.#changed();
    await this.#identify();
  }

  async signIn(customer) {
    this.customer = customer;
    sessionStorage.setItem(KEY, customer.customer_id);
    this.#changed();
    await this.#identify();
  }

  signOut() {
    this.customer = null;
    clearTimeout(this.#timer);
    sessionStorage.removeItem(KEY);
    withWidget((widget) => widget.setIdentity(null));
    this.#changed();
  }

  async #identify() {
    const customer = this.customer;
    if (!customer) {
      withWidget((widget) => widget.setIdentity(null));
      return;
    }
    const { identity } = await fetchJson("/demo/sign-in", { customer_id: customer.customer_id });
    if (customer !== this.customer) return;
    this.#identifiedAt = Date.now();
    withWidget((widget) => widget.setIdentity(identity));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#identify(), REFRESH_AFTER);
  }

  /** A tab that slept has missed its timer. */
  #freshen() {
    if (this.customer && document.visibilityState === "visible" && Date.now() - this.#identifiedAt > REFRESH_AFTER) this.#identify();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** GET, or POST when there is a body; throws on anything but success. */
export async function fetchJson(address, body) {
  const request = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  const response = await fetch(address, request);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}
