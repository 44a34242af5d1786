import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { load } from "../../../generator/src/load/index.js";
import { brief, documentOf, folderWith, head, loadFiles, loadText } from "./support.js";

const refused: readonly [string, string | Uint8Array, string, RegExp][] = [
  ["an empty file", "", "error empty-file openapi.yaml:1:1 ", /empty/],
  ["a file of comments", "# later\n", "error empty-file openapi.yaml:1:1 ", /nothing but comments/],
  ["a binary file", new Uint8Array([0, 1, 2]), "error binary-file openapi.yaml:0:0 ", /not a text file/],
  [
    "text in another encoding",
    new Uint8Array([0x61, 0x3a, 0x20, 0xe9]),
    "error binary-file openapi.yaml:0:0 ",
    /UTF-8/,
  ],
  ["a list", "- a\n", "error not-openapi openapi.yaml:1:1 ", /not an object/],
  ["a text", "hello\n", "error not-openapi openapi.yaml:1:1 ", /not an object/],
  ["another kind of document", "name: x\n", "error not-openapi openapi.yaml:1:1 ", /no `openapi` member/],
  ["a version that is no text", "openapi: {}\n", "error not-openapi openapi.yaml:1:10 /openapi", /does not state/],
  ["an unknown version", "openapi: 4.0.0\n", "error unknown-version openapi.yaml:1:10 /openapi", /4\.0\.0/],
  ["Swagger 1", 'swagger: "1.2"\n', "error unknown-version openapi.yaml:1:10 /swagger", /1\.2/],
  ["a tab as indentation", `${head}paths:\n\t/a: {}\n`, "error syntax openapi.yaml:4:1 ", /tab/],
  ["wrong indentation", `${head}paths:\n    /a: {}\n  /b: {}\n`, "error syntax openapi.yaml:5:3 ", /indentation/],
  ["an open bracket", `${head}paths: [\n`, "error syntax openapi.yaml:4:1 ", /not well-formed/],
  ["JSON that breaks off", '{ "openapi": "3.1.0",\n  "info": { ', "error syntax openapi.yaml:2:13 ", /not well-formed/],
  ["a key that stands twice", `${head}paths: {}\npaths: {}\n`, "error duplicate-key openapi.yaml:4:1 ", /`paths`/],
  [
    "the same in JSON",
    '{"openapi":"3.1.0",\n "openapi":"3.1.0"}',
    "error duplicate-key openapi.yaml:2:2 ",
    /`openapi`/,
  ],
  ["two YAML documents", `${head}---\na: 1\n`, "error syntax openapi.yaml:1:1 ", /more than one/],
  ["a tag for binary data", `${head}x-a: !!binary aGk=\n`, "error syntax openapi.yaml:3:6 ", /unknown scalar tag/],
  ["a tag of somebody's own", `${head}x-a: !Thing aGk=\n`, "error syntax openapi.yaml:3:6 ", /unknown scalar tag/],
  ["an infinite number", `${head}x-a: [.inf]\n`, "error syntax openapi.yaml:3:7 /x-a/0", /numbers in YAML only/],
  ["an alias within itself", `${head}x-a: &a\n  b: *a\n`, "error alias-cycle openapi.yaml:4:6 /x-a/b", /never end/],
  ["an alias without an anchor", `${head}x-a: *a\n`, "error syntax openapi.yaml:3:6 ", /alias/],
  [
    "600 levels of YAML",
    `${head}x-a: ${"[".repeat(600)}${"]".repeat(600)}\n`,
    "error too-deep openapi.yaml:3:505 ",
    /500 levels/,
  ],
];

describe("a file that cannot be a document", () => {
  test.each(refused)("%s", async (_name, contents, expected, message) => {
    const { value, diagnostics } = await loadFiles({ "openapi.yaml": contents });
    expect(value).toBeUndefined();
    expect(diagnostics.map(brief)).toEqual([expected]);
    expect(diagnostics[0]?.message).toMatch(message);
    expect(diagnostics[0]?.help).not.toBe("");
  });

  test("200,000 levels of JSON", async () => {
    const { diagnostics } = await loadFiles({ "openapi.json": "[".repeat(200_000) + "]".repeat(200_000) });
    expect(diagnostics.map(({ code }) => code)).toEqual(["too-deep"]);
  });

  test("a few lines of aliases that stand for a billion values", async () => {
    const lines = ["x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"];
    for (let n = 1; n < 9; n += 1)
      lines.push(
        `x-${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(", ")}]`,
      );
    const { diagnostics } = await loadFiles({ "openapi.yaml": `${head}${lines.join("\n")}\n` });
    expect(diagnostics.map(({ code }) => code)).toEqual(["too-large"]);
  });

  test("a few files that include each other a billion times", async () => {
    const files: Record<string, string> = {
      "openapi.yaml": `${head}components: { schemas: { A: { properties: { $ref: 0.yaml } } } }\n`,
    };
    for (let n = 0; n < 9; n += 1) {
      const next = `{ properties: { $ref: ${n + 1}.yaml } }`;
      files[`${n}.yaml`] = Array.from({ length: 12 }, (_, index) => `p${index}: ${next}`).join("\n");
    }
    files["9.yaml"] = "a: {}\n";
    const { diagnostics } = await loadFiles(files);
    expect(diagnostics.map(({ code }) => code)).toEqual(["too-large"]);
  });

  test("no file at all, with a look at its neighbours", async () => {
    const cwd = folderWith({ "openapi.yaml": head });
    const { diagnostics } = await load("openapi.yml", { cwd });
    expect(diagnostics).toMatchObject([
      { code: "missing-file", file: "openapi.yml", help: "Did you mean `openapi.yaml`?" },
    ]);
  });

  test("a folder", async () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, "specs"));
    const { diagnostics } = await load("specs", { cwd });
    expect(diagnostics).toMatchObject([{ code: "unreadable-file", message: "`specs` is a folder." }]);
  });
});

describe("a file that is read", () => {
  test("a byte order mark is no part of the text", async () => {
    const { value } = await loadFiles({ "openapi.yaml": `\ufeff${head}` });
    expect(value?.root["openapi"]).toBe("3.1.0");
    expect(value?.files[0]?.text).toBe(head);
  });

  test("keys are text as they are written", async () => {
    const { root } = await loadText(`${head}x-keys: { 200: a, 1.10: b, 0x10: c, null: d, ~: e, true: f, on: g }\n`);
    expect(root["x-keys"]).toEqual({ "200": "a", "1.10": "b", "0x10": "c", null: "d", "~": "e", true: "f", on: "g" });
  });

  test("dates, yes and no stay text", async () => {
    const { root } = await loadText(`${head}x-values: [2020-01-01, 2020-01-01T00:00:00Z, yes, no, on, off, 1_000]\n`);
    expect(root["x-values"]).toEqual(["2020-01-01", "2020-01-01T00:00:00Z", "yes", "no", "on", "off", "1_000"]);
  });

  test("anchors, aliases and merge keys are written out", async () => {
    const { root } = await loadText(`${head}x-a: &a { b: 1 }\nx-b: *a\nx-c: { <<: *a, d: 2 }\n`);
    expect(root).toMatchObject({ "x-b": { b: 1 }, "x-c": { b: 1, d: 2 } });
  });

  test("names of the prototype are names like any other", async () => {
    const text =
      '{"openapi":"3.1.0","components":{"schemas":{"__proto__":{"type":"object"},"constructor":{"$ref":"#/components/schemas/__proto__"}}}}';
    const document = documentOf(await loadFiles({ "openapi.json": text }));
    const { schemas } = document.root["components"] as Record<string, object>;
    expect(Object.keys(schemas ?? {})).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(schemas)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, "type")).toBe(false);
  });

  test.each([
    ["openapi: 3.0", "3.0", "3.1.0"],
    ["openapi: 3.1", "3.1", "3.1.0"],
    ['openapi: "3.0.4"', "3.0.4", "3.1.0"],
    ["openapi: 3.2.0", "3.2.0", "3.2.0"],
    ["swagger: 2.0", "2.0", "3.1.0"],
    ['swagger: "2.0"', "2.0", "3.1.0"],
  ])("the version of %s", async (line, version, shape) => {
    const document = await loadText(`${line}\ninfo: { title: Test, version: "1" }\npaths: {}\n`);
    expect(document.version).toBe(version);
    expect(document.root["openapi"]).toBe(shape);
  });
});

describe("what may be read", () => {
  const schema = "type: string\n";
  const asking = (ref: string): string => `${head}components: { schemas: { A: { $ref: "${ref}" } } }\n`;

  test.each([
    "https://example.com/a.yaml",
    "http://169.254.169.254/latest",
    "//example.com/a.yaml",
    "file:///etc/hosts",
    "ftp://example.com/a.yaml",
    "\\\\\\\\host\\\\share",
    "/etc/hosts",
    "../outside.yaml",
    "%2e%2e/outside.yaml",
    "../not-there-either.yaml",
    "a%00.yaml",
  ])("%s is refused", async (ref) => {
    const cwd = folderWith({ "outside.yaml": schema, "specs/openapi.yaml": asking(ref) });
    const { value, diagnostics } = await load("specs/openapi.yaml", { cwd });
    expect(value).toBeUndefined();
    expect(diagnostics.map(brief)).toEqual(["error forbidden-ref specs/openapi.yaml:3:37 /components/schemas/A/$ref"]);
  });

  test("a link that leads out is refused, whether or not its end exists", async () => {
    const cwd = folderWith({ "secret/a.yaml": schema, "specs/openapi.yaml": `${asking("link/a.yaml")}x-b: 1\n` });
    symlinkSync(join(cwd, "secret"), join(cwd, "specs/link"));
    const { diagnostics } = await load("specs/openapi.yaml", { cwd });
    expect(diagnostics.map(({ code }) => code)).toEqual(["forbidden-ref"]);
    const other = folderWith({ "secret/a.yaml": schema, "specs/openapi.yaml": asking("link/b.yaml") });
    symlinkSync(join(other, "secret"), join(other, "specs/link"));
    const probe = await load("specs/openapi.yaml", { cwd: other });
    expect(probe.diagnostics.map(({ code, help }) => [code, help.includes("a.yaml")])).toEqual([
      ["forbidden-ref", false],
    ]);
  });

  test.each([["shared"], ["shared/a.yaml"]])("%s is read when it is allowed", async (allowed) => {
    const cwd = folderWith({ "shared/a.yaml": schema, "specs/openapi.yaml": asking("../shared/a.yaml") });
    const { root } = documentOf(await load("specs/openapi.yaml", { cwd, allowRefs: [allowed] }));
    expect(root["components"]).toEqual({ schemas: { A: { type: "string" } } });
  });

  test("a fault in another file is reported there, once", async () => {
    const { diagnostics } = await loadFiles({
      "openapi.yaml": `${head}paths:\n  /a: { $ref: item.yaml }\n  /b: { $ref: item.yaml }\n  /c: { $ref: nothing.yaml }\n`,
      "item.yaml": "get:\n  a: 1\n a: 2\n",
      "nothing.yaml": "",
    });
    expect(diagnostics.map(brief)).toEqual(["error syntax item.yaml:3:2 ", "error empty-file nothing.yaml:1:1 "]);
  });
});
