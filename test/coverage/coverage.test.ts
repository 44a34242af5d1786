import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSpec } from "../contract/support/spec.js";
import { absent, apis, idsOf, isThere, kinds, rowsOf, type CoverageMap, type Kind } from "./inventory.js";
import { faultOf, testFilesIn } from "./titles.js";

/*
 * The maps beside this file say for every row of the inventory which tests show it, or why none does yet. Here they are
 * held to that: titles.ts says how a test is named.
 */

const allKinds = Object.keys(kinds) as Kind[];
const readMap = (api: string): CoverageMap =>
  JSON.parse(readFileSync(`test/coverage/${api}.json`, "utf8")) as CoverageMap;

/** The files whose tables come from a list: of the functions of the package, or of the sets of the inventory. */
const tables: Readonly<Record<string, (api: string) => readonly string[]>> = {
  "contract/operations.test.ts": functionsOf,
  "contract/linode/operations.test.ts": functionsOf,
  "coverage/enums.test.ts": (api) => Object.keys(readMap(api).enums),
};

describe.each(apis)("the map of %s", (api) => {
  const map = readMap(api);

  it("names tests that there are", () => {
    const names = allKinds.flatMap((kind) => Object.values(map[kind]).flat());
    expect(names.length).toBeGreaterThan(0);
    const faults = names.map((name) => faultOf("test", name, (file) => tables[file]?.(api) ?? []));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it("says of a row one thing only, and gives a reason for each that is missing", () => {
    for (const kind of allKinds) {
      const missing = map.missing[kind] ?? {};
      expect(Object.keys(missing).filter((id) => id in map[kind])).toEqual([]);
      for (const [id, reason] of Object.entries(missing)) expect(reason.length, id).toBeGreaterThan(10);
    }
  });

  it.skipIf(!isThere)(`speaks of every row of the inventory, and of no other${isThere ? "" : ` (${absent})`}`, () => {
    for (const kind of allKinds) {
      const known = [...Object.keys(map[kind]), ...Object.keys(map.missing[kind] ?? {})];
      expect(known.sort()).toEqual([...idsOf(kind, api)].sort());
    }
  });

  it.skipIf(!isThere)(`has operations that the spec has too${isThere ? "" : ` (${absent})`}`, async () => {
    const { operations } = await readSpec(`specs/${api}/openapi.yaml`);
    const bare = (path = ""): string => path.replace(/\?.*/, "").replace(/\{[^}]+\}/g, "{}");
    const found = new Set(operations.map(({ id, method, path }) => `${id} ${method} ${bare(path)}`));
    const wanted = rowsOf("operations", api).map((row) => `${row["operationId"]} ${row["method"]} ${bare(row["path"])}`);
    expect(wanted.filter((row) => !found.has(row))).toEqual([]);
  });
});

describe("a name in a map", () => {
  const rowsOfNothing = (): readonly string[] => [];
  const fault = (name: string): string | undefined => faultOf("test", name, rowsOfNothing);
  const own = "coverage/coverage.test.ts";

  it("is right when file and title are there", () => {
    expect(fault(`${own}: is right when file and title are there`)).toBeUndefined();
    expect(fault(`${own}: a name in a map > is right when file and title are there`)).toBeUndefined();
    expect(fault("contract/operations.test.ts: %s [login]")).toBeUndefined();
  });

  it.each([
    ["no name", '"no name" is not of the form "file.test.ts: title"'],
    ["nothing.test.ts: title", "nothing.test.ts is missing"],
    [`${own}: no such title`, `${own} has no test "no such title"`],
    [`${own}: names tests`, `${own} has no test "names tests"`],
    ["contract/operations.test.ts: %s [noSuchRow]", 'the test "%s" of contract/operations.test.ts has no row "noSuchRow"'],
  ])("is wrong otherwise: %s", (name, wanted) => {
    expect(fault(name)).toBe(wanted);
  });

  it("could be of any test file", () => {
    expect(testFilesIn("test")).toContain(own);
  });
});

/** The functions of a package, which operations.test.ts calls one by one. */
function functionsOf(api: string): readonly string[] {
  const text = readFileSync(`generated/${api}/clientwright.json`, "utf8");
  const { operations } = JSON.parse(text) as { operations: readonly { readonly function: string }[] };
  return operations.map((operation) => operation.function);
}
