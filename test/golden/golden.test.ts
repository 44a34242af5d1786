import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
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
/** Files that say nothing of a feature beyond what the others do, unless one is among the expected files all the same. */
const uninteresting = /^(package\.json|tsconfig\.json|README\.md|src\/(client|index)\.ts|src\/schema\.d\.ts)$/;

describe("golden output", () => {
  const outputs = new Map<string, ReadonlyMap<string, string>>();

  it.each(features)("%s", async (feature) => {
    const files = await generate(join(here, feature, "spec.yaml"));
    outputs.set(feature, files);
    for (const [path, text] of files) {
      const expected = join(here, feature, "expected", path);
      if (!uninteresting.test(path) || existsSync(expected)) await expect(text).toMatchFileSnapshot(expected);
    }
  });

  it("has no any, no assertion but `as const`, and no code made at run time", () => {
    const found: string[] = [];
    for (const [feature, files] of outputs) {
      for (const [path, text] of files) {
        if (!path.endsWith(".ts") || path.endsWith(".d.ts")) continue;
        const visit = (node: ts.Node): void => {
          const isAssertion = ts.isAsExpression(node) && node.type.getText() !== "const";
          if (
            isAssertion ||
            ts.isTypeAssertionExpression(node) ||
            ts.isNonNullExpression(node) ||
            node.kind === ts.SyntaxKind.AnyKeyword
          ) {
            found.push(`${feature}/${path}: ${node.getText()}`);
          }
          if (ts.isIdentifier(node) && (node.text === "eval" || node.text === "Function"))
            found.push(`${feature}/${path}: ${node.text}`);
          ts.forEachChild(node, visit);
        };
        visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
      }
    }
    expect(found).toEqual([]);
  });

  it("compiles under the strictest settings with both compilers", () => {
    const all = [...outputs].flatMap(([feature, files]) =>
      [...files].map(([path, text]) => [join(feature, path), text] as const),
    );
    expect(outputs.size).toBe(features.length);
    expect(compile(new Map(all.filter(([path]) => path.endsWith(".ts"))))).toEqual([]);
  }, 60_000);
});
