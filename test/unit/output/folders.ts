import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { format, prepare, survey, write, type OutputFile } from "../../../generator/src/output/index.js";

/** A new folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "clientwright-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder with its content, by path; what is not text is not expected here. */
export function snapshot(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    paths
      .filter((path) => lstatSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}

/** When each file below a folder was last written. */
export function times(folder: string): Record<string, number> {
  return Object.fromEntries(Object.keys(snapshot(folder)).map((path) => [path, statSync(join(folder, path)).mtimeMs]));
}

export function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

export interface GenerateOptions {
  readonly check?: boolean;
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

export function file(path: string, text: string, kind: OutputFile["format"] = "none"): OutputFile {
  return { path, text, format: kind };
}

/** The last three stages as the pipeline runs them: compare, format, write. */
export async function generate(cwd: string, out: string, files: readonly OutputFile[], options: GenerateOptions = {}) {
  const { check = false, force = false, signal } = options;
  const problems = check ? [] : prepare(out, cwd);
  const found = survey(
    out,
    files.map(({ path }) => path),
    { cwd, force },
  );
  if (found.value === undefined)
    return { report: undefined, codes: found.diagnostics.map(({ code }) => code), diagnostics: found.diagnostics };
  const formatted = await format(files, found.value, { everything: check });
  const written = await write(formatted, found.value, { check, force, ...(signal !== undefined && { signal }) });
  const diagnostics = [...problems, ...written.diagnostics];
  return { report: written.value, codes: diagnostics.map(({ code }) => code), diagnostics };
}

/** What a report says of each file, as `~ src/a.ts`, without the unchanged ones. */
export function changes(
  report: { readonly files: readonly { readonly path: string; readonly change: string }[] } | undefined,
): readonly string[] {
  const marks: Record<string, string> = { added: "+", changed: "~", removed: "-" };
  return (report?.files ?? [])
    .filter(({ change }) => change !== "unchanged")
    .map(({ path, change }) => `${marks[change]} ${path}`);
}
