import { resolve } from "node:path";
import type { Command } from "commander";
import type { Io } from "./io.js";

/** What every command that reads a document can be told about reading. */
export interface ReadOptions {
  readonly lenient?: true;
  readonly allowRef?: readonly string[];
  readonly json?: true;
}

/** Adds the options of {@link ReadOptions} to a command. */
export function addReadOptions(command: Command): Command {
  return command
    .option("--lenient", "carry on past departures from the OpenAPI standard that have a safe reading")
    .option(
      "--allow-ref <path>",
      "let $refs lead to this file or folder outside the spec's own (repeatable)",
      (path: string, before: readonly string[] = []) => [...before, path],
    )
    .option("--json", "print the result as JSON on standard output, everything else on standard error");
}

/** The settings for the pipeline that these options, and the environment, ask for. */
export function readSettings(
  options: ReadOptions,
  io: Io,
): {
  readonly cwd: string;
  readonly lenient: boolean;
  readonly allowRefs: readonly string[];
  readonly debug: boolean;
} {
  return {
    cwd: io.cwd,
    lenient: options.lenient === true,
    allowRefs: (options.allowRef ?? []).map((path) => resolve(io.cwd, path)),
    debug: io.env["CLIENTWRIGHT_DEBUG"] === "1",
  };
}
