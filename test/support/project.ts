import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { run, type RunReport, type RunRequest } from "../../generator/src/run.js";

/** A copy of the Linode spec in a folder of its own, with a client beside it, to change and to break. */
export class Project {
  readonly folder: string = mkdtempSync(join(tmpdir(), "clientwright-"));
  readonly out: string = join(this.folder, "out");

  constructor() {
    cpSync("specs/linode", join(this.folder, "specs/linode"), { recursive: true });
  }

  path(file: string): string {
    return join(this.folder, "specs/linode", file);
  }

  /** Rewrites a file of the spec. The change must have an effect. */
  edit(file: string, change: (text: string) => string): void {
    const text = readFileSync(this.path(file), "utf8");
    const changed = change(text);
    if (changed === text) throw new Error(`The edit of ${file} changes nothing.`);
    writeFileSync(this.path(file), changed);
  }

  generate(options: Partial<RunRequest> = {}): Promise<RunReport> {
    return run({
      spec: "specs/linode/openapi.yaml",
      out: "out",
      cwd: this.folder,
      kind: "package",
      names: "checked",
      name: "linode",
      packageName: "@clientwright/linode",
      ...options,
    });
  }

  /** Every file of the output with its text and the time of its last change. */
  snapshot(): ReadonlyMap<string, string> {
    const files = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("specs"))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    return new Map(
      files.map((file) => [relative(this.out, file), `${statSync(file).mtimeMs} ${readFileSync(file, "utf8")}`]),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The files whose text or time differs, or that are on one side only. */
export function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((file) => before.get(file) !== after.get(file))
    .sort();
}
