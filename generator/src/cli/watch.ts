import type { Command } from "commander";
import { shownPath } from "../shown-path.js";
import { describeClient } from "./client-report.js";
import { runClient } from "./client-run.js";
import { coloursFor } from "./colours.js";
import { InterruptedError } from "./interruption.js";
import type { Io } from "./io.js";
import { addReadOptions, readSettings, type ReadOptions } from "./options.js";
import { count, printMain, printJson, seconds } from "./print.js";
import { SpecWatcher, type WatchedSpec } from "./spec-watcher.js";
import { configuredApis } from "./targets.js";

const help = `
Generates the named clients (all configured ones by default), and again whenever a spec or a file it refers to is
saved. A spec that is broken for the moment is reported and leaves the client as it was. Ctrl-C ends it. Start it again
after a change to clientwright.config.ts.

With --json, one object for each run, one a line: what "generate" says of a client, and { because }, the files that
changed.

Examples:
  $ clientwright watch
  $ clientwright watch linode

Exit codes: 0 ended by Ctrl-C, 1 problems found in the configuration, 2 wrong use.`;

/** Adds the command `watch`. */
export function addWatch(program: Command, io: Io, exit: (code: number) => void): void {
  const command = program
    .command("watch")
    .summary("generate again whenever a spec is saved")
    .description("Keeps clients up to date while their specs are being edited.")
    .argument("[api...]", "names of configured APIs; all of them when none is named");
  addReadOptions(command)
    .addHelpText("after", help)
    .action(async (names: string[], options: ReadOptions) => exit(await watch(names, options, io)));
}

async function watch(names: readonly string[], options: ReadOptions, io: Io): Promise<number> {
  const settings = readSettings(options, io);
  const human = options.json !== true;
  const colours = coloursFor(io, io.stdout);
  const apis = await configuredApis(names, io);

  const generate = async (api: WatchedSpec, because: readonly string[]): Promise<readonly string[]> => {
    const { result, inputs } = await runClient(
      { ...settings, ...api, names: "checked", kind: "package" },
      api.name,
      io,
    );
    const causes = because.map((path) => shownPath(io.cwd, path));
    printMain(io, result.diagnostics, result.spec);
    if (human) {
      const cause = causes.length === 0 ? "" : ` after a change of ${listed(causes)}`;
      const took = colours.dim(`  ${seconds(result.durationMs)}${cause}`);
      io.stdout.write(`${describeClient(result, false, colours)}${took}\n`);
    } else printJson(io, { command: "watch", because: causes, ...result });
    return result.ok ? inputs : [];
  };

  const watcher = new SpecWatcher(apis, generate);
  let stopListening = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => (stopListening = io.onInterrupt(() => resolve())));
  const begun = watcher.start().then(() => {
    if (human) io.stderr.write(`Watching ${count(apis.length, "spec")}. Press Ctrl-C to end.\n`);
    return interrupted;
  });
  try {
    await Promise.race([begun, interrupted, watcher.failure]);
  } catch (error) {
    // Ended in the middle of writing: that run has cleaned up.
    if (!(error instanceof InterruptedError)) throw error;
  } finally {
    await watcher.close();
    stopListening();
  }
  return 0;
}

function listed(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  return others.length === 0 ? first : `${first} and ${count(others.length, "other file")}`;
}
