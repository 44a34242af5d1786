import { data, flag, list, map, object, text, type Dialect, type Kind, type ObjectShape } from "./shape.js";
import { schemaShape } from "./schema.js";

const described = { description: text };
const examples = { example: data, examples: map(object("example")) };
const content = { content: map(object("mediaType")) };
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"] as const;

/** What parameters and headers have in common. */
const valueMembers = {
  ...described,
  required: flag,
  deprecated: flag,
  allowEmptyValue: flag,
  style: text,
  explode: flag,
  allowReserved: flag,
  schema: object("schema"),
  ...content,
  ...examples,
};

/** OpenAPI 3.0, 3.1 and 3.2 in one table: later versions add members and take none away that matters here. */
const shapes: Readonly<Record<Kind, ObjectShape>> = {
  document: {
    title: "OpenAPI Object",
    required: ["openapi", "info"],
    members: {
      openapi: text,
      $self: text,
      info: object("info"),
      jsonSchemaDialect: text,
      servers: list(object("server")),
      paths: object("paths"),
      webhooks: map(object("pathItem")),
      // The name that 3.0 documents give to what 3.1 calls webhooks.
      "x-webhooks": map(object("pathItem")),
      components: object("components"),
      security: list(object("securityRequirement")),
      tags: list(object("tag")),
      externalDocs: object("externalDocs"),
    },
  },
  info: {
    title: "Info Object",
    required: ["title", "version"],
    members: {
      title: text,
      summary: text,
      ...described,
      termsOfService: text,
      contact: object("contact"),
      license: object("license"),
      version: text,
    },
  },
  contact: { title: "Contact Object", members: { name: text, url: text, email: text } },
  license: { title: "License Object", required: ["name"], members: { name: text, identifier: text, url: text } },
  server: {
    title: "Server Object",
    required: ["url"],
    members: { url: text, ...described, name: text, variables: map(object("serverVariable")) },
  },
  serverVariable: {
    title: "Server Variable Object",
    required: ["default"],
    members: { enum: list(text), default: text, ...described },
  },
  paths: { title: "Paths Object", members: {}, others: object("pathItem") },
  pathItem: {
    title: "Path Item Object",
    members: {
      $ref: text,
      summary: text,
      ...described,
      ...Object.fromEntries(methods.map((method) => [method, object("operation")])),
      additionalOperations: map(object("operation")),
      servers: list(object("server")),
      parameters: list(object("parameter")),
    },
  },
  operation: {
    title: "Operation Object",
    required: ["responses"],
    members: {
      tags: list(text),
      summary: text,
      ...described,
      externalDocs: object("externalDocs"),
      operationId: text,
      parameters: list(object("parameter")),
      requestBody: object("requestBody"),
      responses: object("responses"),
      callbacks: map(object("callback")),
      deprecated: flag,
      security: list(object("securityRequirement")),
      servers: list(object("server")),
    },
  },
  externalDocs: { title: "External Documentation Object", required: ["url"], members: { ...described, url: text } },
  parameter: {
    title: "Parameter Object",
    required: ["name", "in"],
    members: { name: text, in: text, ...valueMembers },
  },
  requestBody: {
    title: "Request Body Object",
    required: ["content"],
    members: { ...described, ...content, required: flag },
  },
  mediaType: {
    title: "Media Type Object",
    members: {
      ...described,
      schema: object("schema"),
      itemSchema: object("schema"),
      ...examples,
      encoding: map(object("encoding")),
      prefixEncoding: list(object("encoding")),
      itemEncoding: object("encoding"),
    },
  },
  encoding: {
    title: "Encoding Object",
    members: {
      contentType: text,
      headers: map(object("header")),
      style: text,
      explode: flag,
      allowReserved: flag,
      encoding: map(object("encoding")),
      prefixEncoding: list(object("encoding")),
      itemEncoding: object("encoding"),
    },
  },
  responses: { title: "Responses Object", members: {}, others: object("response") },
  response: {
    title: "Response Object",
    required: ["description"],
    members: {
      summary: text,
      ...described,
      headers: map(object("header")),
      ...content,
      links: map(object("link")),
    },
  },
  callback: { title: "Callback Object", members: {}, others: object("pathItem") },
  example: {
    title: "Example Object",
    members: {
      summary: text,
      ...described,
      value: data,
      dataValue: data,
      serializedValue: text,
      externalValue: text,
    },
  },
  link: {
    title: "Link Object",
    members: {
      operationRef: text,
      operationId: text,
      parameters: map(data),
      requestBody: data,
      ...described,
      server: object("server"),
    },
  },
  header: { title: "Header Object", members: valueMembers },
  tag: {
    title: "Tag Object",
    required: ["name"],
    members: {
      name: text,
      summary: text,
      ...described,
      externalDocs: object("externalDocs"),
      parent: text,
      kind: text,
    },
  },
  components: {
    title: "Components Object",
    members: {
      schemas: map(object("schema")),
      responses: map(object("response")),
      parameters: map(object("parameter")),
      examples: map(object("example")),
      requestBodies: map(object("requestBody")),
      headers: map(object("header")),
      securitySchemes: map(object("securityScheme")),
      links: map(object("link")),
      callbacks: map(object("callback")),
      pathItems: map(object("pathItem")),
      mediaTypes: map(object("mediaType")),
    },
  },
  schema: schemaShape,
  discriminator: {
    title: "Discriminator Object",
    required: ["propertyName"],
    members: { propertyName: text, mapping: map(text), defaultMapping: text },
  },
  xml: {
    title: "XML Object",
    members: { name: text, namespace: text, prefix: text, attribute: flag, wrapped: flag, nodeType: text },
  },
  securityScheme: {
    title: "Security Scheme Object",
    required: ["type"],
    members: {
      type: text,
      ...described,
      name: text,
      in: text,
      scheme: text,
      bearerFormat: text,
      flows: object("oauthFlows"),
      openIdConnectUrl: text,
      oauth2MetadataUrl: text,
      deprecated: flag,
    },
  },
  oauthFlows: {
    title: "OAuth Flows Object",
    members: {
      implicit: object("oauthFlow"),
      password: object("oauthFlow"),
      clientCredentials: object("oauthFlow"),
      authorizationCode: object("oauthFlow"),
      deviceAuthorization: object("oauthFlow"),
    },
  },
  oauthFlow: {
    title: "OAuth Flow Object",
    required: ["scopes"],
    members: {
      authorizationUrl: text,
      deviceAuthorizationUrl: text,
      tokenUrl: text,
      refreshUrl: text,
      scopes: map(text),
    },
  },
  securityRequirement: { title: "Security Requirement Object", members: {}, others: list(text) },
};

/** OpenAPI 3.x. Path items and media types have homes as well, but references to them are written out. */
export const openapi3: Dialect = {
  shapes,
  homes: {
    schema: ["components", "schemas"],
    response: ["components", "responses"],
    parameter: ["components", "parameters"],
    example: ["components", "examples"],
    requestBody: ["components", "requestBodies"],
    header: ["components", "headers"],
    securityScheme: ["components", "securitySchemes"],
    link: ["components", "links"],
    callback: ["components", "callbacks"],
  },
};

/** The members of a path item that hold operations. */
export const operationMethods: readonly string[] = methods;
