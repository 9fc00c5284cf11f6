// Bundles the record's scripts into assets: record.js, which keeps answers, and record_page.js, which shows them; classic
// scripts, for a page from a disk loads no module. `--check` writes nothing and fails where one is another build's.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const stale = [];
for (const [from, name] of Object.entries({ "start.js": "record.js", "page.js": "record_page.js" })) {
  const target = fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [from],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    charset: "utf8",
    target: "es2022",
    legalComments: "none",
    banner: { js: "// Built from simulations/record by `npm run build`." },
  });
  const old = await readFile(target, "utf8").catch(() => "");
  if (outputFiles[0].text === old) continue;
  if (process.argv.includes("--check")) stale.push(name);
  else await writeFile(target, outputFiles[0].text);
}
if (stale.length) {
  console.error(`not the build of simulations/record (run npm run build): ${stale.join(", ")}`);
  process.exit(1);
}
