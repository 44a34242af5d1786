import { describe, expect, test } from "vitest";
import { render } from "../../../generator/src/diagnostics/render.js";
import { summary } from "../../../generator/src/diagnostics/summary.js";
import { sortDiagnostics } from "../../../generator/src/diagnostics/sort.js";
import type { Diagnostic } from "../../../generator/src/diagnostics/diagnostic.js";

const diagnostic: Diagnostic = {
  code: "unresolved-ref",
  severity: "error",
  message: "`#/a` leads nowhere.",
  help: "Did you mean `b`?",
  file: "specs/openapi.yaml",
  line: 2,
  column: 9,
  pointer: "/paths/$ref",
  frame: "  1 | paths:\n> 2 |   $ref: '#/a'\n    |         ^",
};

describe("a diagnostic as text", () => {
  test("plain", () => {
    expect(render(diagnostic)).toBe(`error[unresolved-ref]: \`#/a\` leads nowhere.
 --> specs/openapi.yaml:2:9  (#/paths/$ref)
  1 | paths:
> 2 |   $ref: '#/a'
    |         ^
help: Did you mean \`b\`?`);
  });

  test("without a place, a frame or help", () => {
    const bare = { ...diagnostic, file: "", line: 0, column: 0, pointer: "", frame: "", help: "" };
    expect(render(bare)).toBe("error[unresolved-ref]: `#/a` leads nowhere.");
    expect(render({ ...bare, file: "openapi.yaml" })).toBe(
      "error[unresolved-ref]: `#/a` leads nowhere.\n --> openapi.yaml",
    );
  });

  test("with colours it is the same text", () => {
    const coloured = render(diagnostic, { colour: true });
    expect(coloured).toContain("\u001b[31m");
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(render(diagnostic));
    expect(render({ ...diagnostic, severity: "warning" }, { colour: true })).toContain("\u001b[33m");
  });
});

test("a summary counts by severity", () => {
  expect(summary([])).toEqual({ errors: 0, warnings: 0 });
  expect(summary([diagnostic, { ...diagnostic, severity: "warning" }, diagnostic])).toEqual({ errors: 2, warnings: 1 });
});

test("sorting goes by file, line and column, and keeps the order of equals", () => {
  const at = (file: string, line: number, column: number, code: string): Diagnostic => ({
    ...diagnostic,
    file,
    line,
    column,
    code,
  });
  const sorted = sortDiagnostics([
    at("b", 1, 1, "e"),
    at("a", 10, 1, "d"),
    at("a", 2, 5, "b"),
    at("a", 2, 5, "c"),
    at("a", 2, 1, "a"),
  ]);
  expect(sorted.map(({ code }) => code)).toEqual(["a", "b", "c", "d", "e"]);
});
