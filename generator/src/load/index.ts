import { resolve } from "node:path";
import { Bundler } from "./bundle/bundle.js";
import { Reporter } from "./bundle/reporter.js";
import { convertSwagger } from "./swagger/convert.js";
import { diagnose } from "./diagnose.js";
import { LoadingStopped } from "./finding.js";
import { leftovers } from "./leftovers.js";
import { Origins } from "./origins.js";
import { Resolver } from "./references/resolve.js";
import { Sources } from "./sources.js";
import { upgradeSchemas } from "./upgrade/upgrade.js";
import { versionOf } from "./version.js";
import type { Staged } from "../diagnostics/diagnostic.js";
import type { Document, JsonObject, Problem } from "./document.js";

/** What may be set for loading. */
export interface LoadOptions {
  /** What relative paths start from, and paths in diagnostics are relative to. Default: `process.cwd()`. */
  readonly cwd?: string;
  /**
   * Files and folders outside the folder of the root file that a `$ref` may lead to. Default: none. Nothing is ever
   * read over the network.
   */
  readonly allowRefs?: readonly string[];
}

/**
 * Reads an OpenAPI document, of version 2.0 to 3.2 and of one or many files, and makes it one tree in the shape of
 * OpenAPI 3.1. All problems that can be found are reported together; with an error among them there is no value.
 */
export function load(file: string, options: LoadOptions = {}): Promise<Staged<Document>> {
  return Promise.resolve(loadNow(file, options));
}

function loadNow(file: string, { cwd = process.cwd(), allowRefs = [] }: LoadOptions): Staged<Document> {
  const path = resolve(cwd, file);
  const sources = new Sources(path, cwd, allowRefs);
  const reporter = new Reporter();
  const origins = new Origins();
  const made = make(path, sources, reporter, origins);
  const display = (name: string): string => sources.display(name);
  const diagnostics = diagnose(reporter.findings, sources.files, display);
  if (made === undefined || diagnostics.some(({ severity }) => severity === "error")) {
    return { value: undefined, diagnostics };
  }
  const { files } = sources;
  const value: Document = {
    file: path,
    version: made.version,
    root: made.root,
    files,
    leftovers: () => leftovers(sources.parsed, origins, path),
    diagnose: (problems) =>
      diagnose(
        problems.map((problem) => located(problem, origins, path)),
        files,
        display,
      ),
  };
  return { value, diagnostics };
}

/** read → parse → bundle → one shape. Gives nothing when there is no tree to go on with. */
function make(
  path: string,
  sources: Sources,
  reporter: Reporter,
  origins: Origins,
): { readonly root: JsonObject; readonly version: string } | undefined {
  const source = sources.read(path);
  if (!("root" in source)) {
    reporter.failure(source, { file: path, pointer: "" });
    return undefined;
  }
  const version = versionOf(source.root);
  if ("code" in version) {
    reporter.report(version, { file: path, pointer: version.pointer });
    return undefined;
  }
  const isOld = version.family === "2.0" || version.family === "3.0";
  const resolver = new Resolver(sources);
  origins.set("", { file: path, pointer: "" });
  try {
    const { dialect } = version;
    const bundled = new Bundler({
      root: source,
      dialect,
      refSiblingsCount: !isOld,
      resolver,
      origins,
      reporter,
    }).bundle();
    const root = version.family === "2.0" ? convertSwagger(bundled, origins) : bundled;
    root["openapi"] = version.family === "3.2" ? "3.2.0" : "3.1.0";
    const onNullable = (pointer: string): void => reporter.report(nullableIn31, origins.find(`${pointer}/nullable`));
    upgradeSchemas(root, { isOld, origins, onNullable });
    return { root, version: version.text };
  } catch (error) {
    if (!(error instanceof LoadingStopped)) throw error;
    reporter.add(error.finding);
    return undefined;
  }
}

function located(
  problem: Problem,
  origins: Origins,
  rootFile: string,
): Problem & { place: { file: string; pointer: string } } {
  const place = problem.place ?? origins.find(problem.pointer);
  return { ...problem, place: place.file === "" ? { file: rootFile, pointer: place.pointer } : place };
}

const nullableIn31 = {
  code: "nullable-keyword",
  severity: "warning",
  message: 'OpenAPI 3.1 has no `nullable`. It is read as "or null".',
  help: 'Write `type: [string, "null"]`, or `anyOf` with `type: "null"` beside a reference.',
} as const;
