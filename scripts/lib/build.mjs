// @ts-check
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { compact } from "./compact.mjs";

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
  return ["runtime", "twin", "generator", ...generated];
}

/** Builds the packages, or ends the process with the compiler's messages when one does not compile. */
export async function buildPackages(folders = packages()) {
  for (const folder of folders) {
    const isTool = folder === "generator" || folder === "twin";
    const options = isTool ? [] : ["--emitDeclarationOnly"];
    const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, folder), ...options], { stdio: "inherit" });
    if (status !== 0) {
      console.error(`${folder} does not compile; its errors are above.`);
      process.exit(1);
    }
    if (folder === "generator") copyAssets();
    if (!isTool) await bundleEntries(folder);
  }
}

/**
 * Makes one file of each entry of a library, since to find and load a file takes longer than to run what is in it. Other
 * packages stay imports. What entries have in common is imported from the main one by its users, so that there is one
 * of each class. What Node would read at every start for nothing is left out: doc comments, which the declarations have,
 * long names of locals, and white space.
 *
 * @param {string} folder of the package
 * @param {string} [into] default: its `dist`, in which nothing else is left but the declarations
 */
export async function bundleEntries(folder, into = join(root, folder, "dist")) {
  const source = join(root, folder, "src");
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const entries = Object.values(exports).flatMap((entry) => entry.default ?? []);
  const built = new Set();
  for (const entry of entries) {
    const file = join(into, relative("dist", entry));
    const { output } = await build({
      input: join(source, relative("dist", entry).replace(/\.js$/, ".ts")),
      external: (id) => id === "../index.js" || !/^[./]/.test(id),
      platform: "neutral",
      tsconfig: false,
      transform: { target: "es2022" },
      write: false,
      output: {
        file,
        // One character beyond Latin 1 makes V8 hold all of the text in twice the memory.
        charset: "ascii",
        comments: { jsdoc: false },
        // Short names for locals alone: stack traces still name classes and functions.
        minify: { mangle: { toplevel: false, keepNames: true }, compress: false, codegen: { removeWhitespace: true } },
        // The sources are in the package, beside the maps that name them.
        sourcemap: true,
        sourcemapExcludeSources: true,
      },
    });
    const [{ code, map }] = output;
    if (map === null) throw new Error(`${file} has no source map.`);
    const compacted = compact(code, map.toString());
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${compacted.code}\n`);
    writeFileSync(`${file}.map`, compacted.map);
    built.add(file).add(`${file}.map`);
  }
  for (const file of readdirSync(into, { recursive: true }).map((name) => join(into, String(name)))) {
    const ofSource = join(source, relative(into, file)).replace(/\.d\.ts(\.map)?$/, ".ts");
    const isStale = /\.ts(\.map)?$/.test(file) ? !existsSync(ofSource) : /\.js(\.map)?$/.test(file) && !built.has(file);
    if (isStale) rmSync(file);
  }
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
