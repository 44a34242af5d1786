import RefParser from "@apidevtools/json-schema-ref-parser";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/* Reads our specs with libraries that know nothing of the generator, so that they can judge what it makes. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** A parameter, resolved. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly schema: JsonObject;
  readonly isJson: boolean;
  readonly extension: JsonObject;
}

/** One function's worth of an API: an operation, or one of the actions behind one. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly server: string | undefined;
  readonly parameters: readonly Parameter[];
  /** By content type. */
  readonly bodies: Readonly<Record<string, JsonObject>>;
  /** The reply of success: status, and what it holds by content type. */
  readonly reply: { readonly status: number; readonly contents: Readonly<Record<string, JsonObject>> };
  /** Whether a caller has to be signed in. */
  readonly signIn: "needed" | "optional" | "none";
  /** What an action is told by: a query parameter or a member of the body, and its value. */
  readonly action?: { readonly by: string; readonly value: string; readonly inputs: readonly string[] };
}

export interface Spec {
  readonly server: string;
  readonly operations: readonly Operation[];
  readonly validate: (schema: JsonObject, value: unknown) => readonly string[];
}

const methods = ["get", "put", "post", "delete", "patch", "head", "options"];

export async function readSpec(file: string): Promise<Spec> {
  const document = (await RefParser.dereference(file)) as unknown as JsonObject;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const known = new Map<JsonObject, ValidateFunction>();
  return {
    server: serverOf(document) ?? "http://localhost",
    operations: Object.entries(document["paths"] as JsonObject).flatMap(([path, item]) =>
      inPath(path, item as JsonObject, document["security"] ?? []),
    ),
    validate: (schema, value) => {
      let check = known.get(schema);
      if (check === undefined) known.set(schema, (check = ajv.compile(schema)));
      return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
  };
}

function serverOf(holder: JsonObject): string | undefined {
  const [server] = (holder["servers"] ?? []) as JsonObject[];
  if (server === undefined) return undefined;
  const variables = (server["variables"] ?? {}) as Record<string, JsonObject>;
  return String(server["url"]).replace(/\{([^}]+)\}/g, (_, name: string) => String(variables[name]?.["default"]));
}

function inPath(path: string, item: JsonObject, security: Json): readonly Operation[] {
  return methods.flatMap((method) => {
    const operation = item[method] as JsonObject | undefined;
    if (operation === undefined) return [];
    const shared = new Map<string, Parameter>();
    for (const raw of [
      ...((item["parameters"] ?? []) as JsonObject[]),
      ...((operation["parameters"] ?? []) as JsonObject[]),
    ]) {
      const parameter = parameterOf(raw);
      shared.set(`${parameter.in} ${parameter.name}`, parameter);
    }
    const common = {
      method: method.toUpperCase(),
      path,
      server: serverOf(operation) ?? serverOf(item),
      parameters: [...shared.values()],
      signIn: signInOf((operation["security"] ?? security) as JsonObject[]),
      bodies: contentsOf((operation["requestBody"] ?? {}) as JsonObject),
    };
    const actions = operation["x-actions"] as JsonObject | undefined;
    const plain = { ...common, id: String(operation["operationId"]), reply: replyOf(operation) };
    if (actions === undefined) return [plain];
    const rest = operation["operationId"] === undefined ? [] : [plain];
    const acting = Object.entries(actions["actions"] as Record<string, JsonObject>).map(([value, action]) => ({
      ...common,
      id: String(action["operationId"]),
      reply: replyOf(operation, action["reply"] as string | undefined),
      action: { by: String(actions["by"]), value, inputs: (action["inputs"] ?? []) as string[] },
    }));
    return [...rest, ...acting];
  });
}

function signInOf(alternatives: readonly JsonObject[]): Operation["signIn"] {
  if (alternatives.length === 0) return "none";
  return alternatives.some((each) => Object.keys(each).length === 0) ? "optional" : "needed";
}

function parameterOf(raw: JsonObject): Parameter {
  const content = raw["content"] as Record<string, JsonObject> | undefined;
  const media = content === undefined ? undefined : Object.values(content)[0];
  return {
    name: String(raw["name"]),
    in: raw["in"] as Parameter["in"],
    required: raw["required"] === true,
    schema: { ...((media ?? raw)["schema"] as JsonObject), ...exampleOf(raw), ...exampleOf(media ?? {}) },
    isJson: media !== undefined,
    extension: Object.fromEntries(Object.entries(raw).filter(([name]) => name.startsWith("x-"))),
  };
}

function exampleOf(holder: JsonObject): JsonObject {
  const [first] = Object.values((holder["examples"] ?? {}) as Record<string, JsonObject>);
  const example = holder["example"] ?? first?.["value"];
  return example === undefined ? {} : { example };
}

function contentsOf(holder: JsonObject): Record<string, JsonObject> {
  const contents = (holder["content"] ?? {}) as Record<string, JsonObject>;
  return Object.fromEntries(
    Object.entries(contents).map(([type, media]) => [
      type,
      { schema: media["schema"] ?? {}, ...exampleOf(media) } satisfies JsonObject,
    ]),
  );
}

function replyOf(operation: JsonObject, wanted?: string): Operation["reply"] {
  const replies = operation["responses"] as Record<string, JsonObject>;
  const status = wanted ?? Object.keys(replies).find((each) => each.startsWith("2")) ?? "200";
  return { status: Number(status), contents: contentsOf(replies[status] ?? {}) };
}
