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
  const things = extendedThings(text);
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
    properties: { [text]: property, other: { const: text }, wide: { $ref: "#/components/schemas/Wide" } },
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
        "x-env": [text],
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
      ...extendedPaths(text),
      ...things.paths,
    },
    webhooks: { [text]: { post: { requestBody: { content: content("application/json") }, responses: {} } } },
    components: {
      schemas: {
        ...things.schemas,
        [text]: object,
        Union: union,
        One: object,
        Two: { allOf: [{ $ref: "#/components/schemas/One" }] },
        // Where its integers are is told to the runtime, by their names.
        Wide: {
          type: "object",
          properties: { [text]: { type: "integer", "x-bigint": true }, again: { $ref: "#/components/schemas/Wide" } },
        },
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
        ...extendedSchemes(text),
      },
    },
  };
}

/** Operations with the extensions that say how a call is made. */
function extendedPaths(text: string): object {
  const list = {
    type: "object",
    required: [text],
    properties: { [text]: { type: "array", items: { type: "string" } } },
  };
  const pages = { "200": { description: text, content: { "application/json": { schema: list } } } };
  const pointer = `/${text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const cursor = { name: "cursor", in: "query", schema: { type: "string" } };
  const record = { type: "object", additionalProperties: { type: "string" }, "x-flatten": text };
  const flat = { type: "object", properties: { [text]: record, other: { type: "string" } } };
  const body = { required: true, content: { "application/json": { schema: flat } } };
  const said = { summary: text, description: text, docs: `https://docs.example/${text}` };
  return {
    [`/c/${text}/{secret}`]: {
      parameters: [
        { name: "secret", in: "path", required: true, schema: { type: "string", default: text }, "x-sensitive": true },
        { name: text, in: "query", schema: { type: "string", default: text }, "x-setting": text, "x-env": [text] },
        { name: `${text}h`, in: "header", schema: { type: "string", default: text }, "x-setting": "kept", "x-env": [text] },
        { name: `${text}s`, in: "query", schema: { type: "string", default: text }, "x-send-default": true },
        { name: `${text}f`, in: "query", schema: record, "x-flatten": text },
      ],
      post: {
        operationId: "act",
        requestBody: body,
        "x-actions": { by: `${text}s`, actions: { [text]: { operationId: `${text}act`, inputs: [text], ...said } } },
        responses: { "204": { description: text } },
      },
      put: {
        requestBody: body,
        "x-actions": { by: "/other", actions: { [text]: { operationId: `${text}put`, inputs: [text], required: [text], ...said } } },
        responses: { "204": { description: text } },
      },
    },
    "/d": { get: { parameters: [cursor], responses: pages, "x-paginator": { style: "token", token: "cursor", items: pointer, next: { header: text }, total: { header: text } } } },
    "/e": { get: { parameters: [cursor], responses: pages, "x-paginator": { style: "link", items: pointer, next: { header: text, rel: text }, total: { operation: "act", header: text } } } },
    "/f": { post: { operationId: "enter", requestBody: body, responses: pages }, delete: { operationId: "leave", responses: pages } },
  }; // prettier-ignore
}

/** Things, and operations with the extensions that say what can be done with them. */
function extendedThings(text: string): { readonly paths: object; readonly schemas: object } {
  const pointer = `/${text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const thing = { $ref: "#/components/schemas/Thing" };
  const page = { type: "object", required: [text], properties: { [text]: { type: "array", items: thing } } };
  const reply = (schema: object): object => ({
    "200": { description: text, content: { "application/json": { schema } } },
  });
  const id = {
    name: text,
    in: "query",
    required: true,
    description: text,
    schema: { type: "string" },
    "x-id-of": "Thing",
  };
  const dialect = {
    style: "json",
    comparisons: { ne: text, [text]: text },
    and: text,
    or: text,
    limit: text,
    sort: { by: text, direction: text, parameter: `${text}o`, ascending: text, descending: text },
    attributes: { [text]: true },
  };
  const filter = {
    name: `${text}x`,
    in: "header",
    content: { "application/json": { schema: { type: "object" } } },
    "x-filter": dialect,
  };
  const order = { name: `${text}o`, in: "query", content: { "application/json": { schema: { type: "object" } } } };
  const pace = { description: text, maxWaitMs: 1000 };
  const waiters = {
    waitUntilOdd: {
      ...pace,
      value: pointer,
      done: { values: [text], statuses: [404] },
      failed: { values: [`${text}!`] },
      pending: { values: [`${text}?`] },
      message: pointer,
    },
    [`waitUntil${text}`]: { ...pace, done: { statuses: [404] } },
  };
  const source = { header: text, template: `${text}{value}` };
  return {
    paths: {
      "/g": { get: { operationId: "listThings", parameters: [filter, order, { name: "page", in: "query", schema: { type: "integer", minimum: 1 } }], responses: reply(page), "x-paginator": { style: "page-number", page: "page", items: pointer } } },
      "/h": {
        get: { operationId: "look", parameters: [id], responses: reply(thing), "x-waiter": waiters },
        put: { operationId: "alter", parameters: [id], requestBody: { required: true, content: { "application/json": { schema: thing } } }, responses: reply(thing) },
        post: { operationId: "order", parameters: [id], responses: reply(thing), "x-poller": { waiter: "waitUntilOdd", input: { [text]: source }, result: { operation: "look", input: { [text]: pointer } } } },
      },
    },
    schemas: {
      Thing: {
        type: "object",
        description: text,
        required: [text],
        properties: { [text]: { type: "string", description: text, "x-filterable": true }, [`${text}n`]: { type: "string", "x-sensitive": true, description: text } },
        "x-resource": {
          identity: { [text]: pointer },
          load: "look",
          update: "alter",
          delete: "order",
          deleted: pointer,
          staleCodes: [text],
          actions: { [text]: "order", odd: { operation: "order", input: { [text]: pointer } } },
          relations: { [text]: { many: "listThings" }, many: { many: "listThings" }, other: { one: "look", input: { [text]: `${pointer}n` } } },
          volatile: { [text]: 5 },
        },
      },
    },
  }; // prettier-ignore
}

/** Ways to sign in that extensions describe. */
function extendedSchemes(text: string): object {
  const env = { username: [text], password: [text], user: [text], keyId: [text], privateKey: [text], clientId: [text] };
  const pointer = `/${text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const login = { login: "enter", username: `${pointer}/a`, password: `${pointer}/b`, token: pointer, scheme: text, expires: { at: { header: text }, format: "seconds" }, logout: "leave" }; // prettier-ignore
  const url = `https://login.example/${text}`;
  const scopes = { [text]: text, [`${text}2`]: text };
  return {
    session: { type: "apiKey", in: "header", name: text, description: text, "x-env": env, "x-token-login": login },
    signed: { type: "http", scheme: "signature", description: text, "x-env": env, "x-signature": { headers: [text], algorithms: [text], keyIds: [`${text}{user}`], forms: ["draft"] } }, // prettier-ignore
    granted: { type: "oauth2", description: text, "x-env": env, "x-revocation-url": url, "x-scopes": { parameter: text, separator: text }, flows: { authorizationCode: { authorizationUrl: url, tokenUrl: url, refreshUrl: url, scopes } } }, // prettier-ignore
  };
}
