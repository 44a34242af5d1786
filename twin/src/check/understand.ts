import { at, isObject, type Json, type JsonObject } from "../spec/json.js";
import type { Operation, Parameter } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import type { Asked, Problem, Understood } from "./asked.js";
import { gather, gathered, readBody } from "./body.js";
import type { Match } from "./router.js";
import { Validator, type Misfit } from "./validator.js";

type Place = "path" | "query" | "header" | "cookie";

/** Reads requests in terms of the document, and says what in them does not fit it. */
export class Understanding {
  readonly #schemas: Schemas;
  readonly #bodies: Validator;
  readonly #texts: Validator;
  readonly #forms = new WeakMap<Operation, Readonly<Record<Place, JsonObject>>>();

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
    this.#bodies = new Validator(schemas, "request", false);
    this.#texts = new Validator(schemas, "request", true);
  }

  async read(asked: Asked, match: Match): Promise<Understood> {
    const first = match.operations[0] as Operation;
    // An action that the query names may go without the body that others need.
    const read = await readBody(asked, { ...first, action: meant(match, undefined).action }, this.#schemas);
    let body = read.value;
    if (isObject(body)) body = gather(body, this.#schemas, read.media?.schema);
    const operation = meant(match, body);
    const problems: Problem[] = read.problem ? [read.problem] : [];

    const moved = first.body === undefined && isObject(body) ? inputsIn(body, operation, match.query) : {};
    if (first.body === undefined) body = undefined;
    const query = this.#query({ ...match.query, ...moved }, operation, problems);
    const headers = this.#headers(asked, operation, problems);
    const path: JsonObject = { ...match.params };
    const cookie = cookies(asked.headers["cookie"] ?? "");
    const places = { path, query, header: headers, cookie };
    const forms = this.#formsOf(operation);
    for (const place of ["path", "query", "header", "cookie"] as const)
      for (const misfit of this.#texts.check(forms[place], places[place])) problems.push(problem(place, misfit));
    if (body !== undefined) {
      const validator = read.text ? this.#texts : this.#bodies;
      for (const misfit of validator.check(read.media?.schema, body)) problems.push(problem("body", misfit));
    }
    problems.push(...missingInputs(operation, query, body));
    return {
      operation,
      params: match.params,
      query,
      headers,
      body,
      counting: asked.method === "HEAD",
      problems,
      notes: [
        ...Object.keys(moved).map((name) => `\`${name}\` came in the body; the document has it in the query.`),
        ...unknown(query, operation),
      ],
    };
  }

  #query(found: JsonObject, operation: Operation, problems: Problem[]): JsonObject {
    let query = found;
    for (const parameter of operation.parameters) {
      if (parameter.in !== "query") continue;
      const { flatten } = this.#schemas.shape(parameter.schema);
      const prefix =
        flatten ?? (typeof parameter.node["x-flatten"] === "string" ? parameter.node["x-flatten"] : undefined);
      if (prefix !== undefined) query = gathered(query, parameter.name, prefix);
      const value = query[parameter.name];
      if (isJson(parameter) && typeof value === "string")
        query = { ...query, [parameter.name]: this.#json(parameter, value, problems) };
    }
    return query;
  }

  #headers(asked: Asked, operation: Operation, problems: Problem[]): JsonObject {
    const result: JsonObject = {};
    for (const parameter of operation.parameters) {
      const text = asked.headers[parameter.name.toLowerCase()];
      if (parameter.in !== "header" || text === undefined) continue;
      const isList = this.#schemas.shape(parameter.schema).type === "array";
      result[parameter.name] = isJson(parameter)
        ? this.#json(parameter, text, problems)
        : isList
          ? text.split(/\s*,\s*/)
          : text;
    }
    return result;
  }

  #json(parameter: Parameter, text: string, problems: Problem[]): Json {
    try {
      return JSON.parse(text) as Json;
    } catch {
      problems.push({ in: parameter.in, field: parameter.name, message: "must be JSON" });
      return {};
    }
  }

  /** Parameters of one place as the schema of one object, so that they can be checked together and numbers made of text. */
  #formsOf(operation: Operation): Readonly<Record<Place, JsonObject>> {
    const known = this.#forms.get(operation);
    if (known) return known;
    const form = (place: Place): JsonObject => {
      const parameters = operation.parameters.filter((parameter) => parameter.in === place);
      // An action's inputs are demanded by the action and not by the operation that it is a meaning of.
      const required = parameters.filter(
        ({ required }) => required && (operation.action === undefined || place === "path"),
      );
      return {
        type: "object",
        properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema ?? {}])),
        required: required.map(({ name }) => name),
      };
    };
    const forms = { path: form("path"), query: form("query"), header: form("header"), cookie: form("cookie") };
    this.#forms.set(operation, forms);
    return forms;
  }
}

/** The operation, or that action of it which the deciding input names. */
function meant({ operations, query }: Match, body: Json | undefined): Operation {
  const named = operations.find(({ action }) => action !== undefined && input(action.by, query, body) === action.value);
  return named ?? (operations.find(({ action }) => action === undefined) as Operation);
}

function input(place: string, query: JsonObject, body: Json | undefined): Json | undefined {
  if (place.startsWith("/")) return at(body, place);
  return query[place] ?? (isObject(body) ? body[place] : undefined);
}

/** Inputs that the document has in the query and that came in a body. */
function inputsIn(body: JsonObject, operation: Operation, query: JsonObject): JsonObject {
  const names = operation.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name) && query[name] === undefined));
}

function missingInputs({ action }: Operation, query: JsonObject, body: Json | undefined): readonly Problem[] {
  return (action?.definition.required ?? [])
    .filter((name) => input(name, query, body) === undefined)
    .map(
      (name) =>
        ({
          in: name.startsWith("/") ? "body" : "query",
          field: name.replace(/^\//, "").replace(/\//g, "."),
          message: "is required",
        }) as const,
    );
}

function unknown(query: JsonObject, operation: Operation): readonly string[] {
  const known = new Set(operation.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name));
  if (operation.filters.some(({ anyAttribute }) => anyAttribute)) return [];
  const prefixes = operation.filters.flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix]));
  const attributes = operation.filters.flatMap(({ style, attributes }) =>
    style === "query" ? Object.keys(attributes ?? {}) : [],
  );
  return Object.keys(query)
    .filter(
      (name) =>
        !known.has(name) &&
        !attributes.includes(name) &&
        !prefixes.some((prefix) => prefix !== "" && name.startsWith(prefix)),
    )
    .map((name) => `The document knows no query parameter \`${name}\` here.`);
}

function problem(place: Problem["in"], { path, message }: Misfit): Problem {
  return { in: place, field: path.join("."), message };
}

function isJson({ mediaType }: Parameter): boolean {
  return mediaType !== undefined && /[/+]json$/.test(mediaType);
}

function cookies(header: string): JsonObject {
  const pairs = header.split(/;\s*/).flatMap((part) => {
    const [name, ...value] = part.split("=");
    return name ? [[name.trim(), value.join("=")] as const] : [];
  });
  return Object.fromEntries(pairs);
}
