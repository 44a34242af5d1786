import type { Command } from "commander";
import type { Io } from "./io.js";
import { addReadOptions, readSettings, type ReadOptions } from "./options.js";
import { loadPipeline } from "./pipeline.js";
import { printDiagnostics, printJson } from "./print.js";
import { configuredSpec, readConfiguration } from "./targets.js";
import { withoutSecrets } from "./without-secrets.js";

const help = `
Prints the intermediate representation of a document as JSON: operations, models and enums with every name already
decided. Default values of sensitive members (x-sensitive, format: password) are left out.

Examples:
  $ clientwright inspect specs/linode/openapi.yaml
  $ clientwright inspect petstore.yaml | jq '.operations[].name'

With --json: { command, ok, api, diagnostics }; "api" is the representation, or null.

Exit codes: 0 fine (warnings included), 1 errors found, 2 wrong use.`;

/** Adds the command `inspect`. */
export function addInspect(program: Command, io: Io, exit: (code: number) => void): void {
  const command = program
    .command("inspect")
    .summary("print what the generator makes of a spec, as JSON")
    .description("Prints the intermediate representation of an OpenAPI document.")
    .argument("<spec>", "root file of the document");
  addReadOptions(command)
    .addHelpText("after", help)
    .action(async (spec: string, options: ReadOptions) => exit(await inspectSpec(spec, options, io)));
}

async function inspectSpec(spec: string, options: ReadOptions, io: Io): Promise<number> {
  const configured = configuredSpec(await readConfiguration(io), spec, io);
  const settings = readSettings(options, io);
  const { inspect } = await loadPipeline();
  const report = await inspect(
    configured === undefined
      ? { ...settings, spec, names: "repaired" }
      : { ...settings, ...configured, names: "checked" },
  );
  printDiagnostics(io, report.diagnostics);
  const api = report.api ?? null;
  if (options.json === true) {
    printJson(io, { command: "inspect", ok: report.ok, api, diagnostics: report.diagnostics });
  } else if (api !== null) io.stdout.write(`${JSON.stringify(api, withoutSecrets, 2)}\n`);
  return report.ok ? 0 : 1;
}
