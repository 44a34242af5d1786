import type { Problem, Understood } from "../check/asked.js";
import { isObject, type Json } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import { bodySchemaOf } from "../model/shapes.js";

/** A request that the twin has had, and how it was judged. Secrets are not in it. */
export interface SeenRequest {
  readonly number: number;
  /** When it came, by the twin's clock. */
  readonly time: string;
  /** The operation that it fits, if any. */
  readonly operation: string | undefined;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
  readonly status: number;
  /** What makes it a request outside the document. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** What is wrong with the twin's own reply, by the document. */
  readonly replyProblems: readonly string[];
  /** The fault that befell it. */
  readonly fault: string | undefined;
  /** The twin's own time for it. */
  readonly ms: number;
}

const hidden = "***";
const secretHeaders = /^(authorization|cookie|set-cookie|proxy-authorization|x-auth-token|x-api-key|api-key)$/i;
const secretParams = /(token|secret|password|signature|api_?key|code)$/i;

/** The last requests. */
export class RequestLog {
  readonly #entries: SeenRequest[] = [];
  readonly #limit: number;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  next(): number {
    return ++this.#count;
  }

  add(entry: SeenRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.splice(0, this.#entries.length - this.#limit);
  }

  get entries(): readonly SeenRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries.length = 0;
  }
}

/** Headers without what signs in. */
export function safeHeaders(
  headers: Readonly<Record<string, string>>,
  names: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.test(name) || names.has(name) ? hidden : value,
    ]),
  );
}

/** A path and query without what signs in. */
export function safeTarget(target: string, names: ReadonlySet<string>): string {
  const [path = "", query] = target.split("?");
  if (query === undefined) return target;
  const params = query.split("&").map((pair) => {
    const [name = "", value] = pair.split("=");
    return value !== undefined && (secretParams.test(name) || names.has(name.toLowerCase()))
      ? `${name}=${hidden}`
      : pair;
  });
  return `${path}?${params.join("&")}`;
}

/** A value without its secrets: those that the document marks, and those that are called so. */
export function safeBody(
  value: Json | undefined,
  schema: Json | undefined,
  schemas: Schemas,
  depth: number = 0,
): Json | undefined {
  if (value === undefined || depth > 12) return value;
  const shape = schemas.shape(schema);
  if (shape.sensitive && value !== null) return hidden;
  if (Array.isArray(value)) return value.map((item) => safeBody(item, shape.items, schemas, depth + 1) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isSecret =
        typeof member === "string" &&
        /^((access_|refresh_)?token|(client_)?secret|(root_)?pass(word)?|api_?key|private_?key|code_verifier)$/i.test(
          name,
        );
      const inner = Object.hasOwn(shape.properties, name) ? shape.properties[name] : shape.rest;
      return [name, isSecret ? hidden : (safeBody(member, inner, schemas, depth + 1) ?? null)];
    }),
  );
}

/** The body of a request without its secrets. */
export function safeRequestBody(understood: Understood | undefined, schemas: Schemas): Json | undefined {
  return understood && safeBody(understood.body, bodySchemaOf(understood.operation), schemas);
}

export function said(problem: Problem): string {
  return problem.field === "" ? problem.message : `${problem.in} ${problem.field}: ${problem.message}`;
}

/** Names of headers and query parameters that the document says hold secrets. */
export function secretNames(
  operations: readonly Operation[],
  schemes: readonly { readonly [name: string]: Json }[],
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const scheme of schemes)
    if (scheme["type"] === "apiKey" && typeof scheme["name"] === "string") names.add(scheme["name"].toLowerCase());
  for (const { parameters } of operations)
    for (const { name, node } of parameters) if (node["x-sensitive"] === true) names.add(name.toLowerCase());
  return names;
}
