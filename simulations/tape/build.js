// Bundles the scripts of pages that train into assets/trainer.js, kernels and all: one classic script, which is page and
// worker in one, and a function that knows its own text. `--check` writes nothing and fails where it is another build's.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../../assets/trainer.js", import.meta.url));

/** Two letters a byte: gzipped a quarter less than in base64. @type {import("esbuild").Plugin} */
const kernels = {
  name: "kernels",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({ contents: await readFile(path, "hex"), loader: "text" })),
};

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["start.js"],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  charset: "utf8",
  target: "es2022",
  legalComments: "none",
  plugins: [kernels],
});
const text = `// Built from simulations by \`npm run build\`.\n(function program(){${outputFiles[0].text.trim()}})();\n`;
const old = await readFile(target, "utf8").catch(() => "");
if (text !== old && process.argv.includes("--check")) {
  console.error("assets/trainer.js is not the build of its sources (run npm run build)");
  process.exit(1);
}
if (text !== old) await writeFile(target, text);
