import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Interrupt, Io } from "../../../generator/src/cli/io.js";
import { main } from "../../../generator/src/cli/main.js";

/** A command line whose surroundings are the test's. */
export class Terminal {
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  readonly isTTY: boolean;
  stdout = "";
  stderr = "";
  #listeners = new Set<(signal: Interrupt) => void>();
  /** Called when a command begins to listen for Ctrl-C. */
  onListen: () => void = () => undefined;

  constructor(cwd: string, options: { readonly env?: Record<string, string>; readonly isTTY?: boolean } = {}) {
    this.cwd = cwd;
    this.env = options.env ?? {};
    this.isTTY = options.isTTY ?? false;
  }

  run(...argv: readonly string[]): Promise<number> {
    this.stdout = "";
    this.stderr = "";
    return main(argv, this.#io());
  }

  /** Runs with `--json`, and gives the one object that comes back beside the exit code. */
  async json(...argv: readonly string[]): Promise<{ readonly code: number; readonly result: Record<string, unknown> }> {
    const code = await this.run(...argv, "--json");
    const lines = this.stdout.split("\n");
    if (lines.length !== 2 || lines[1] !== "") throw new Error(`Not one line of JSON: ${this.stdout}`);
    return { code, result: JSON.parse(lines[0] ?? "") as Record<string, unknown> };
  }

  interrupt(signal: Interrupt = "SIGINT"): void {
    for (const listener of [...this.#listeners]) listener(signal);
  }

  #io(): Io {
    const { isTTY } = this;
    return {
      stdout: { isTTY, write: (text) => (this.stdout += text) },
      stderr: { isTTY, write: (text) => (this.stderr += text) },
      cwd: this.cwd,
      env: this.env,
      onInterrupt: (listener) => {
        this.#listeners.add(listener);
        this.onListen();
        return () => this.#listeners.delete(listener);
      },
    };
  }
}

export const rootFile = `openapi: 3.1.0
info: { title: Cloud, version: 1.0.0, description: A small cloud. }
servers: [{ url: https://cloud.example.com }]
tags: [{ name: Disks, description: Disks of machines. }]
paths:
  /disks/{diskId}:
    get:
      operationId: getDisk
      tags: [Disks]
      summary: Gives a disk.
      parameters:
        - { name: diskId, in: path, required: true, description: Which disk., schema: { type: integer } }
      responses:
        "200":
          description: The disk.
          content:
            application/json: { schema: { $ref: "schemas.yaml#/Disk" } }
        default: { description: It failed. }
`;

export const schemasFile = `Disk:
  type: object
  description: A disk.
  required: [id]
  properties:
    id: { type: integer, description: Its number. }
    size: { type: integer, description: Its size in MB. }
    password: { type: string, description: What unlocks it., x-sensitive: true, default: opensesame }
`;

const config = { apis: { cloud: { spec: "specs/openapi.yaml", out: "generated/cloud", package: "@example/cloud" } } };

/** A project with one spec of two files, and the files given beside them or in their place. */
export function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const all = {
    "clientwright.config.json": JSON.stringify(config),
    "specs/openapi.yaml": rootFile,
    "specs/schemas.yaml": schemasFile,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) put(folder, path, text);
  return folder;
}

export function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

export function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

/** Every file below a folder, with its content. */
export function snapshot(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    paths.filter((path) => statSync(join(folder, path)).isFile()).map((path) => [path, read(folder, path)]),
  );
}
