import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { load } from "../../../generator/src/load/index.js";
import { pointerOfLocalRef, valueAt } from "../../../generator/src/load/pointer.js";
import { openapi3 } from "../../../generator/src/load/shapes/openapi-3.js";
import { walkObjects } from "../../../generator/src/load/shapes/walk.js";

const corpus = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const manifest = `${corpus}/manifest.json`;

interface Entry {
  readonly name: string;
  readonly root: string;
  readonly files: number;
}

const entries: readonly Entry[] = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).documents : [];

describe.skipIf(entries.length === 0)("real documents (skipped when ../shared/corpus is absent)", () => {
  test.each(entries)(
    "$name loads without an error, and every reference of the tree resolves",
    async ({ name, root, files }) => {
      const { value, diagnostics } = await load(`${name}/${root}`, { cwd: corpus, allowRefs: [name] });
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      if (value === undefined) throw new Error("no document");
      expect(value.files.length).toBeLessThanOrEqual(files);
      const dangling: string[] = [];
      walkObjects(value.root, openapi3, ({ value: object, pointer }) => {
        const ref = object["$ref"];
        if (typeof ref !== "string") return;
        if (!ref.startsWith("#") || valueAt(value.root, pointerOfLocalRef(ref)) === undefined)
          dangling.push(`${pointer}: ${ref}`);
      });
      expect(dangling).toEqual([]);
    },
  );
});
