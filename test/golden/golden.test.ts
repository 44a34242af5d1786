import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compile } from "../support/compile.js";
import { generate } from "../support/generate.js";

/*
 * One feature a folder: a few lines of spec, and the code that they give. `npx vitest run test/golden -u` writes the
 * expected files anew; read the difference before committing it.
 */

const here = dirname(fileURLToPath(import.meta.url));
const features = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
/** Files that say nothing of a feature beyond what the others do. */
const uninteresting = /^(package\.json|tsconfig\.json|README\.md|src\/(client|index)\.ts|src\/schema\.d\.ts)$/;

describe("golden output", () => {
  const outputs = new Map<string, ReadonlyMap<string, string>>();

  it.each(features)("%s", async (feature) => {
    const files = await generate(join(here, feature, "spec.yaml"));
    outputs.set(feature, files);
    for (const [path, text] of files) {
      if (!uninteresting.test(path)) await expect(text).toMatchFileSnapshot(join(here, feature, "expected", path));
    }
  });

  it("compiles under the strictest settings with both compilers", () => {
    const all = [...outputs].flatMap(([feature, files]) =>
      [...files].map(([path, text]) => [join(feature, path), text] as const),
    );
    expect(outputs.size).toBe(features.length);
    expect(compile(new Map(all.filter(([path]) => path.endsWith(".ts"))))).toEqual([]);
  }, 60_000);
});
