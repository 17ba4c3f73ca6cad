/** The way in. */

import { element, fill } from "/widget/dom.js";
import * as api from "/agent/api.js";

export function showLogin(app, { words, message = "", onLanguage, onDone }) {
  const name = element("input", { name: "name", autocomplete: "username", required: true, autocapitalize: "none", spellcheck: "false" });
  const password = element("input", { name: "password", type: "password", autocomplete: "current-password", required: true });
  const problem = element("p", { class: "problem", role: "alert", text: message });
  const submit = element("button", { type: "submit", class: "primary", text: words.login });
  const form = element("form", { class: "login" },
    element("img", { src: "/agent/mark.svg", alt: "", width: 44, height: 44 }),
    element("h1", { text: words.desk }),
    element("label", {}, element("span", { text: words.name }), name),
    element("label", {}, element("span", { text: words.password }), password),
    problem, submit,
    element("button", { type: "button", class: "quiet", text: words.language, on: { click: onLanguage } }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    problem.textContent = "";
    try {
      onDone(await api.login(name.value.trim(), password.value));
    } catch (cause) {
      problem.textContent = { 401: words.loginFailed, 422: words.loginFailed, 429: words.tooMany }[cause.status] ?? words.away;
      password.select();
    } finally {
      submit.disabled = false;
    }
  });
  fill(app, element("main", { class: "door" }, form));
  name.focus();
}
