// Bundles the modules: explorer.js, the one ES module that anywidget takes, and page.js, one classic script for pages,
// since a browser loads no module from a disk. `--check` writes nothing and fails where a built file is another's build.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
/** @type {import("esbuild").BuildOptions} */
const COMMON = {
  absWorkingDir: here,
  bundle: true,
  minify: true, // a quarter less to load, zipped
  write: false,
  charset: "utf8",
  target: "es2022",
  legalComments: "none",
  banner: { js: "// Built from everystate/js by `npm run build`." },
};
/** @type {import("esbuild").BuildOptions[]} */
const BUNDLES = [
  { entryPoints: ["widget.js"], format: "esm", outfile: "../explorer.js" },
  { entryPoints: ["page.js"], format: "iife", outfile: "../page.js" },
];

const stale = [];
for (const bundle of BUNDLES) {
  const { outputFiles } = await build({ ...COMMON, ...bundle });
  for (const { path, contents } of outputFiles ?? []) {
    const old = await readFile(path).catch(() => Buffer.alloc(0));
    if (Buffer.compare(old, contents) === 0) continue;
    if (process.argv.includes("--check")) stale.push(path);
    else await writeFile(path, contents);
  }
}
if (stale.length) {
  console.error(`not the build of everystate/js (run npm run build): ${stale.join(", ")}`);
  process.exit(1);
}
