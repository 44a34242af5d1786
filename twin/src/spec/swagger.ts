import { isObject, string, type Json, type JsonObject } from "./json.js";

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch"]);
/** What belongs to the schema of a parameter, and stands beside it in Swagger 2.0. */
const ofSchema = [
  "type",
  "format",
  "items",
  "default",
  "maximum",
  "minimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "enum",
  "multipleOf",
];

/** Writes a Swagger 2.0 document in the shape of OpenAPI 3. Its references have been dealt with before. */
export function fromSwagger(old: JsonObject): JsonObject {
  const consumes = strings(old["consumes"], ["application/json"]);
  const produces = strings(old["produces"], ["application/json"]);
  const paths: JsonObject = {};
  for (const [path, item] of Object.entries(object(old["paths"]))) {
    if (!isObject(item)) continue;
    const shared = list(item["parameters"]);
    const result: JsonObject = {};
    for (const [method, operation] of Object.entries(item))
      if (methods.has(method) && isObject(operation))
        result[method] = operationOf(operation, shared, consumes, produces);
    paths[path] = result;
  }
  const host = string(old["host"]) ?? "localhost";
  const scheme = strings(old["schemes"], ["https"])[0] ?? "https";
  return {
    openapi: "3.0.3",
    info: old["info"] ?? {},
    servers: [{ url: `${scheme}://${host}${string(old["basePath"]) ?? ""}` }],
    ...(old["security"] !== undefined && { security: old["security"] }),
    ...(old["x-errors"] !== undefined && { "x-errors": old["x-errors"] }),
    paths,
    components: {
      ...object(old["components"]),
      securitySchemes: Object.fromEntries(
        Object.entries(object(old["securityDefinitions"])).map(([name, scheme]) => [name, schemeOf(object(scheme))]),
      ),
    },
  };
}

function operationOf(
  operation: JsonObject,
  shared: readonly Json[],
  allConsumes: readonly string[],
  allProduces: readonly string[],
): JsonObject {
  const consumes = strings(operation["consumes"], allConsumes);
  const produces = strings(operation["produces"], allProduces);
  const own = list(operation["parameters"]);
  const named = (parameter: Json): string => `${String(object(parameter)["in"])} ${String(object(parameter)["name"])}`;
  const parameters = [
    ...shared.filter((parameter) => !own.some((other) => named(other) === named(parameter))),
    ...own,
  ].filter(isObject);
  const body = bodyOf(parameters, consumes);
  const responses = Object.entries(object(operation["responses"])).map(([status, response]) => [
    status,
    responseOf(object(response), produces),
  ]);
  return {
    ...operation,
    parameters: parameters.filter(({ in: place }) => place !== "body" && place !== "formData").map(parameterOf),
    ...(body !== undefined && { requestBody: body }),
    responses: Object.fromEntries(responses) as JsonObject,
  };
}

function parameterOf(old: JsonObject): JsonObject {
  const schema: JsonObject = {};
  for (const name of ofSchema) if (old[name] !== undefined) schema[name] = old[name] as Json;
  const result: JsonObject = { ...old, schema };
  for (const name of ofSchema) delete result[name];
  if (old["type"] === "array") {
    const format = old["collectionFormat"] ?? "csv";
    result["explode"] = format === "multi";
    if (old["in"] === "query")
      result["style"] = format === "pipes" ? "pipeDelimited" : format === "ssv" ? "spaceDelimited" : "form";
  }
  return result;
}

function bodyOf(parameters: readonly JsonObject[], consumes: readonly string[]): JsonObject | undefined {
  const body = parameters.find(({ in: place }) => place === "body");
  if (body) {
    const types = consumes.length > 0 ? consumes : ["application/json"];
    return {
      required: body["required"] === true,
      content: Object.fromEntries(types.map((type) => [type, { schema: body["schema"] ?? {} }])),
    };
  }
  const fields = parameters.filter(({ in: place }) => place === "formData");
  if (fields.length === 0) return undefined;
  const schema: JsonObject = {
    type: "object",
    properties: Object.fromEntries(
      fields.map((field) => {
        const { schema } = parameterOf(field);
        return [
          String(field["name"]),
          isObject(schema) && schema["type"] === "file" ? { type: "string", format: "binary" } : (schema ?? {}),
        ];
      }),
    ),
    required: fields.filter((field) => field["required"] === true).map((field) => String(field["name"])),
  };
  const forms = consumes.filter((type) => /form/.test(type));
  const types = forms.length > 0 ? forms : ["application/x-www-form-urlencoded", "multipart/form-data"];
  return {
    required: fields.some((field) => field["required"] === true),
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  };
}

function responseOf(old: JsonObject, produces: readonly string[]): JsonObject {
  const { schema, examples, ...rest } = old;
  const headers = Object.entries(object(old["headers"])).map(([name, header]) => [name, parameterOf(object(header))]);
  const types = produces.length > 0 ? produces : ["application/json"];
  const content = types.map((type) => {
    const example = object(examples)[type];
    return [type, { schema, ...(example !== undefined && { example }) }];
  });
  return {
    ...rest,
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) as JsonObject }),
    ...(schema !== undefined && { content: Object.fromEntries(content) as JsonObject }),
  };
}

function schemeOf(old: JsonObject): JsonObject {
  if (old["type"] === "basic") return { ...old, type: "http", scheme: "basic" };
  if (old["type"] !== "oauth2") return old;
  const names: Readonly<Record<string, string>> = {
    accessCode: "authorizationCode",
    application: "clientCredentials",
    implicit: "implicit",
    password: "password",
  };
  const { flow, authorizationUrl, tokenUrl, scopes, ...rest } = old;
  const parts = {
    ...(authorizationUrl !== undefined && { authorizationUrl }),
    ...(tokenUrl !== undefined && { tokenUrl }),
    scopes: scopes ?? {},
  };
  return { ...rest, flows: { [names[String(flow)] ?? "implicit"]: parts } };
}

function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function strings(value: unknown, otherwise: readonly string[]): readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : otherwise;
}
