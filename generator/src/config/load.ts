import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { createJiti } from "jiti";
import type { Diagnostic, Staged } from "../diagnostics/diagnostic.js";
import { checkConfig, type Configuration } from "./check.js";
import { defineConfig } from "./config.js";
import { shownPath } from "../shown-path.js";
import { configError } from "./problem.js";

/** Reads a configuration file and checks it. Paths in diagnostics are relative to `cwd`. */
export async function loadConfig(file: string, cwd: string): Promise<Staged<Configuration>> {
  let value: unknown;
  try {
    value = extname(file) === ".json" ? JSON.parse(await readFile(file, "utf8")) : await runModule(file);
  } catch (error) {
    return { value: undefined, diagnostics: [notLoaded(shownPath(cwd, file), error)] };
  }
  return checkConfig(value, file, cwd);
}

/** A configuration imports nothing but `defineConfig`: handing that over here makes it work without an installed package. */
async function runModule(file: string): Promise<unknown> {
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    virtualModules: { clientwright: { defineConfig } },
  });
  return jiti.import(file, { default: true });
}

function notLoaded(shown: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
  const message = `The configuration cannot be loaded: ${reason}`;
  return configError(
    "config-not-loaded",
    shown,
    "",
    message,
    "Correct the file; it is an ordinary TypeScript or JSON file.",
  );
}
