import { CommanderError } from "commander";
import { internalError } from "../stages.js";
import { CommandError, wrongUse } from "./command-error.js";
import { InterruptedError } from "./interruption.js";
import type { Io } from "./io.js";
import { printDiagnostics, printJson } from "./print.js";
import { createProgram } from "./program.js";

/**
 * Runs the command line and gives its exit code: 0 fine, 1 problems found, 2 wrong use, 130 and 143 when told to end.
 *
 * @param argv The arguments, without the program's name.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  try {
    const program = createProgram(io, (code) => (exitCode = code));
    if (argv.length === 0) throw wrongUse("No command is named.", helpHint);
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof InterruptedError) return error.exitCode;
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = toFailure(error, io);
    printDiagnostics(io, failure.diagnostics);
    if (argv.includes("--json")) {
      const command = argv.find((argument) => !argument.startsWith("-")) ?? null;
      printJson(io, { command, ok: false, diagnostics: failure.diagnostics });
    }
    return failure.exitCode;
  }
}

const helpHint = `Run "clientwright --help" to see what there is.`;

function toFailure(error: unknown, io: Io): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof CommanderError) {
    // Commander puts its suggestion on a second line: "(Did you mean --check?)".
    const [message = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
    const sentence = message.charAt(0).toUpperCase() + message.slice(1);
    return wrongUse(`${sentence}.`, suggestion?.replace(/^\((.*)\)$/, "$1") ?? helpHint);
  }
  return new CommandError(1, [internalError("in the command line", error, io.env["CLIENTWRIGHT_DEBUG"] === "1")]);
}
