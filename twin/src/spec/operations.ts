import {
  extension,
  type Action,
  type Actions,
  type Filter,
  type Paginator,
  type Poller,
  type Waiter,
} from "./extensions.js";
import { isObject, string, type Json, type JsonObject } from "./json.js";

export const methods = ["get", "put", "post", "delete", "options", "head", "patch"] as const;

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly schema: Json | undefined;
  /** The parameter is a document of this media type. */
  readonly mediaType: string | undefined;
  readonly explode: boolean | undefined;
  readonly style: string | undefined;
  readonly node: JsonObject;
}

export interface Media {
  readonly type: string;
  readonly schema: Json | undefined;
  readonly example: Json | undefined;
}

export interface Response {
  readonly headers: Readonly<Record<string, JsonObject>>;
  readonly content: readonly Media[];
}

/** One thing that can be asked of the API. */
export interface Operation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** The path's template, as the document writes it. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly content: readonly Media[] } | undefined;
  /** By status: `200`, `2XX`, `default`. */
  readonly responses: Readonly<Record<string, Response>>;
  /** The status of success, and its response. */
  readonly success: { readonly status: number; readonly response: Response };
  /** Any of these will do; in each, all schemes must. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paginator: Paginator | undefined;
  readonly filters: readonly Filter[];
  readonly waiters: Readonly<Record<string, Waiter>>;
  readonly poller: Poller | undefined;
  /** It is one of several meanings of a path and method. */
  readonly action: { readonly by: string; readonly value: string; readonly definition: Action } | undefined;
  /** Where its servers say that it lives, when that is elsewhere than the rest. */
  readonly bases: readonly string[] | undefined;
  readonly node: JsonObject;
}

/** All operations of a document. An operation with `x-actions` stands once for itself and once for each action. */
export function operationsOf(document: JsonObject): readonly Operation[] {
  const paths = document["paths"];
  if (!isObject(paths)) return [];
  return Object.entries(paths).flatMap(([path, item]) => {
    if (!isObject(item)) return [];
    return methods.flatMap((method) => {
      const node = item[method];
      return isObject(node) ? meanings(read(document, path, method, item, node)) : [];
    });
  });
}

function read(document: JsonObject, path: string, method: string, item: JsonObject, node: JsonObject): Operation {
  const parameters = parametersOf(item, node);
  const responses = Object.fromEntries(
    Object.entries(isObject(node["responses"]) ? node["responses"] : {})
      .filter(([status]) => !status.startsWith("x-"))
      .map(([status, response]) => [status, responseOf(response)]),
  );
  const ownFilter = extension<Filter>(node, "x-filter");
  const servers = node["servers"] ?? item["servers"];
  return {
    id: string(node["operationId"]) ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters,
    body: bodyOf(node["requestBody"]),
    responses,
    success: successOf(responses),
    security: (node["security"] ?? document["security"] ?? []) as unknown as Operation["security"],
    paginator: extension<Paginator>(node, "x-paginator"),
    filters: [
      ...(ownFilter === undefined ? [] : [ownFilter].flat()),
      ...parameters.flatMap((parameter) => {
        const filter = extension<Filter>(parameter.node, "x-filter");
        return filter === undefined ? [] : [{ parameter: parameter.name, ...filter }];
      }),
    ],
    waiters: extension<Readonly<Record<string, Waiter>>>(node, "x-waiter") ?? {},
    poller: extension<Poller>(node, "x-poller"),
    action: undefined,
    bases: Array.isArray(servers) ? basesOf(servers) : undefined,
    node,
  };
}

function meanings(operation: Operation): readonly Operation[] {
  const actions = extension<Actions>(operation.node, "x-actions");
  if (actions === undefined) return [operation];
  const each = Object.entries(actions.actions).map(([value, definition]): Operation => {
    const status = definition.reply ?? String(operation.success.status);
    const response = operation.responses[status] ?? operation.success.response;
    return {
      ...operation,
      id: definition.operationId,
      success: { status: Number(status), response },
      action: { by: actions.by, value, definition },
    };
  });
  return [operation, ...each];
}

function parametersOf(item: JsonObject, node: JsonObject): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const parameter of [...array(item["parameters"]), ...array(node["parameters"])]) {
    const name = string(isObject(parameter) ? parameter["name"] : undefined);
    const place = isObject(parameter) ? parameter["in"] : undefined;
    if (!isObject(parameter) || name === undefined) continue;
    if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") continue;
    // These three are described elsewhere in a document and do not count here (OpenAPI 3.1, Parameter Object).
    if (place === "header" && /^(accept|content-type|authorization)$/i.test(name)) continue;
    const content = isObject(parameter["content"]) ? Object.entries(parameter["content"])[0] : undefined;
    const media = content?.[1];
    found.set(`${place} ${name}`, {
      name,
      in: place,
      required: parameter["required"] === true || place === "path",
      schema: content ? (isObject(media) ? media["schema"] : undefined) : parameter["schema"],
      mediaType: content?.[0],
      explode: typeof parameter["explode"] === "boolean" ? parameter["explode"] : undefined,
      style: string(parameter["style"]),
      node: parameter,
    });
  }
  return [...found.values()];
}

function bodyOf(node: Json | undefined): Operation["body"] {
  return isObject(node) ? { required: node["required"] === true, content: contentOf(node["content"]) } : undefined;
}

function responseOf(node: Json): Response {
  if (!isObject(node)) return { headers: {}, content: [] };
  const headers = isObject(node["headers"]) ? node["headers"] : {};
  return {
    headers: Object.fromEntries(
      Object.entries(headers).filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
    ),
    content: contentOf(node["content"]),
  };
}

function contentOf(node: Json | undefined): readonly Media[] {
  if (!isObject(node)) return [];
  return Object.entries(node).map(([type, media]) => ({
    type: type.toLowerCase(),
    schema: isObject(media) ? media["schema"] : undefined,
    example: isObject(media) ? exampleOf(media) : undefined,
  }));
}

/** The first example of a media type. */
function exampleOf(media: JsonObject): Json | undefined {
  if (media["example"] !== undefined) return media["example"];
  for (const example of Object.values(isObject(media["examples"]) ? media["examples"] : {}))
    if (isObject(example) && example["value"] !== undefined) return example["value"];
  return undefined;
}

function successOf(responses: Readonly<Record<string, Response>>): Operation["success"] {
  const status = Object.keys(responses)
    .filter((each) => /^2(\d\d|XX)$/i.test(each))
    .sort()[0];
  const nothing: Response = { headers: {}, content: [] };
  // A document that tells of no success describes its reply under `default`.
  if (status === undefined) return { status: 200, response: responses["200"] ?? responses["default"] ?? nothing };
  return { status: /xx$/i.test(status) ? 200 : Number(status), response: responses[status] ?? nothing };
}

/** The paths below which servers serve, without a slash at the end. */
export function basesOf(servers: readonly Json[]): readonly string[] {
  return servers.flatMap((server) => {
    const url = isObject(server) ? string(server["url"]) : undefined;
    if (url === undefined) return [];
    const variables = isObject(server) && isObject(server["variables"]) ? server["variables"] : {};
    const filled = url.replace(/\{(\w+)\}/g, (_, name: string) => {
      const variable = variables[name];
      return String((isObject(variable) ? variable["default"] : undefined) ?? "x");
    });
    try {
      return [new URL(filled, "http://localhost").pathname.replace(/\/+$/, "")];
    } catch {
      return [];
    }
  });
}

function array(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
