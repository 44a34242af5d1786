import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Names of a configuration file, the first of them first. */
const names = ["ts", "mts", "js", "mjs", "json"].map((ending) => `clientwright.config.${ending}`);

/** The configuration file of the project that a folder belongs to: in that folder, or in the nearest one above. */
export function findConfig(folder: string): string | undefined {
  for (const name of names) {
    const file = join(folder, name);
    if (existsSync(file)) return file;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findConfig(parent);
}
