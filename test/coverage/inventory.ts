import { existsSync, readFileSync } from "node:fs";

/** The four APIs, by the names that specs, packages and maps have. */
export const apis = ["linode", "cloudapi", "ionosenterprise", "decapod"] as const;

/** What the inventory lists, each with the column that holds the id of a row. */
export const kinds = {
  operations: "operationId",
  behaviours: "behaviour_id",
  enums: "enum_name",
  examples: "example_id",
} as const;

export type Kind = keyof typeof kinds;

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** Per kind, the ids of rows with the tests that show them; and under `missing` those that none shows, with the reason. */
export interface CoverageMap extends Readonly<Record<Kind, Readonly<Record<string, string | readonly string[]>>>> {
  readonly missing: Readonly<Partial<Record<Kind, Readonly<Record<string, string>>>>>;
}

const folder = process.env["CLIENTWRIGHT_INVENTORY"] ?? "../shared/inventory";

/** Why a test is skipped. */
export const absent = `skipped: there is no inventory at ${folder}; CLIENTWRIGHT_INVENTORY may name one`;

/** Whether there is an inventory beside the project. */
export const isThere: boolean = existsSync(`${folder}/operations.tsv`);

/** The rows of an API; none where there is no inventory. */
export function rowsOf(kind: Kind, api: string): readonly Row[] {
  if (!isThere) return [];
  const [head = "", ...lines] = readFileSync(`${folder}/${kind}.tsv`, "utf8").trimEnd().split("\n");
  const columns = head.split("\t");
  return lines
    .map((line) => line.split("\t"))
    .map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])))
    .filter((row) => row["api"] === api);
}

/** The ids of the rows of an API. */
export function idsOf(kind: Kind, api: string): readonly string[] {
  return rowsOf(kind, api).map((row) => row[kinds[kind]] ?? "");
}
