import type { Json, JsonObject } from "./spec.js";

/** A value that fits a schema: its example if it has one, else the smallest one that does. */
export function sample(schema: JsonObject, depth = 0): Json {
  const [first] = (schema["examples"] ?? []) as Json[];
  const given = schema["example"] ?? first ?? schema["const"] ?? ((schema["enum"] ?? []) as Json[])[0];
  if (given !== undefined) return given;
  for (const alternatives of ["oneOf", "anyOf"]) {
    const [alternative] = (schema[alternatives] ?? []) as JsonObject[];
    if (alternative !== undefined) return sample(alternative, depth);
  }
  const parts = (schema["allOf"] ?? []) as JsonObject[];
  if (parts.length > 0) {
    const own = schema["properties"] === undefined ? [] : [{ ...schema, allOf: [] }];
    const values = [...parts, ...own].map((part) => sample(part, depth));
    const [value = null] = values;
    const areObjects = values.every((each) => typeof each === "object" && each !== null);
    return areObjects ? (Object.assign({}, ...values) as JsonObject) : value;
  }
  const types = [schema["type"] ?? (schema["properties"] === undefined ? "string" : "object")].flat();
  switch (types[0]) {
    case "integer":
    case "number":
      return Number(schema["minimum"] ?? 7);
    case "boolean":
      return true;
    case "array":
      return depth > 4 ? [] : [sample((schema["items"] ?? {}) as JsonObject, depth + 1)];
    case "object":
      return objectOf(schema, depth);
    case "null":
      return null;
    default:
      return text(schema);
  }
}

function objectOf(schema: JsonObject, depth: number): JsonObject {
  const properties = (schema["properties"] ?? {}) as Record<string, JsonObject>;
  const required = (schema["required"] ?? []) as string[];
  const known = Object.entries(properties).filter(([name]) => required.includes(name));
  if (depth > 6) return {};
  return Object.fromEntries(known.map(([name, property]) => [name, sample(property, depth + 1)]));
}

const uuid = "0c6c2a3e-7d5c-4b5a-9d57-6f2f7d1b9a10";

function text(schema: JsonObject): string {
  const pattern = schema["pattern"] === undefined ? undefined : new RegExp(String(schema["pattern"]), "u");
  const longest = Number(schema["maxLength"] ?? Infinity);
  const candidates = [
    schema["format"] === "uuid" ? uuid : schema["format"] === "ipv6" ? "2001:db8::1" : "some value/ü",
    "some-value", uuid, "somevalue", "value1", "7", "abcdefab", "us", "203.0.113.1", "2001:db8::1", "a@example.com",
    "2018-01-01T00:01:01", "https://example.com/", "linode/debian11", "0123456789abcdef01234567", "90b8d02fb8f9",
  ]; // prettier-ignore
  const found = candidates.find((each) => each.length <= longest && (pattern === undefined || pattern.test(each)));
  if (found === undefined)
    throw new Error(`No sample fits the pattern ${String(schema["pattern"])}; give it an example.`);
  return found;
}
