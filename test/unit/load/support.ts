import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { load, type LoadOptions } from "../../../generator/src/load/index.js";
import type { Diagnostic, Staged } from "../../../generator/src/diagnostics/diagnostic.js";
import type { Document } from "../../../generator/src/load/document.js";

/** The contents of files, by path relative to a folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The first lines of a small document of OpenAPI 3.1. */
export const head = 'openapi: 3.1.0\ninfo: { title: Test, version: "1" }\n';

/** Writes files into a folder of their own, which is removed after the test, and gives its path. */
export function folderWith(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-load-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  }
  return folder;
}

/** Loads the first of some files. */
export function loadFiles(files: Files, options: LoadOptions = {}): Promise<Staged<Document>> {
  const [root = ""] = Object.keys(files);
  return load(root, { cwd: folderWith(files), ...options });
}

/** Loads one document and expects that nothing is wrong with it. */
export async function loadText(text: string): Promise<Document> {
  return documentOf(await loadFiles({ "openapi.yaml": text }));
}

/** The document that loading gave; fails, and says why, when there is none or when there were problems. */
export function documentOf({ value, diagnostics }: Staged<Document>): Document {
  if (value === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics, null, 2));
  return value;
}

/** A diagnostic in one line: `error unresolved-ref openapi.yaml:7:3 /paths`. */
export function brief({ severity, code, file, line, column, pointer }: Diagnostic): string {
  return `${severity} ${code} ${file}:${line}:${column} ${pointer}`;
}
