import { decode } from "@jridgewell/sourcemap-codec";
import { buildSync, transformSync } from "esbuild";
import { expect, test } from "vitest";
import { withoutDocs } from "../../scripts/lib/without-docs.mjs";

const source = `
/** A thing. */
export class Thing {
  /** One line. */
  name = "/** no comment */";
  /**
   * Several lines,
   *
   * one of them empty.
   */
  get size(): number {
    return 3; /** at the end of a line */
  }
  /** Without a body. */
  declare other: string;
  /* @__PURE__ */ static made = new Map<string, number>();
  /** The last. */ fail(): never {
    throw new Error("from line 18");
  }
}
`;

test("takes doc comments out of a bundle and nothing else", () => {
  const { outputFiles } = buildSync({
    stdin: { contents: source, loader: "ts", sourcefile: "thing.ts" },
    outdir: "out",
    bundle: true,
    format: "esm",
    sourcemap: true,
    write: false,
  });
  const [map = "", code = ""] = outputFiles.map(({ text }) => text);
  const output = withoutDocs(code, map);
  const minified = (text: string): string => transformSync(text, { minify: true }).code;
  expect(minified(output.code)).toBe(minified(code));
  expect(output.code.match(/^\s*\/?\*.*/gm)).toBeNull();
  expect(output.code).toContain('name = "/** no comment */"');

  const lines = output.code.split("\n");
  const places = decode((JSON.parse(output.map) as { mappings: string }).mappings);
  const origins = places.flatMap((place, index) => place.map(([, , line]) => [lines[index]?.trim(), line] as const));
  for (const text of ["return 3;", 'throw new Error("from line 18");']) {
    const line = source.split("\n").findIndex((each) => each.includes(text));
    expect(origins).toContainEqual([text, line]);
  }
});
