import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emitExtra } from "../../../generator/src/emit/extra-files.js";
import { readExtras } from "../../../generator/src/extras/index.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "extras-"));
  mkdirSync(join(folder, "ignored"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("extras", () => {
  it("are read in the order of their names, with what they export", () => {
    writeFileSync(
      join(folder, "b.ts"),
      'import { InputError } from "@clientwright/runtime";\r\nexport const one = 1, two = 2;\r\n',
    );
    writeFileSync(
      join(folder, "a.ts"),
      'export type { One } from "./b.js";\nexport interface A {}\nexport type B = A;\nexport function make(): A { return {}; }\nexport class C {}\nfunction hidden() {}\n',
    );
    writeFileSync(join(folder, "notes.md"), "no module");
    const { value, diagnostics } = readExtras(folder, folder);
    expect(diagnostics).toEqual([]);
    expect(value?.modules.map(({ module, values, types }) => ({ module, values, types }))).toEqual([
      { module: "extras/a", values: ["make", "C"], types: ["A", "B"] },
      { module: "extras/b", values: ["one", "two"], types: [] },
    ]);
    expect(value?.modules[1]?.text).not.toContain("\r");
  });

  it.each([
    ['import { dump } from "js-yaml";', "js-yaml"],
    ['export * from "../secret.js";', "../secret.js"],
    ['import "./missing.js";', "./missing.js"],
    ['const later = await import("node:fs");', "node:fs"],
  ])("may not have %s", (line, name) => {
    writeFileSync(join(folder, "a.ts"), `// first\n${line}\n`);
    const { value, diagnostics } = readExtras(folder, folder);
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "foreign-import", file: "a.ts", line: 2, severity: "error" }]);
    expect(diagnostics[0]?.message).toContain(name);
  });

  it("are copied with a word on where they come from, and find the runtime wherever it is", () => {
    const extra = { module: "extras/a", text: 'import { a } from "@clientwright/runtime";\n', values: [], types: [] };
    expect(emitExtra(extra, "src/", true)).toMatchObject({ path: "src/extras/a.ts" });
    expect(emitExtra(extra, "src/", true).text).toMatch(/^\/\/ A copy of the spec's extras\/a\.ts\..*\n\nimport/);
    expect(emitExtra(extra, "", false).text).toContain('from "../runtime/index.js"');
  });
});
