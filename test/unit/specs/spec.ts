import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "../../../generator/src/load/index.js";
import type { Document } from "../../../generator/src/load/document.js";
import { listOf, maybeObject, objectOf, resolve, stringOf, type JsonObject } from "./json.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A spec of ours as the generator sees it. */
export interface Spec {
  /** The bundled document. */
  readonly document: JsonObject;
  /** What loading had to say; nothing is what we want. */
  readonly problems: readonly string[];
  /** What loading gave, for further stages. */
  readonly loaded: Document | undefined;
}

/** An operation of a spec. */
export interface SpecOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: JsonObject;
  /** Its parameters and those of its path, resolved. */
  readonly parameters: readonly JsonObject[];
}

/** Loads `specs/<name>/openapi.yaml`. */
export async function openSpec(name: string): Promise<Spec> {
  const { value, diagnostics } = await load(`specs/${name}/openapi.yaml`, { cwd: root });
  const problems = diagnostics.map(
    ({ code, file, line, message }) => `${file ?? name}:${line ?? 1} ${code}: ${message}`,
  );
  return { document: value?.root ?? {}, problems, loaded: value };
}

/** The operations of a document, in its order. */
export function operationsOf(document: JsonObject): readonly SpecOperation[] {
  return Object.entries(maybeObject(document.paths)).flatMap(([path, value]) => {
    const item = objectOf(value, path);
    return ["get", "head", "put", "post", "delete", "patch"]
      .filter((method) => item[method] !== undefined)
      .map((method) => {
        const operation = objectOf(item[method], `${method} ${path}`);
        const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)].map((entry) =>
          resolve(document, entry),
        );
        return { method: method.toUpperCase(), path, operation, parameters };
      });
  });
}

/** The schema of an operation's request body, of JSON where there is a choice, or nothing. */
export function bodySchema(document: JsonObject, operation: JsonObject): JsonObject | undefined {
  if (operation.requestBody === undefined) return undefined;
  const content = maybeObject(resolve(document, operation.requestBody).content);
  const [only] = Object.values(content);
  return resolve(document, objectOf(content["application/json"] ?? only).schema);
}

/** The JSON schema of a reply, or nothing. */
export function replySchema(document: JsonObject, operation: JsonObject, status: string): JsonObject | undefined {
  const reply = maybeObject(operation.responses)[status];
  if (reply === undefined) return undefined;
  const { content } = resolve(document, reply);
  return content === undefined ? undefined : resolve(document, objectOf(objectOf(content)["application/json"]).schema);
}

/** The properties of a schema, those of `allOf` included, resolved, with what is said beside a reference. */
export function propertiesOf(document: JsonObject, schema: JsonObject): ReadonlyMap<string, JsonObject> {
  const inherited = listOf(schema.allOf).flatMap((part) => [...propertiesOf(document, resolve(document, part))]);
  const own = Object.entries(maybeObject(schema.properties)).map(
    ([name, value]) => [name, { ...resolve(document, value), ...beside(objectOf(value)) }] as const,
  );
  return new Map([...inherited, ...own]);
}

/** What stands beside a reference. */
function beside({ $ref: _ref, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** The OAuth scopes that an operation asks for under a scheme. */
export function scopesOf(operation: JsonObject, scheme: string): readonly string[] {
  return listOf(operation.security).flatMap((entry) => listOf(maybeObject(entry)[scheme]).map(stringOf));
}

/** The files of a spec, as paths within its folder and their texts. */
export function filesOf(name: string): ReadonlyMap<string, string> {
  const folder = `${root}specs/${name}/`;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
  return new Map(
    names
      .map((file) => file.replaceAll("\\", "/"))
      .sort()
      .map((file) => [file, readFileSync(folder + file, "utf8")]),
  );
}
