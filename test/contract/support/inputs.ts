import { sample } from "./sample.js";
import type { Json, JsonObject, Operation } from "./spec.js";

/** An operation as `clientwright.json` lists it. */
export interface Listed {
  readonly id: string;
  readonly function: string;
  readonly method: string;
  readonly path: string;
  readonly input: readonly {
    readonly name: string;
    readonly wireName: string;
    readonly place: "path" | "query" | "header" | "cookie" | "body";
    readonly required: boolean;
  }[];
  readonly requestContentTypes: readonly string[];
}

/** What a call is made with, and what has to arrive. */
export interface Trial {
  readonly input: JsonObject;
  readonly path: Readonly<Record<string, Json>>;
  readonly query: Readonly<Record<string, Json>>;
  readonly headers: Readonly<Record<string, Json>>;
  readonly body: Json | undefined;
  readonly contentType: string | undefined;
}

/** A trial of an operation with every parameter and with the example of its body. */
export function trialOf(operation: Operation, listed: Listed): Trial {
  const input: JsonObject = {};
  const sent: Record<"path" | "query" | "header" | "cookie", Record<string, Json>> = {
    path: {},
    query: {},
    header: {},
    cookie: {},
  };
  const [contentType] = Object.keys(operation.bodies);
  const content = contentType === undefined ? undefined : operation.bodies[contentType];
  const whole = content === undefined ? undefined : (content["example"] ?? sample(content["schema"] as JsonObject));
  let body = whole === undefined ? undefined : structuredClone(whole);
  for (const { name, wireName, place } of listed.input) {
    if (place === "body") {
      if (wireName === "") input[name] = whole ?? {};
      else if (isObject(whole) && Object.hasOwn(whole, wireName)) input[name] = whole[wireName] as Json;
      continue;
    }
    const parameter = operation.parameters.find((each) => each.in === place && each.name === wireName);
    if (parameter === undefined) throw new Error(`${operation.id}: the spec has no ${place} parameter ${wireName}`);
    const value = sample(parameter.schema);
    input[name] = value;
    sent[place][wireName] = value;
  }
  if (operation.action !== undefined) {
    const { by, value } = operation.action;
    if (by.startsWith("/")) {
      const wanted = listed.input.filter(({ place }) => place === "body").map(({ wireName }) => wireName);
      const kept = Object.entries(isObject(whole) ? whole : {}).filter(([name]) => wanted.includes(name));
      body = { ...Object.fromEntries(kept), [by.slice(1)]: value };
    } else {
      const takesBody = listed.input.some(({ place }) => place === "body");
      if (!takesBody) body = undefined;
    }
  }
  return { input, path: sent.path, query: sent.query, headers: sent.header, body, contentType };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
