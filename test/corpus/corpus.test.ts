import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../generator/src/run.js";
import { compile } from "../support/compile.js";

/* Real documents. `npm run corpus` does the same for all of them, which takes minutes. */

const corpus = process.env["CLIENTWRIGHT_CORPUS"] ?? "../shared/corpus";
const documents: Readonly<Record<string, string>> = {
  "oai-3.0-petstore-expanded": "openapi.yaml",
  box: "openapi.json",
  "oai-2.0-petstore-expanded": "openapi.json",
  "oai-3.1-webhook-example": "openapi.json",
};

describe.each(Object.entries(documents))("%s", (name, root) => {
  it("gives the same client twice, which compiles with both compilers", async (context) => {
    const spec = resolve(corpus, name, root);
    if (!existsSync(spec)) context.skip(`There is no corpus at ${corpus}; CLIENTWRIGHT_CORPUS may name one.`);
    const folder = mkdtempSync(join(tmpdir(), "clientwright-"));
    try {
      const outputs = [];
      for (const out of ["one", "two"]) {
        const report = await run({ spec, out, cwd: folder, kind: "standalone", names: "repaired" });
        expect(report.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        outputs.push(filesIn(join(folder, out)));
      }
      expect(outputs[0]).toEqual(outputs[1]);
      const sources = [...(outputs[0] ?? [])].filter(([path]) => path.endsWith(".ts"));
      expect(compile(new Map(sources))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}
