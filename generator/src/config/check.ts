import { realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Diagnostic, Staged } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import { shownPath } from "../shown-path.js";
import { configError } from "./problem.js";

/** A configuration whose paths are absolute, and which has been found in order. */
export interface Configuration {
  /** The file it was read from. */
  readonly file: string;
  readonly apis: readonly ConfiguredApi[];
}

export interface ConfiguredApi {
  readonly name: string;
  /** Absolute path of the document's root file. */
  readonly spec: string;
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly packageName: string;
  /** Absolute path of the folder of hand-written modules. */
  readonly extras?: string;
}

const apiKeys = ["spec", "out", "package", "extras"] as const;
const apiName = /^[a-z][A-Za-z0-9]*$/;
const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const example = `apis: { cloud: { spec: "specs/cloud.yaml", out: "generated/cloud", package: "@example/cloud" } }`;

/** Checks what a configuration file says, and reports everything that is wrong with it. */
export function checkConfig(value: unknown, file: string, cwd: string): Staged<Configuration> {
  const check = new Check(file, cwd);
  const apis = check.config(value);
  check.folders(apis);
  return check.diagnostics.length > 0
    ? { value: undefined, diagnostics: check.diagnostics }
    : { value: { file, apis }, diagnostics: [] };
}

class Check {
  readonly diagnostics: Diagnostic[] = [];
  readonly #root: string;
  readonly #shown: string;

  constructor(file: string, cwd: string) {
    this.#root = dirname(file);
    this.#shown = shownPath(cwd, file);
  }

  config(value: unknown): readonly ConfiguredApi[] {
    if (!isRecord(value)) {
      this.#report("bad-config", "", "The configuration is not an object.", `Export one: ${example}`);
      return [];
    }
    this.#unknownKeys(value, ["apis"], "");
    const apis = value["apis"];
    if (!isRecord(apis) || Object.keys(apis).length === 0) {
      this.#report(
        "bad-config",
        "/apis",
        `\`apis\` must be an object with at least one API.`,
        `For example: ${example}`,
      );
      return [];
    }
    return Object.entries(apis).flatMap(([name, api]) => this.#api(name, api) ?? []);
  }

  #api(name: string, value: unknown): ConfiguredApi | undefined {
    const at = `/apis/${escapePointer(name)}`;
    if (!apiName.test(name)) {
      const help = "Use letters and digits, beginning with a small letter: myCloud.";
      this.#report("bad-config", at, `The name \`${name}\` of an API is not camelCase.`, help);
    }
    if (!isRecord(value)) {
      this.#report(
        "bad-config",
        at,
        `\`${name}\` must be an object with \`spec\`, \`out\` and \`package\`.`,
        `For example: ${example}`,
      );
      return undefined;
    }
    this.#unknownKeys(value, apiKeys, at);
    const spec = this.#text(value, "spec", at);
    const out = this.#text(value, "out", at);
    const packaged = this.#text(value, "package", at);
    if (packaged !== undefined && (!packageName.test(packaged) || packaged.length > 214)) {
      const help = "Use small letters, digits, dots and hyphens, with a scope if you like: @example/cloud.";
      this.#report("bad-config", `${at}/package`, `\`${packaged}\` is not a name for an npm package.`, help);
    }
    if (spec === undefined || out === undefined || packaged === undefined) return undefined;
    const extras = value["extras"] === undefined ? undefined : this.#text(value, "extras", at);
    const api = {
      name,
      spec: resolve(this.#root, spec),
      out: resolve(this.#root, out),
      packageName: packaged,
      ...(extras === undefined ? {} : { extras: resolve(this.#root, extras) }),
    };
    if (api.extras !== undefined && !isFolderInside(api.extras, this.#root)) {
      const help = "Name a folder within the project that holds TypeScript files, or leave `extras` out.";
      this.#report("bad-config", `${at}/extras`, `\`${extras}\` is not a folder inside the project.`, help);
    }
    if (statSync(api.spec, { throwIfNoEntry: false })?.isFile() !== true) {
      const help = "Paths are relative to the folder of the configuration file. Correct it, or write the spec.";
      this.#report("missing-spec", `${at}/spec`, `The spec \`${spec}\` of \`${name}\` is not there.`, help);
    }
    if (!realPath(api.out).startsWith(realPath(this.#root) + sep)) {
      const help = "Choose a folder below the one that holds the configuration file.";
      this.#report(
        "out-outside-project",
        `${at}/out`,
        `The output folder \`${out}\` of \`${name}\` is not inside the project.`,
        help,
      );
    }
    return api;
  }

  /** Two clients in one folder would remove each other's files. */
  folders(apis: readonly ConfiguredApi[]): void {
    const owners = new Map<string, string>();
    for (const { name, out } of apis) {
      const key = realPath(out).normalize("NFC").toLowerCase();
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, name);
      else {
        const message = `\`${owner}\` and \`${name}\` have the same output folder.`;
        this.#report("shared-out", `/apis/${name}/out`, message, "Give each API a folder of its own.");
      }
    }
  }

  #text(value: Record<string, unknown>, key: (typeof apiKeys)[number], at: string): string | undefined {
    const text = value[key];
    if (typeof text === "string" && text !== "" && !text.includes("\0")) return text;
    const problem = text === undefined ? "is missing" : "must be a text that is not empty";
    this.#report("bad-config", `${at}/${key}`, `\`${key}\` ${problem}.`, `For example: ${example}`);
    return undefined;
  }

  #unknownKeys(value: Record<string, unknown>, known: readonly string[], at: string): void {
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      const near = nearest(key, known);
      const help = near === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean \`${near}\`?`;
      this.#report(
        "unknown-config-key",
        `${at}/${escapePointer(key)}`,
        `The configuration has the unknown key \`${key}\`.`,
        help,
      );
    }
  }

  #report(code: string, pointer: string, message: string, help: string): void {
    this.diagnostics.push(configError(code, this.#shown, pointer, message, help));
  }
}

function isFolderInside(folder: string, root: string): boolean {
  return (
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true &&
    realPath(folder).startsWith(realPath(root) + sep)
  );
}

/** A path with links resolved, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), path.slice(parent.length));
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A key as a segment of a JSON pointer. */
function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
