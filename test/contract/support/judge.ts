import type { Trial } from "./inputs.js";
import type { Json, JsonObject, Operation, Spec } from "./spec.js";

/** A request as it left the client. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** What is wrong with a request, judged by the spec and by what the call was made with. */
export function judge(spec: Spec, operation: Operation, trial: Trial, sent: Sent): readonly string[] {
  return [
    ...(sent.method === operation.method ? [] : [`method ${sent.method} instead of ${operation.method}`]),
    ...pathProblems(spec, operation, trial, sent.url),
    ...queryProblems(operation, trial, sent.url),
    ...headerProblems(operation, trial, sent.headers),
    ...bodyProblems(spec, operation, trial, sent),
  ];
}

function pathProblems(spec: Spec, operation: Operation, { path }: Trial, url: URL): readonly string[] {
  const base = (operation.server ?? spec.server).replace(/\/$/, "");
  const wanted = operation.path.split("/").map((part) =>
    part.replace(/\{([^}]+)\}/g, (_, name: string) => {
      const value = path[name] ?? operation.parameters.find((each) => each.name === name)?.schema["default"];
      return encodeURIComponent(String(value));
    }),
  );
  const found = url.origin + url.pathname;
  const expected = new URL(base).href.replace(/\/$/, "") + wanted.join("/");
  const decode = (text: string): string => text.split("/").map(decodeURIComponent).join("/");
  return decode(found) === decode(expected) ? [] : [`path ${found} instead of ${expected}`];
}

function queryProblems(operation: Operation, { query }: Trial, url: URL): readonly string[] {
  const expected = new Map<string, Json>();
  for (const parameter of operation.parameters.filter((each) => each.in === "query")) {
    const { name, extension, schema, isJson } = parameter;
    // What the client sends by itself.
    const isSent = extension["x-send-default"] === true || extension["x-setting"] !== undefined;
    const value = query[name] ?? (isSent ? schema["default"] : undefined);
    const prefix = extension["x-flatten"];
    if (value === undefined) continue;
    if (typeof prefix === "string" && isObject(value)) {
      for (const [key, inner] of Object.entries(value)) expected.set(prefix + key, inner);
    } else expected.set(name, isJson ? JSON.stringify(value) : value);
  }
  const { by = "", value: chosen = null } = operation.action ?? {};
  if (by !== "" && !by.startsWith("/")) expected.set(by, chosen);
  const names = new Set([...expected.keys(), ...url.searchParams.keys()]);
  return [...names].flatMap((name) => {
    const value = expected.get(name);
    const wanted = value === undefined ? [] : [value].flat().map(String);
    const found = url.searchParams.getAll(name);
    const isSame = found.join("\n") === wanted.join("\n") || found.join() === wanted.join();
    return isSame ? [] : [`query ${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`];
  });
}

function headerProblems(operation: Operation, { headers }: Trial, sent: Headers): readonly string[] {
  return operation.parameters
    .filter((each) => each.in === "header")
    .flatMap(({ name, isJson, schema, extension }) => {
      const isSent = extension["x-send-default"] === true || extension["x-setting"] !== undefined;
      const value = headers[name] ?? (isSent ? schema["default"] : undefined);
      const found = sent.get(name);
      if (value === undefined) return [];
      const isSame = isJson ? found !== null && same(JSON.parse(found) as Json, value) : found === String(value);
      return isSame ? [] : [`header ${name}: ${String(found)} instead of ${JSON.stringify(value)}`];
    });
}

function bodyProblems(spec: Spec, operation: Operation, trial: Trial, { body, headers }: Sent): readonly string[] {
  const { contentType } = trial;
  if (contentType === undefined || trial.body === undefined) {
    return body === undefined ? [] : [`a body that nobody gave: ${body}`];
  }
  const stated = headers.get("content-type") ?? "";
  if (!stated.startsWith(contentType)) return [`content type ${stated} instead of ${contentType}`];
  const schema = operation.bodies[contentType]?.["schema"] as JsonObject;
  const wanted = flattened(schema, trial.body);
  if (contentType.includes("json")) {
    const found = JSON.parse(body ?? "null") as Json;
    const isFlat = wanted !== trial.body || operation.action !== undefined;
    const problems = isFlat ? [] : spec.validate(schema, found);
    return [...problems, ...(same(found, wanted) ? [] : [`body ${body} instead of ${JSON.stringify(wanted)}`])];
  }
  if (contentType === "application/x-www-form-urlencoded" && isObject(wanted)) {
    const found = Object.fromEntries(new URLSearchParams(body ?? ""));
    const texts = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, String(value)]));
    return same(found, texts) ? [] : [`form ${body} instead of ${JSON.stringify(texts)}`];
  }
  return body === undefined ? ["no body"] : [];
}

/** A body as it travels: records that are sent member by member (`x-flatten`) taken apart. */
function flattened(schema: JsonObject, body: Json): Json {
  const prefixes = new Map<string, string>();
  const look = (part: JsonObject): void => {
    for (const [name, property] of Object.entries((part["properties"] ?? {}) as Record<string, JsonObject>)) {
      if (typeof property["x-flatten"] === "string") prefixes.set(name, property["x-flatten"]);
    }
    for (const inner of (part["allOf"] ?? []) as JsonObject[]) look(inner);
  };
  look(schema);
  if (!isObject(body) || ![...prefixes.keys()].some((name) => Object.hasOwn(body, name))) return body;
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const prefix = prefixes.get(name);
      return prefix === undefined || !isObject(value)
        ? [[name, value]]
        : Object.entries(value).map(([key, inner]) => [prefix + key, inner]);
    }),
  );
}

function same(left: Json, right: Json): boolean {
  const sorted = (value: Json): Json =>
    Array.isArray(value)
      ? value.map(sorted)
      : isObject(value)
        ? Object.fromEntries(
            Object.keys(value)
              .sort()
              .map((name) => [name, sorted(value[name] ?? null)]),
          )
        : value;
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
