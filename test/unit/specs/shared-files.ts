import { existsSync, readFileSync } from "node:fs";

/** The text of a file that lies beside the repository, not in it; nothing where it is absent. */
function besideRepository(path: string): string | undefined {
  const file = new URL(`../../../../shared/${path}`, import.meta.url);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** A seed document, or nothing where the seeds are absent. */
export function readSeed(name: string): string | undefined {
  return besideRepository(`seeds/${name}`);
}

/** The rows of an inventory table as objects by column, or nothing where the inventory is absent. */
export function readInventory(table: string): readonly Readonly<Record<string, string>>[] | undefined {
  const text = besideRepository(`inventory/${table}.tsv`);
  if (text === undefined) return undefined;
  const [head = "", ...rows] = text.trimEnd().split("\n");
  const columns = head.split("\t");
  return rows.map((row) => {
    const cells = row.split("\t");
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  });
}

/** Why a test is skipped where its file is absent. */
export const absent = "skipped: ../shared is not beside the repository";
