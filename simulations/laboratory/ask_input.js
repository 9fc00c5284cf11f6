// What a reader types, as digits or as a sentence on what is wrong with it; and weights of two bytes as numbers.

const SEPARATORS = /[\s,_'’]/g; // that people write between thousands
const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/**
 * The digits of what was typed, units first, with zeros up to `most`. Throws an Error in words for the reader.
 * @param {string} typed
 * @param {string} which "first"
 * @param {number} most digits
 * @returns {number[]}
 */
export function digitsOf(typed, which, most) {
  const text = typed.normalize("NFKC").replace(SEPARATORS, "");
  if (!text) throw new Error(`The ${which} number is missing.`);
  if (/^[-−–]\d+$/.test(text)) throw new Error(`The ${which} number is negative; the models know numbers from 0 up.`);
  if (/^\d*\.\d*$/.test(text)) throw new Error(`The ${which} number has a point; the models add whole numbers alone.`);
  if (!/^[0-9]+$/.test(text)) throw new Error(`The ${which} number must be written in digits, not “${shown(typed)}”.`);
  const digits = text.replace(/^0+(?=.)/, "");
  if (digits.length > most) {
    const [has, reads] = [COUNTS[digits.length] ?? digits.length, COUNTS[most] ?? most];
    throw new Error(`The ${which} number has ${has} digits; this model reads ${reads} at the most.`);
  }
  return Array.from({ length: most }, (_, place) => Number(digits.at(-1 - place) ?? 0));
}

/** @param {string} typed */
const shown = (typed) => (typed.length > 20 ? `${typed.slice(0, 20)}…` : typed);

/**
 * Numbers of two bytes each (IEEE 754's binary16, little-endian), in base64.
 * @param {string} text
 */
export function halves(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const bits = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => half(bits.getUint16(2 * i, true)));
}

/** @param {number} bits of a number that is finite */
function half(bits) {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24;
  return bits & 0x8000 ? -size : size;
}
