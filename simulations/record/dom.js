// Elements made of names, attributes and texts: nothing that was read is ever parsed as HTML.

const SPACE = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean>} Attributes true: there, false: not */

/**
 * @template {Element} E
 * @param {E} element
 * @param {Attributes} attributes
 * @param {(Node | string)[]} inside
 */
function filled(element, attributes, inside) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...inside);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} inside
 */
export const made = (name, attributes = {}, ...inside) => filled(document.createElement(name), attributes, inside);

/** @param {string} name @param {Attributes} attributes @param {(Node | string)[]} inside */
export const shape = (name, attributes, ...inside) => filled(document.createElementNS(SPACE, name), attributes, inside);

/** @param {string} words @param {() => void} press */
export function button(words, press) {
  const one = made("button", { type: "button" }, words);
  one.addEventListener("click", press);
  return one;
}
