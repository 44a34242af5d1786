import { openapi3 } from "./openapi-3.js";
import { data, flag, list, map, object, text, type Dialect, type Kind, type ObjectShape } from "./shape.js";
import { schemaShape } from "./schema.js";

const methods = ["get", "put", "post", "delete", "options", "head", "patch"] as const;

/** Parameters, headers and their items describe simple values with a part of the schema keywords beside their own. */
const simpleValue = { ...schemaShape.members, collectionFormat: text };

/** Swagger 2.0, as far as it differs from OpenAPI 3. https://spec.openapis.org/oas/v2.0.html */
const shapes: Readonly<Record<Kind, ObjectShape>> = {
  ...openapi3.shapes,
  document: {
    title: "Swagger Object",
    required: ["swagger", "info", "paths"],
    members: {
      swagger: text,
      info: object("info"),
      host: text,
      basePath: text,
      schemes: list(text),
      consumes: list(text),
      produces: list(text),
      paths: object("paths"),
      definitions: map(object("schema")),
      parameters: map(object("parameter")),
      responses: map(object("response")),
      securityDefinitions: map(object("securityScheme")),
      security: list(object("securityRequirement")),
      tags: list(object("tag")),
      externalDocs: object("externalDocs"),
    },
  },
  pathItem: {
    title: "Path Item Object",
    members: {
      $ref: text,
      ...Object.fromEntries(methods.map((method) => [method, object("operation")])),
      parameters: list(object("parameter")),
    },
  },
  operation: {
    title: "Operation Object",
    required: ["responses"],
    members: {
      tags: list(text),
      summary: text,
      description: text,
      externalDocs: object("externalDocs"),
      operationId: text,
      consumes: list(text),
      produces: list(text),
      parameters: list(object("parameter")),
      responses: object("responses"),
      schemes: list(text),
      deprecated: flag,
      security: list(object("securityRequirement")),
    },
  },
  parameter: {
    title: "Parameter Object",
    required: ["name", "in"],
    members: {
      ...simpleValue,
      name: text,
      in: text,
      required: flag,
      schema: object("schema"),
      allowEmptyValue: flag,
    },
  },
  response: {
    title: "Response Object",
    required: ["description"],
    members: {
      description: text,
      schema: object("schema"),
      headers: map(object("header")),
      examples: data,
    },
  },
  header: { title: "Header Object", members: simpleValue },
  schema: { ...schemaShape, members: { ...schemaShape.members, collectionFormat: text } },
  securityScheme: {
    title: "Security Scheme Object",
    required: ["type"],
    members: {
      type: text,
      description: text,
      name: text,
      in: text,
      flow: text,
      authorizationUrl: text,
      tokenUrl: text,
      scopes: map(text),
    },
  },
};

/** Swagger 2.0. */
export const swagger2: Dialect = {
  shapes,
  homes: {
    schema: ["definitions"],
    response: ["responses"],
    parameter: ["parameters"],
    securityScheme: ["securityDefinitions"],
  },
};
