import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the generator carries beside its code: where it lies in the repository, seen from this file. */
const inRepository = {
  templates: "../../templates",
  "runtime-src": "../../runtime/src",
  "extensions.schema.json": "../../specs/extensions.schema.json",
} as const;

/** The absolute path of a file or folder that the package carries, built or run from its sources. */
export function assetPath(name: keyof typeof inRepository): string {
  const packed = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return existsSync(packed) ? packed : fileURLToPath(new URL(inRepository[name], import.meta.url));
}
