import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { assetPath } from "../assets.js";
import type { OutputFile } from "../output/output-file.js";

/** The runtime's sources, for a client that stands alone. Entries that need more than the platform stay behind. */
export function emitRuntime(): readonly OutputFile[] {
  const root = assetPath("runtime-src");
  const wanted = ["index.ts"];
  // The list grows while it is walked, by what each file imports.
  for (const path of wanted) {
    const text = readFileSync(join(root, path), "utf8");
    for (const [, specifier = ""] of text.matchAll(/from "(\.[^"]+)\.js"/g)) {
      const target = posix.join(posix.dirname(path), `${specifier}.ts`);
      if (!wanted.includes(target)) wanted.push(target);
    }
  }
  const present = new Set(readdirSync(root, { recursive: true }).map(String));
  return wanted
    .filter((path) => present.has(path))
    .map((path) => ({
      path: `runtime/${path}`,
      text: readFileSync(join(root, path), "utf8"),
      format: "none" as const,
    }));
}
