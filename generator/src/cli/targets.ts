import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { findConfig, loadConfig, type Configuration, type ConfiguredApi } from "../config/index.js";
import { nearest } from "../diagnostics/nearest.js";
import { CommandError, wrongUse } from "./command-error.js";
import type { Io } from "./io.js";

/** The configuration of the project that the working directory belongs to, if it has one. */
export async function readConfiguration(io: Io): Promise<Configuration | undefined> {
  const file = findConfig(io.cwd);
  if (file === undefined) return undefined;
  const { value, diagnostics } = await loadConfig(file, io.cwd);
  if (value === undefined) throw new CommandError(1, diagnostics);
  return value;
}

/** The configured APIs of these names; all of them when none is named. */
export async function configuredApis(names: readonly string[], io: Io): Promise<readonly ConfiguredApi[]> {
  const configuration = await readConfiguration(io);
  if (configuration === undefined) {
    throw wrongUse(
      "There is no clientwright.config.ts here or in a folder above.",
      "Write one that names your specs, or say which document is meant (see --help).",
    );
  }
  if (names.length === 0) return configuration.apis;
  return [...new Set(names)].map((name) => {
    const api = configuration.apis.find((candidate) => candidate.name === name);
    if (api !== undefined) return api;
    const known = configuration.apis.map((candidate) => candidate.name);
    const near = nearest(name, known);
    const help = near === undefined ? `The configuration has: ${known.join(", ")}.` : `Did you mean \`${near}\`?`;
    throw wrongUse(`The configuration has no API \`${name}\`.`, help);
  });
}

/** The configured API whose spec is this file, if there is one. */
export function configuredSpec(
  configuration: Configuration | undefined,
  file: string,
  io: Io,
): ConfiguredApi | undefined {
  const wanted = realPath(resolve(io.cwd, file));
  return configuration?.apis.find(({ spec }) => realPath(spec) === wanted);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
