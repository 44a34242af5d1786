import { describe, expect, test } from "vitest";
import { findPositions } from "../../../generator/src/load/positions.js";
import { brief, documentOf, head, loadFiles, loadText } from "./support.js";

function position(text: string, pointer: string, atKey = false): string {
  const [found] = findPositions(text, [{ pointer, atKey }]);
  return `${found?.line}:${found?.column}`;
}

describe("positions in a text", () => {
  const yaml = `a: 1
"b/c":
  - x
  - { d: 'q', e: [1, 2] }
f: |
  text
g:
    h:
      i: {}
j: &anchor { k: 1 }
l: *anchor
m:
`;
  test.each([
    ["", false, "1:1"],
    ["/a", false, "1:4"],
    ["/a", true, "1:1"],
    ["/b~1c", false, "2:1"],
    ["/b~1c", true, "2:1"],
    ["/b~1c/0", false, "3:5"],
    ["/b~1c/1/d", false, "4:10"],
    ["/b~1c/1/d", true, "4:7"],
    ["/b~1c/1/e", false, "4:18"],
    ["/b~1c/1/e/1", false, "4:22"],
    ["/f", false, "5:1"],
    ["/g/h", false, "8:5"],
    ["/g/h/i", false, "9:10"],
    ["/l", false, "11:4"],
    ["/m", false, "12:1"],
    // What is not there is looked for around the place: an alias's contents, a member that is missing.
    ["/l/k", false, "11:4"],
    ["/g/h/nothing/more", false, "8:5"],
    ["/nothing", false, "1:1"],
  ])("%s (at the key: %s) is at %s", (pointer, atKey, expected) => {
    expect(position(yaml, pointer, atKey)).toBe(expected);
  });

  test("JSON, with tabs and Windows line ends", () => {
    const json = '{\r\n\t"a": {"b": [true, {"c": null}]},\r\n\t"d": 1\r\n}';
    expect(position(json, "/a")).toBe("2:7");
    expect(position(json, "/a/b/1/c")).toBe("2:26");
    expect(position(json, "/d", true)).toBe("3:2");
  });

  test("a text that cannot be parsed has its beginning", () => {
    expect(position("a: [", "/a")).toBe("1:1");
  });
});

describe("diagnostics", () => {
  test("file, line, column, pointer and frame of a part that came from another file", async () => {
    const document = documentOf(
      await loadFiles({
        "openapi.yaml": `${head}components: { schemas: { Pet: { $ref: schemas/pet.yaml#/Pet } } }\n`,
        "schemas/pet.yaml": "# Pets.\nPet:\n  type: object\n  properties:\n    name:\n      type: strin\n",
      }),
    );
    const pointer = "/components/schemas/Pet/properties/name/type";
    const [diagnostic] = document.diagnose([{ code: "bad-schema-type", message: "Wrong.", help: "Mend it.", pointer }]);
    expect(diagnostic).toEqual({
      code: "bad-schema-type",
      severity: "error",
      message: "Wrong.",
      help: "Mend it.",
      file: "schemas/pet.yaml",
      line: 6,
      column: 13,
      pointer: "/Pet/properties/name/type",
      frame: "  4 |   properties:\n  5 |     name:\n> 6 |       type: strin\n    |             ^\n  7 |",
    });
  });

  test("are sorted by place, and take their severity from the catalogue", async () => {
    const document = await loadText(head);
    const problem = (code: string, pointer: string) => ({ code, message: "", help: "", pointer });
    const found = document.diagnose([
      problem("bad-example", "/info/version"),
      problem("wrong-type", "/info/title"),
      problem("wrong-type", ""),
    ]);
    expect(found.map(brief)).toEqual([
      "error wrong-type openapi.yaml:1:1 ",
      "error wrong-type openapi.yaml:2:16 /info/title",
      "warning bad-example openapi.yaml:2:31 /info/version",
    ]);
  });

  test("show part of a line that is too long, and no control characters", async () => {
    const document = documentOf(
      await loadFiles({ "openapi.json": `{"openapi":"3.1.0","x":"${"y".repeat(5_000)}","x-z":"\u009b31m"}` }),
    );
    const [diagnostic] = document.diagnose([{ code: "wrong-type", message: "\u001b[31m", help: "", pointer: "/x-z" }]);
    expect(diagnostic?.column).toBe(5_033);
    expect(diagnostic?.frame.length).toBeLessThan(400);
    expect(`${diagnostic?.frame}${diagnostic?.message}`).not.toMatch(/[\u001b\u009b]/);
    const [shown = "", marker = ""] = diagnostic?.frame.split("\n") ?? [];
    expect(shown[marker.indexOf("^")]).toBe('"');
  });
});
