// @ts-check
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);
// The native compiler builds the packages in a fraction of the time that 5.9 takes.
const tsc = join(dirname(require.resolve("typescript-7/package.json")), "bin/tsc");

/** The folders of the packages, in the order in which they need each other. */
export function packages() {
  const generated = existsSync(join(root, "generated"))
    ? readdirSync(join(root, "generated"))
        .filter((name) => existsSync(join(root, "generated", name, "tsconfig.json")))
        .map((name) => `generated/${name}`)
    : [];
  return ["runtime", "generator", ...generated];
}

/** Compiles the packages and ends the process with the compiler's messages when one does not compile. */
export function build(folders = packages()) {
  for (const folder of folders) {
    const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, folder)], { stdio: "inherit" });
    if (status !== 0) {
      console.error(`${folder} does not compile; its errors are above.`);
      process.exit(1);
    }
  }
  if (folders.includes("generator")) copyAssets();
}

/** The generator carries the templates, the schema of the extensions, and the runtime's sources for clients that stand alone. */
function copyAssets() {
  const dist = join(root, "generator/dist");
  const assets = {
    templates: "templates",
    "runtime/src": "runtime-src",
    "specs/extensions.schema.json": "extensions.schema.json",
  };
  for (const [from, to] of Object.entries(assets)) {
    rmSync(join(dist, to), { recursive: true, force: true });
    cpSync(join(root, from), join(dist, to), { recursive: true });
  }
}
