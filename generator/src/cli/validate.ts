import type { Command } from "commander";
import type { SpecRequest } from "../run.js";
import { shownPath } from "../shown-path.js";
import { coloursFor } from "./colours.js";
import type { Io } from "./io.js";
import { addReadOptions, readSettings, type ReadOptions } from "./options.js";
import { loadPipeline } from "./pipeline.js";
import { count, countProblems, printDiagnostics, printJson } from "./print.js";
import type { DocumentResult } from "./results.js";
import { configuredApis, configuredSpec, readConfiguration } from "./targets.js";

const help = `
Reports every problem of a document with its place and its cure, and writes nothing. A document that
clientwright.config.ts lists is held to the rules for one's own specs, names included; any other document to the
OpenAPI standard.

Examples:
  $ clientwright validate                       every configured spec
  $ clientwright validate petstore.yaml
  $ clientwright validate --json | jq '.diagnostics[].message'

With --json: { command, ok, documents: [{ spec, ok, diagnostics }], diagnostics }.

Exit codes: 0 fine (warnings included), 1 errors found, 2 wrong use.`;

/** Adds the command `validate`. */
export function addValidate(program: Command, io: Io, exit: (code: number) => void): void {
  const command = program
    .command("validate")
    .summary("check specs and report every problem")
    .description("Checks OpenAPI documents.")
    .argument("[file...]", "documents to check; every configured spec when none is named");
  addReadOptions(command)
    .addHelpText("after", help)
    .action(async (files: string[], options: ReadOptions) => exit(await validate(files, options, io)));
}

async function validate(files: readonly string[], options: ReadOptions, io: Io): Promise<number> {
  const documents: DocumentResult[] = [];
  const { inspect } = await loadPipeline();
  const colours = coloursFor(io, io.stdout);
  for (const request of await requests(files, options, io)) {
    const { ok, diagnostics, api } = await inspect(request);
    const spec = shownPath(io.cwd, request.spec);
    documents.push({ spec, ok, diagnostics });
    printDiagnostics(io, diagnostics);
    if (options.json === true) continue;
    const problems = countProblems(diagnostics);
    const verdict = ok ? `fine, ${count(api?.operations.length ?? 0, "operation")}` : "";
    const words = [...(verdict === "" ? [] : [verdict]), ...(problems === "" ? [] : [problems])].join(", ");
    io.stdout.write(`${colours.bold(spec)}: ${ok ? words : colours.red(words)}\n`);
  }
  const ok = documents.every((document) => document.ok);
  if (options.json === true) {
    const diagnostics = documents.flatMap((document) => document.diagnostics);
    printJson(io, { command: "validate", ok, documents, diagnostics });
  }
  return ok ? 0 : 1;
}

async function requests(files: readonly string[], options: ReadOptions, io: Io): Promise<readonly SpecRequest[]> {
  const settings = readSettings(options, io);
  if (files.length === 0) {
    return (await configuredApis([], io)).map((api) => ({ ...settings, ...api, names: "checked" }));
  }
  const configuration = await readConfiguration(io);
  return files.map((file) => {
    const api = configuredSpec(configuration, file, io);
    return api === undefined
      ? { ...settings, spec: file, names: "repaired" }
      : { ...settings, ...api, names: "checked" };
  });
}
