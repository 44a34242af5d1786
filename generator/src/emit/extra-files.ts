import { posix } from "node:path";
import type { OutputFile } from "../output/output-file.js";

/** A hand-written module that ships inside the client, and what it exports. */
export interface ExtraModule {
  /** Path within the client, without its ending. */
  readonly module: string;
  readonly text: string;
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** A copy of a hand-written module. Where the runtime is part of the client, it is imported from there. */
export function emitExtra({ module, text }: ExtraModule, folder: string, isPackage: boolean): OutputFile {
  const name = `${module}.ts`;
  const header = `// A copy of the spec's ${name}. Change that file and generate again instead of editing this one.`;
  const body = isPackage ? text : text.replaceAll('"@clientwright/runtime"', '"../runtime/index.js"');
  return { path: posix.join(folder, name), text: `${header}\n\n${body}`, format: "typescript" };
}
