import type { Diagnostic, Staged } from "./diagnostics/diagnostic.js";
import { emit, sourceFolder } from "./emit/index.js";
import { readExtras, type Extras } from "./extras/index.js";
import { buildApi, type ApiSettings } from "./ir/index.js";
import type { Api } from "./ir/types.js";
import { load } from "./load/index.js";
import type { Document } from "./load/document.js";
import { format, prepare, survey, write, type OutputFile, type WriteReport } from "./output/index.js";
import { schemaTypes } from "./schema-types/index.js";
import { Stages, type StageName } from "./stages.js";
import { validate } from "./validate/index.js";

/** What to read, and how. */
export interface SpecRequest {
  /** The document's root file, absolute or relative to `cwd`. */
  readonly spec: string;
  /** What relative paths start from, and paths in diagnostics are relative to. */
  readonly cwd: string;
  /**
   * Whether names must be good TypeScript names already (`checked`, for specs of one's own), or are made into such
   * (`repaired`, for documents of other people).
   */
  readonly names: "checked" | "repaired";
  /** Name of the API in camelCase. Default: made from the document's title. */
  readonly name?: string;
  /** Name of the npm package. Default: made from the API's name. */
  readonly packageName?: string;
  /** Carry on past departures from the OpenAPI standard that have a safe reading. Default: false. */
  readonly lenient?: boolean;
  /** Files and folders, outside the folder of `spec`, that a `$ref` may lead to. Default: none. */
  readonly allowRefs?: readonly string[];
  /** Let internal errors carry their stack trace. Default: false. */
  readonly debug?: boolean;
  /** Called when a stage begins. */
  readonly onStage?: (stage: StageName) => void | Promise<void>;
}

/** What to read, and where to write the client. */
export interface RunRequest extends SpecRequest {
  /** Folder for the client, absolute or relative to `cwd`. */
  readonly out: string;
  /** Absolute path of a folder of hand-written modules that ship inside the client. Default: none. */
  readonly extras?: string;
  /** A package that depends on `@clientwright/runtime`, or sources that have everything they need inside. */
  readonly kind: "package" | "standalone";
  /** Only report what would be written. Default: false. */
  readonly check?: boolean;
  /** Overwrite files that were edited, or that no earlier run wrote. Default: false. */
  readonly force?: boolean;
  /** Ends the run while it may still be ended without a trace. `run` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What came of reading a document. */
export interface SpecReport {
  /** Whether every stage went through without an error. */
  readonly ok: boolean;
  /** Every problem found, in the order of the stages. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute path of every file that was read; empty when the document could not be loaded. */
  readonly inputs: readonly string[];
  /** The intermediate representation; undefined when a stage before it reported an error. */
  readonly api: Api | undefined;
}

/** What came of a run. */
export interface RunReport extends SpecReport {
  /** What was, or with `check` would be, written; undefined when the run did not get that far. */
  readonly output: WriteReport | undefined;
}

/**
 * Makes a client from a document: load → validate → ir → emit → format → write. Stops after the first stage that
 * reports an error. Does not throw for anything that is wrong with the document or the output folder.
 */
export async function run(request: RunRequest): Promise<RunReport> {
  const stages = new Stages(request);
  const { document, api } = await read(request, stages);
  let extras: Extras = { modules: [] };
  const emitting = (from: Document, read: Api): Promise<Staged<readonly OutputFile[]>> | Staged<undefined> => {
    const { value, diagnostics } = extrasOf(request);
    extras = value ?? extras;
    return value === undefined ? { value, diagnostics } : emitAll(from, read, request.kind, value);
  };
  const files = document && api && (await stages.run("emit", () => emitting(document, api)));
  const output = files && (await writeAll(files, request, stages));
  const inputs = [
    ...inputsOf(document),
    ...extras.modules.map(({ path }) => path),
    ...(extras.guide === undefined ? [] : [extras.guide.path]),
  ];
  return { ok: stages.ok, diagnostics: stages.diagnostics, inputs, api, output };
}

/** Reads a document as far as the intermediate representation, and writes nothing. */
export async function inspect(request: SpecRequest): Promise<SpecReport> {
  const stages = new Stages(request);
  const { document, api } = await read(request, stages);
  return { ok: stages.ok, diagnostics: stages.diagnostics, inputs: inputsOf(document), api };
}

interface Read {
  readonly document: Document | undefined;
  readonly api: Api | undefined;
}

async function read(request: SpecRequest, stages: Stages): Promise<Read> {
  const { spec, cwd, names, lenient = false, allowRefs = [] } = request;
  const document = await stages.run("load", () => load(spec, { cwd, allowRefs }));
  const sound =
    document &&
    (await stages.run("validate", () => ({
      value: document,
      diagnostics: validate(document, { lenient, names }),
    })));
  const api = sound && (await stages.run("ir", () => buildApi(sound, settingsOf(request))));
  return { document, api };
}

function settingsOf({ names, name, packageName }: SpecRequest): ApiSettings {
  return { names, ...(name !== undefined && { name }), ...(packageName !== undefined && { packageName }) };
}

function extrasOf({ extras, cwd }: RunRequest): Staged<Extras> {
  return extras === undefined ? { value: { modules: [] }, diagnostics: [] } : readExtras(extras, cwd);
}

async function emitAll(
  document: Document,
  api: Api,
  kind: RunRequest["kind"],
  extras: Extras,
): Promise<Staged<readonly OutputFile[]>> {
  const client = emit(api, { kind }, extras.modules, extras.guide?.text);
  const schema = await schemaTypes(document, sourceFolder({ kind }));
  return { value: schema.value && [...client, ...schema.value], diagnostics: schema.diagnostics };
}

async function writeAll(
  files: readonly OutputFile[],
  request: RunRequest,
  stages: Stages,
): Promise<WriteReport | undefined> {
  const { out, cwd, check = false, force = false, signal } = request;
  const found = await stages.run("compare", () => {
    const problems = check ? [] : prepare(out, cwd);
    if (problems.length > 0) return { value: undefined, diagnostics: problems };
    return survey(
      out,
      files.map(({ path }) => path),
      { cwd, force },
    );
  });
  if (found === undefined) return undefined;
  const formatted = await stages.run("format", async () => ({
    value: await format(files, found, { everything: check }),
    diagnostics: [],
  }));
  if (formatted === undefined) return undefined;
  const options = { check, force, ...(signal !== undefined && { signal }) };
  return stages.runLast("write", () => write(formatted, found, options));
}

function inputsOf(document: Document | undefined): readonly string[] {
  return document?.files.map(({ path }) => path) ?? [];
}
