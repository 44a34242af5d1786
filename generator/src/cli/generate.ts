import type { Command } from "commander";
import type { RunRequest } from "../run.js";
import { describeClient, describeTotals } from "./client-report.js";
import { runClient } from "./client-run.js";
import { coloursFor } from "./colours.js";
import { wrongUse } from "./command-error.js";
import type { Io } from "./io.js";
import { addReadOptions, readSettings, type ReadOptions } from "./options.js";
import { printMain, printJson } from "./print.js";
import type { ClientResult } from "./results.js";
import { configuredApis } from "./targets.js";

interface GenerateOptions extends ReadOptions {
  readonly spec?: string;
  readonly out?: string;
  readonly name?: string;
  readonly check?: true;
  readonly force?: true;
}

const help = `
Without --spec, generates the packages that clientwright.config.ts lists, or those of them that are named. Names in
such a spec must be good TypeScript names already. With --spec and --out, generates from any OpenAPI document (2.0 and
3.x) TypeScript sources that need nothing installed; names are made to fit.

Writes only what has changed, all of it or nothing. Leaves files alone that it did not write, and refuses to
overwrite generated files that somebody edited.

Examples:
  $ clientwright generate                                        every configured API
  $ clientwright generate linode                                 one of them
  $ clientwright generate --check                                is everything committed up to date?
  $ clientwright generate --spec petstore.yaml --out src/petstore

With --json: { command, ok, check, clients, diagnostics }, where each of the clients is { api, spec, out, ok, fresh,
files: { added, changed, removed, unchanged }, diagnostics, durationMs }.

Exit codes: 0 fine, 1 problems found (or stale output with --check), 2 wrong use.`;

/** Adds the command `generate`. */
export function addGenerate(program: Command, io: Io, exit: (code: number) => void): void {
  const command = program
    .command("generate")
    .summary("generate clients from specs")
    .description("Generates TypeScript clients from OpenAPI documents.")
    .argument("[api...]", "names of configured APIs; all of them when none is named")
    .option("--spec <file>", "generate from this document instead of the configured ones")
    .option("--out <folder>", "folder for the client made from --spec")
    .option("--name <name>", "name of the API made from --spec, in camelCase (default: from its title)")
    .option("--check", "write nothing; fail and list the files when the output is not up to date")
    .option("--force", "overwrite generated files that were edited, and files that are in the way");
  addReadOptions(command)
    .addHelpText("after", help)
    .action(async (names: string[], options: GenerateOptions) => exit(await generate(names, options, io)));
}

interface Target {
  readonly label: string;
  readonly request: RunRequest;
}

async function generate(names: readonly string[], options: GenerateOptions, io: Io): Promise<number> {
  const begun = performance.now();
  const check = options.check === true;
  const human = options.json !== true;
  const results: ClientResult[] = [];
  for (const { label, request } of await targets(names, options, io)) {
    const { result } = await runClient(request, label, io);
    results.push(result);
    printMain(io, result.diagnostics, result.spec);
    if (human) io.stdout.write(describeClient(result, check, coloursFor(io, io.stdout)));
  }
  const ok = results.every((result) => result.ok);
  if (human) io.stdout.write(describeTotals(results, check, performance.now() - begun));
  else {
    const diagnostics = results.flatMap((result) => result.diagnostics);
    printJson(io, { command: "generate", ok, check, clients: results, diagnostics });
  }
  return ok ? 0 : 1;
}

async function targets(names: readonly string[], options: GenerateOptions, io: Io): Promise<readonly Target[]> {
  const settings = { ...readSettings(options, io), check: options.check === true, force: options.force === true };
  const { spec, out, name } = options;
  if (spec !== undefined) {
    if (out === undefined) throw wrongUse("--spec needs --out, the folder for the client.", "Add --out <folder>.");
    if (names.length > 0) {
      throw wrongUse("--spec and names of configured APIs exclude each other.", "Give one or the other.");
    }
    if (name !== undefined && !/^[a-z][A-Za-z0-9]*$/.test(name)) {
      throw wrongUse(`--name \`${name}\` is not camelCase.`, "Use letters and digits, beginning with a small letter.");
    }
    const named = name === undefined ? {} : { name };
    const request: RunRequest = { ...settings, ...named, spec, out, names: "repaired", kind: "standalone" };
    return [{ label: name ?? spec, request }];
  }
  for (const option of ["out", "name"] as const) {
    if (options[option] !== undefined)
      throw wrongUse(`--${option} goes with --spec.`, "Add --spec <file>, or leave it out.");
  }
  return (await configuredApis(names, io)).map((api) => ({
    label: api.name,
    request: { ...settings, ...api, names: "checked", kind: "package" },
  }));
}
