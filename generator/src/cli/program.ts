import { Command } from "commander";
import { addGenerate } from "./generate.js";
import { addInspect } from "./inspect.js";
import type { Io } from "./io.js";
import { addTwin } from "./twin.js";
import { addValidate } from "./validate.js";
import { version } from "./version.js";
import { addWatch } from "./watch.js";

const help = `
Start here:
  $ clientwright generate --spec petstore.yaml --out src/petstore

For packages of your own, list your specs in clientwright.config.ts:
  import { defineConfig } from "clientwright";
  export default defineConfig({
    apis: { cloud: { spec: "specs/cloud.yaml", out: "generated/cloud", package: "@example/cloud" } },
  });

Every command has --json for programs. A problem in the result is { code, severity, message, help, file, line, column,
pointer, frame }. The package exports TypeScript types of all results.

Exit codes: 0 fine, 1 problems found, 2 wrong use. NO_COLOR and FORCE_COLOR are respected.`;

/** The whole command line. What a command ends with is handed to `exit`. */
export function createProgram(io: Io, exit: (code: number) => void): Command {
  const program = new Command("clientwright")
    .description("Turns OpenAPI documents into TypeScript clients.")
    .version(version(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print help, for a command when one is named")
    .addHelpText("after", help)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Errors are reported by main, in the form of all other problems.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 120),
    })
    .enablePositionalOptions()
    .exitOverride();
  addGenerate(program, io, exit);
  addValidate(program, io, exit);
  addInspect(program, io, exit);
  addWatch(program, io, exit);
  addTwin(program, io, exit);
  for (const command of program.commands)
    if (command.name() !== "twin") command.copyInheritedSettings(program).helpOption("-h, --help", "print this help");
  return program;
}
