/** Building the page from nodes: text only ever becomes text, so nothing a customer writes can become markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * One element. `properties` holds attributes; `text` is its text, `on` its listeners, booleans toggle the attribute.
 * @param {string} tag
 * @param {Record<string, unknown>} properties
 * @param {...(Node|string|null|undefined|false)} children
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") node.textContent = value ?? "";
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (typeof value === "boolean") node.toggleAttribute(name, value);
    else if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PATHS = {
  send: "M5 12h13 M12.5 5.5 19 12l-6.5 6.5",
  close: "M6 6l12 12 M18 6 6 18",
  fold: "M6 9.5l6 6 6-6",
  person: "M12 12.2a3.9 3.9 0 1 0 0-7.8 3.9 3.9 0 0 0 0 7.8Z M4.8 20c.7-3.5 3.6-5.4 7.2-5.4s6.500 1.900 7.200 5.400",
  leaf: "M5 19c0-9 5-14 14-14 0 9-4.500 14-11 14-1.200 0-2.200-.300-3-.800M5 21c.800-4.500 3.500-8 8-10.500",
  retry: "M19 12a7 7 0 1 1-2.1-5 M19 4v4h-4",
  book: "M5 5.500c2.500-.900 5-.700 7 .800v13c-2-1.500-4.500-1.700-7-.800v-13Z M19 5.500c-2.500-.900-5-.700-7 .800v13c2-1.500 4.500-1.700 7-.800v-13Z",
  check: "M5 12.500l4.500 4.500L19 7.500",
  bag: "M5.500 8.500h13l.9 11h-14.800l.9-11Z M8.800 8.500V7.200a3.200 3.200 0 0 1 6.400 0v1.300",
  search: "M10.800 17.300a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13Z M15.600 15.600 20 20",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z M12 7.500V12l3 2",
  lock: "M6.500 11h11v8.500h-11V11Z M8.800 11V8.300a3.200 3.200 0 0 1 6.400 0V11",
  arrow: "M14.500 6l-6 6 6 6",
};

/** A line icon that takes the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.7", "stroke-linecap": "round",
    "stroke-linejoin": "round", "aria-hidden": "true", class: `icon icon-${name}` };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Put these children, less the empty ones, in place of the old. */
export function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
