// Where a page keeps the bytes of its tables: in the page, or in scripts beside it, the one thing that a page from a disk
// may load.

/**
 * What the scripts beside the page hand over, by the key of the part.
 * @type {{everystateParts?: Record<string, string>}}
 */
const given = /** @type {any} */ (globalThis);

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/**
 * The table that an explorer opens with.
 * @param {Element} root
 */
export const packed = (root) => carried(root.querySelector(".explorer-data"));

/**
 * Another part of the table.
 * @param {Element} root
 * @param {number} number
 */
export const packedPart = (root, number) => carried(root.querySelector(`.explorer-part[data-part="${number}"]`));

/** The bytes that an element has or names; none where there is none, which are no table. @param {Element | null} element */
async function carried(element) {
  const { src, key = "" } = /** @type {HTMLElement | null} */ (element)?.dataset ?? {};
  return bytesOf(src ? await loaded(src, key) : (element?.textContent ?? ""));
}

/**
 * @param {string} src
 * @param {string} key
 * @returns {Promise<string>}
 */
async function loaded(src, key) {
  const script = document.createElement("script");
  script.src = src;
  await new Promise((done, failed) => {
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }).finally(() => script.remove());
  const parts = given.everystateParts ?? {};
  const { [key]: text = "" } = parts;
  delete parts[key];
  return text;
}
