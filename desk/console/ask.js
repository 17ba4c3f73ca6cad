/** A question before something that cannot be taken back. */

import { element } from "/widget/dom.js";

/**
 * @param {{title: string, text: string, confirm: string, cancel: string, note?: string}} question `note` labels a text box
 * @returns {Promise<{note: string}|null>} null when the agent thinks better of it
 */
export function ask({ title, text, confirm, cancel, note }) {
  const box = note ? element("textarea", { rows: "3", "aria-label": note, placeholder: note }) : null;
  const form = element("form", { method: "dialog" },
    element("h2", { text: title }), element("p", { text }), box,
    element("div", { class: "dialog-actions" },
      element("button", { type: "button", class: "plain", value: "", text: cancel, on: { click: () => dialog.close("") } }),
      element("button", { type: "button", class: "primary", text: confirm, on: { click: () => dialog.close("yes") } })));
  const dialog = element("dialog", { class: "ask" }, form);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  (box ?? form.querySelector(".primary")).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? { note: box?.value.trim() ?? "" } : null);
    });
  });
}
