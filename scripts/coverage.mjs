/*
 * Shows how much of the inventory the tests show: a table of rows by API and kind, from the files of the inventory and
 * from the maps in test/coverage. `--missing` lists the rows that no test shows yet, each with the reason.
 *
 *   node scripts/coverage.mjs [--missing] [inventory folder]
 *
 * The inventory lies beside the project, or where CLIENTWRIGHT_INVENTORY says.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const apis = ["linode", "cloudapi", "ionosenterprise", "decapod"];

/** The tables of the inventory, each with the column that holds the id of a row. */
const kinds = /** @type {const} */ ({
  operations: "operationId",
  behaviours: "behaviour_id",
  enums: "enum_name",
  examples: "example_id",
});

/** @typedef {keyof typeof kinds} Kind */
/** @typedef {{ readonly api: string, readonly kind: Kind, readonly id: string }} Row */
/**
 * The map of an API: for each kind, the ids of its rows with the tests that show them; and those that none shows yet,
 * with the reason.
 *
 * @typedef {Record<Kind, Record<string, string | string[]>> & { missing: Partial<Record<Kind, Record<string, string>>> }} CoverageMap
 */

const { values, positionals } = parseArgs({
  options: { missing: { type: "boolean", default: false } },
  allowPositionals: true,
});
const project = resolve(import.meta.dirname, "..");
const folder = resolve(project, positionals[0] ?? process.env.CLIENTWRIGHT_INVENTORY ?? "../shared/inventory");

if (!existsSync(join(folder, "operations.tsv"))) {
  console.log(`There is no inventory at ${folder}. CLIENTWRIGHT_INVENTORY may name one.`);
} else {
  const maps = new Map(apis.map((api) => [api, readMap(api)]));
  const rows = /** @type {Kind[]} */ (Object.keys(kinds)).flatMap(readRows);
  console.log(table(rows, maps).join("\n"));
  if (values.missing) console.log(["", ...missing(rows, maps)].join("\n"));
}

/** @param {Kind} kind @returns {Row[]} */
function readRows(kind) {
  const [head = "", ...lines] = readFileSync(join(folder, `${kind}.tsv`), "utf8")
    .trimEnd()
    .split("\n");
  const at = head.split("\t").indexOf(kinds[kind]);
  return lines.map((line) => {
    const cells = line.split("\t");
    return { api: cells[0] ?? "", kind, id: cells[at] ?? "" };
  });
}

/** @param {string} api @returns {CoverageMap} */
function readMap(api) {
  return JSON.parse(readFileSync(join(project, "test", "coverage", `${api}.json`), "utf8"));
}

/** @param {Row} row @param {Map<string, CoverageMap>} maps */
function isCovered({ api, kind, id }, maps) {
  return Object.hasOwn(maps.get(api)?.[kind] ?? {}, id);
}

/** @param {Row[]} rows @param {Map<string, CoverageMap>} maps @returns {string[]} */
function table(rows, maps) {
  const columns = [16, 12, 6, 9, 9];
  /** @param {unknown[]} cells */
  const line = (cells) =>
    cells.map((cell, at) => String(cell)[at < 2 ? "padEnd" : "padStart"](columns[at] ?? 0)).join(" ");
  /** @param {string} api @param {string} kind @param {Row[]} some */
  const count = (api, kind, some) => {
    const covered = some.filter((row) => isCovered(row, maps)).length;
    return line([api, kind, some.length, covered, some.length - covered]);
  };
  const lines = apis.flatMap((api) =>
    Object.keys(kinds).map((kind) =>
      count(
        api,
        kind,
        rows.filter((row) => row.api === api && row.kind === kind),
      ),
    ),
  );
  return [line(["api", "kind", "rows", "covered", "not yet"]), ...lines, count("all", "", rows)];
}

/** @param {Row[]} rows @param {Map<string, CoverageMap>} maps @returns {string[]} */
function missing(rows, maps) {
  return rows
    .filter((row) => !isCovered(row, maps))
    .map(({ api, kind, id }) => {
      const reason = maps.get(api)?.missing[kind]?.[id] ?? "in no map";
      return `${api} ${kind} ${id}: ${reason}`;
    });
}
