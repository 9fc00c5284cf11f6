// The first numbers of the streams of keys, in several fills: {keys, fills} as JSON in, lists of numbers out.

import { readFileSync } from "node:fs";
import { uniforms } from "../../../simulations/tape/uniforms.js";

const { keys, fills } = JSON.parse(readFileSync(0, "utf8"));
const found = keys.map((/** @type {string[]} */ key) => {
  const stream = uniforms(key.map((word) => (/^\d{16,}$/.test(word) ? BigInt(word) : Number(word))));
  return fills.flatMap((/** @type {number} */ count) => [...stream.fill(new Float32Array(count))]);
});
console.log(JSON.stringify(found));
