import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { emit, sourceFolder, type EmitTarget } from "../../generator/src/emit/index.js";
import { buildApi, type ApiSettings } from "../../generator/src/ir/index.js";
import type { Api } from "../../generator/src/ir/types.js";
import { load } from "../../generator/src/load/index.js";
import { schemaTypes } from "../../generator/src/schema-types/index.js";

/** A document as the intermediate representation. Throws with the diagnostics when it is refused. */
export async function apiOf(spec: string, settings: ApiSettings = { names: "repaired" }): Promise<Api> {
  const loaded = await load(spec, { cwd: process.cwd() });
  if (loaded.value === undefined) throw new Error(JSON.stringify(loaded.diagnostics, undefined, 2));
  const { value, diagnostics } = buildApi(loaded.value, settings);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2));
  return value;
}

/** A document given as text or as an object. */
export async function apiOfText(document: string | object, settings?: ApiSettings): Promise<Api> {
  return withFile(document, (file) => apiOf(file, settings));
}

/** Writes a document to a folder of its own for as long as it is needed. */
export async function withFile<Result>(
  document: string | object,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "clientwright-"));
  try {
    const file = join(folder, "openapi.yaml");
    writeFileSync(file, typeof document === "string" ? document : JSON.stringify(document));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every file that is made of a document, formatted, by path. */
export async function generate(
  spec: string,
  target: EmitTarget = { kind: "package" },
): Promise<ReadonlyMap<string, string>> {
  const loaded = await load(spec, { cwd: process.cwd() });
  if (loaded.value === undefined) throw new Error(JSON.stringify(loaded.diagnostics, undefined, 2));
  const { value: api } = buildApi(loaded.value, { names: "repaired" });
  if (api === undefined) throw new Error("The document gives no API.");
  const { value: schema = [] } = await schemaTypes(loaded.value, sourceFolder(target));
  const files = [...emit(api, target), ...schema];
  const formatted = files.map(async (file) => {
    const text = file.format === "none" ? file.text : await format(file.text, { parser: file.format, printWidth: 120 });
    return [file.path, text] as const;
  });
  return new Map(await Promise.all(formatted));
}
