import type { Command } from "commander";
import type { Io } from "./io.js";
import { readConfiguration } from "./targets.js";

/** Adds the command `twin`. Its options are those of `@clientwright/twin`, which is loaded when it is needed. */
export function addTwin(program: Command, io: Io, exit: (code: number) => void): void {
  program
    .command("twin")
    .summary("start a local server that behaves like the API")
    .description("Starts a stateful local server for each spec: a file, or the name of a configured API.")
    .argument("[spec...]", "files, or names of configured APIs")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .passThroughOptions()
    .action(async (_specs: string[], _options: object, command: Command) => exit(await twin(command.args, io)));
}

async function twin(argv: readonly string[], io: Io): Promise<number> {
  const configuration = await readConfiguration(io);
  const { main } = await import("@clientwright/twin/cli");
  const end = new AbortController();
  const stop = io.onInterrupt(() => end.abort());
  try {
    return await main(argv, {
      out: (text) => io.stdout.write(text),
      error: (text) => io.stderr.write(text),
      signal: end.signal,
      find: (name) => {
        const apis = configuration?.apis ?? [];
        const isCalled = (known: string): boolean => known.toLowerCase() === name.toLowerCase();
        return apis.find((api) => isCalled(api.name))?.spec;
      },
    });
  } finally {
    stop();
  }
}
