import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import RefParser from "@apidevtools/json-schema-ref-parser";
import { flatten } from "./flatten.js";
import { isObject, string, type JsonObject } from "./json.js";
import { fromSwagger } from "./swagger.js";

/** A document whose references all lead to its own `components/schemas`; everything else stands in place. */
export interface Loaded {
  readonly document: JsonObject;
  /** The root file, or undefined when the document was given as an object. */
  readonly file: string | undefined;
}

/** A spec was given that cannot be played. The message says what to do. */
export class SpecError extends Error {
  override readonly name = "SpecError";
}

/**
 * Reads a spec with all its files.
 *
 * @param spec a file, a folder with an `openapi.yaml`, a `file:` address, or the document itself
 */
export async function load(spec: string | URL | object): Promise<Loaded> {
  const file = typeof spec === "string" || spec instanceof URL ? fileOf(spec) : undefined;
  const root = file ?? join(process.cwd(), "document.json");
  let files: Readonly<Record<string, unknown>>;
  try {
    const parser = new RefParser();
    // Nothing is fetched: a spec of one's own lies on one's own disk.
    const options = { resolve: { http: false }, dereference: { circular: true } } as const;
    const refs =
      file === undefined
        ? await parser.resolve(root, structuredClone(spec) as never, options)
        : await parser.resolve(file, options);
    files = refs.values() as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new SpecError(`The spec ${file ?? ""} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const whole = Object.entries(files).find(([path]) => samePath(path, root))?.[1];
  if (!isObject(whole)) throw new SpecError(`The spec ${file ?? ""} is not an object.`);
  if (whole["swagger"] === undefined && string(whole["openapi"]) === undefined)
    throw new SpecError(`The spec ${file ?? ""} is no OpenAPI document: it has neither \`openapi\` nor \`swagger\`.`);
  const flat = flatten(root, files);
  return { document: flat["swagger"] === undefined ? flat : fromSwagger(flat), file };
}

function fileOf(spec: string | URL): string {
  const path = spec instanceof URL || spec.startsWith("file:") ? fileURLToPath(spec) : resolve(spec);
  if (!existsSync(path)) throw new SpecError(`There is no spec at ${path}.`);
  if (!statSync(path).isDirectory()) return path;
  for (const name of ["openapi.yaml", "openapi.yml", "openapi.json"])
    if (existsSync(join(path, name))) return join(path, name);
  throw new SpecError(`The folder ${path} has no openapi.yaml, openapi.yml or openapi.json.`);
}

function samePath(one: string, other: string): boolean {
  return one === other || one === pathToFileURL(other).href || resolve(one) === resolve(other);
}
