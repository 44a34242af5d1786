/** Texts that break out of whatever splices them in, one for each kind of place that they could land in. */
export const payloads: Readonly<Record<string, string>> = {
  comment: "*/ PWNED(); /*",
  "double quotes": '"; PWNED(); "',
  "single quotes": "'; PWNED(); '",
  template: "`; PWNED(); `",
  "template hole": "${PWNED()}",
  backslash: "\\`; PWNED(); //",
  "escaped quote": '\\"; PWNED(); //',
  newline: "x\nPWNED();\n//",
  "line separator": "x\u2028PWNED();\u2029//",
  "carriage return": "x\rPWNED();//",
  brackets: '"]; PWNED(); x["',
  braces: "} PWNED(); {",
  markup: "</script><script>PWNED()</script>",
  handlebars: "{{PWNED}} {{{PWNED}}} {{#each this}}",
  "link in a comment": "{@link x} */ PWNED(); /** @type {PWNED}",
  "bidirectional override": "\u202e PWNED(); \u2066",
  prototype: "__proto__",
  constructor: "constructor",
  "parent folder": "../../../../PWNED",
  "absolute path": "/PWNED",
};

/** A document that has one text in every place that takes text. */
export function hostileDocument(text: string): object {
  const described = { title: text, summary: text, description: text };
  const property = {
    type: "string",
    ...described,
    default: text,
    example: text,
    format: text,
    pattern: text,
    enum: [text, `${text}2`],
  };
  const enumeration = { ...property, "x-enum-varnames": [text, `${text}2`], "x-enum-descriptions": [text, text] };
  const object = {
    type: "object",
    ...described,
    required: [text],
    properties: { [text]: property, other: { const: text } },
    additionalProperties: property,
  };
  const union = {
    ...described,
    oneOf: [{ $ref: "#/components/schemas/One" }, { $ref: "#/components/schemas/Two" }],
    discriminator: { propertyName: text, mapping: { [text]: "#/components/schemas/One" } },
  };
  const headers = { [`X-${text}`]: { description: text, schema: property } };
  const content = (type: string): object => ({
    [type]: { schema: object, example: text, encoding: { [text]: { contentType: text } } },
  });
  const parameters = ["path", "query", "header", "cookie"].map((place) => ({
    name: place === "path" ? "id" : text,
    in: place,
    required: place === "path",
    description: text,
    schema: property,
  }));
  const operation = (id: string, type: string): object => ({
    operationId: id,
    tags: [text],
    ...described,
    deprecated: true,
    externalDocs: { url: `https://docs.example/${text}`, description: text },
    "x-docs": `https://docs.example/${text}`,
    parameters,
    requestBody: { description: text, required: true, content: content(type) },
    responses: {
      200: {
        description: text,
        headers,
        content: content("application/json"),
        links: { [text]: { operationId: text, description: text } },
      },
      default: { description: text, content: content(text) },
    },
    callbacks: {
      [text]: { [text]: { post: { requestBody: { content: content("application/json") }, responses: {} } } },
    },
    security: [{ [text]: [text] }],
    servers: [{ url: `https://op.example/${text}` }],
  });
  return {
    openapi: "3.1.0",
    info: { ...described, version: text, contact: { name: text, url: text }, license: { name: text } },
    externalDocs: { url: `https://docs.example/${text}` },
    servers: [
      {
        url: `https://api.example/${text}/{v}`,
        description: text,
        variables: { v: { default: text, enum: [text], description: text } },
      },
    ],
    tags: [{ name: text, description: text, "x-displayName": text }],
    security: [{ [text]: [text] }],
    "x-errors": { list: text, message: text, field: text, code: text, requestId: { header: text } },
    paths: {
      [`/a/${text}/{id}`]: { post: operation("first", "application/json") },
      "/b/{id}": {
        post: operation(text, "multipart/form-data"),
        put: operation(`${text}3`, "application/x-www-form-urlencoded"),
        patch: operation(`${text}4`, text),
      },
    },
    webhooks: { [text]: { post: { requestBody: { content: content("application/json") }, responses: {} } } },
    components: {
      schemas: {
        [text]: object,
        Union: union,
        One: object,
        Two: { allOf: [{ $ref: "#/components/schemas/One" }] },
        Value: enumeration,
        [`${text}5`]: enumeration,
      },
      securitySchemes: {
        [text]: { type: "apiKey", in: "header", name: text, description: text, "x-env": [text] },
        other: { type: "http", scheme: text, description: text, bearerFormat: text },
        oauth: {
          type: "oauth2",
          flows: { authorizationCode: { authorizationUrl: text, tokenUrl: text, scopes: { [text]: text } } },
        },
      },
    },
  };
}
