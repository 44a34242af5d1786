import { describe, expect, test } from "vitest";
import { rules } from "../../../generator/src/validate/rules/index.js";
import { validateText, withOperation, withSchema } from "./support.js";

interface Case {
  readonly good: string;
  readonly bad: string;
  /** Pointer into the document of the first problem in the bad fragment. */
  readonly at: string;
  /** Judge names, as in specs of our own. */
  readonly names?: "checked";
}

/** The parameter of {@link withOperation}, with a description. */
const described = "in: path, description: Which one.";

/** A scheme with two scopes. */
const withScopes =
  "components: { securitySchemes: { login: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://a.example', scopes: { read: R., write: W. } } } } } }\n";

/** A reply that may say why. */
const withReply =
  "responses: { '200': { description: A., content: { application/json: { schema: { properties: { why: { items: {} } } } } } } }";

/** A schema with a lifecycle, and an operation called `getA`. */
function withLife(lifecycle: string): string {
  const schema = `{ properties: { state: { type: string, enum: [on, off] } }, x-lifecycle: ${lifecycle} }`;
  return withOperation("{ operationId: getA }") + withSchema(schema);
}

/** One good and one bad fragment a rule; `code 2`, `code 3` where a rule looks at several things. */
const cases: Readonly<Record<string, Case>> = {
  "wrong-type": {
    good: withOperation("{ responses: {}, tags: [a], deprecated: true }"),
    bad: withOperation("{ responses: {}, tags: a }"),
    at: "/paths/~1a~1{id}/get/tags",
  },
  "wrong-type 2": {
    good: 'info: { title: Test, version: "1.0" }\n',
    bad: "info: { title: Test, version: 1.0 }\n",
    at: "/info/version",
  },
  "wrong-type 3": {
    good: withSchema("{ required: [a], additionalProperties: false, properties: { a: true } }"),
    bad: withSchema("{ properties: { a: string } }"),
    at: "/components/schemas/A/properties/a",
  },
  "wrong-type 4": {
    good: withSchema("{ maxLength: 3, exclusiveMaximum: 3.5 }"),
    bad: withSchema("{ maxLength: 3.5 }"),
    at: "/components/schemas/A/maxLength",
  },
  "wrong-type 5": {
    good: withSchema("{ type: [string, 'null'] }"),
    bad: withSchema("{ type: [string, null] }"),
    at: "/components/schemas/A/type/1",
  },
  "missing-member": {
    good: 'info: { title: Test, version: "1" }\n',
    bad: "info: { title: Test }\n",
    at: "/info",
  },
  "missing-member 2": {
    good: withOperation("{ responses: { '200': { description: Fine. } } }"),
    bad: withOperation("{ responses: { '200': {} } }"),
    at: "/paths/~1a~1{id}/get/responses/200",
  },
  "missing-member 3": {
    good: withOperation("{ parameters: [{ name: b, in: query, content: { text/plain: {} } }] }"),
    bad: withOperation("{ parameters: [{ name: b, in: query }] }"),
    at: "/paths/~1a~1{id}/get/parameters/0",
  },
  "missing-member 4": {
    good: "components: { securitySchemes: { a: { type: apiKey, name: X-Key, in: header } } }\n",
    bad: "components: { securitySchemes: { a: { type: apiKey, in: header } } }\n",
    at: "/components/securitySchemes/a",
  },
  "missing-member 5": {
    good: 'components: { securitySchemes: { a: { type: oauth2, flows: { password: { tokenUrl: "/t", scopes: {} } } } } }\n',
    bad: "components: { securitySchemes: { a: { type: oauth2, flows: { password: { scopes: {} } } } } }\n",
    at: "/components/securitySchemes/a/flows/password",
  },
  "unknown-member": {
    good: withOperation("{ operationId: getA, responses: {}, x-own: 1 }"),
    bad: withOperation("{ operationId: getA, responses: {}, sumary: A. }"),
    at: "/paths/~1a~1{id}/get/sumary",
    names: "checked",
  },
  "bad-value": {
    good: withOperation("{ parameters: [{ name: b, in: query, style: deepObject, schema: {} }] }"),
    bad: withOperation("{ parameters: [{ name: b, in: querry, schema: {} }] }"),
    at: "/paths/~1a~1{id}/get/parameters/0/in",
  },
  "bad-value 2": {
    good: withOperation("{ parameters: [{ name: b, in: header, style: simple, schema: {} }] }"),
    bad: withOperation("{ parameters: [{ name: b, in: header, style: form, schema: {} }] }"),
    at: "/paths/~1a~1{id}/get/parameters/0/style",
  },
  "bad-value 3": {
    good: "components: { securitySchemes: { a: { type: http, scheme: basic } } }\n",
    bad: "components: { securitySchemes: { a: { type: basic } } }\n",
    at: "/components/securitySchemes/a/type",
  },
  "wrong-ref-kind": {
    good: `${withOperation("{ responses: { '200': { $ref: '#/components/responses/R' } } }")}components: { responses: { R: { description: R. } } }\n`,
    bad: `${withOperation("{ responses: { '200': { $ref: '#/components/schemas/R' } } }")}components: { schemas: { R: { type: string } } }\n`,
    at: "/paths/~1a~1{id}/get/responses/200/$ref",
  },
  "duplicate-operation-id": {
    good: "paths: { /a: { get: { operationId: a }, put: { operationId: b } } }\n",
    bad: "paths: { /a: { get: { operationId: a }, put: { operationId: a } } }\n",
    at: "/paths/~1a/put/operationId",
  },
  "duplicate-parameter": {
    good: withOperation("{ parameters: [{ name: b, in: query, schema: {} }, { name: b, in: header, schema: {} }] }"),
    bad: withOperation("{ parameters: [{ name: b, in: query, schema: {} }, { name: b, in: query, schema: {} }] }"),
    at: "/paths/~1a~1{id}/get/parameters/1",
  },
  "duplicate-parameter 2": {
    good: withOperation("{ parameters: [{ name: id, in: path, required: true, schema: { type: integer } }] }"),
    bad: `${withOperation("{ parameters: [{ name: b, in: query, schema: {} }, { $ref: '#/components/parameters/B' }] }")}components: { parameters: { B: { name: b, in: query, schema: {} } } }\n`,
    at: "/paths/~1a~1{id}/get/parameters/1",
  },
  "duplicate-path": {
    good: "paths: { /a/b: {}, /a/c: {} }\n",
    bad: `paths:
  /a/{b}: { parameters: [{ name: b, in: path, required: true, schema: {} }] }
  /a/{c}: { parameters: [{ name: c, in: path, required: true, schema: {} }] }
`,
    at: "/paths/~1a~1{c}",
  },
  "bad-path": {
    good: "paths: { /a/b.json: {} }\n",
    bad: "paths: { a/b: {} }\n",
    at: "/paths/a~1b",
  },
  "bad-path 2": {
    good: "paths: { '/a/{b}': { parameters: [{ name: b, in: path, required: true, schema: {} }] } }\n",
    bad: "paths: { '/a/{b': {} }\n",
    at: "/paths/~1a~1{b",
  },
  "bad-path 3": {
    good: "paths: { '/a': {} }\n",
    bad: "paths: { '/{b}/{b}': { parameters: [{ name: b, in: path, required: true, schema: {} }] } }\n",
    at: "/paths/~1{b}~1{b}",
  },
  "path-parameter-undeclared": {
    good: withOperation("{ responses: {} }"),
    bad: "paths: { '/a/{id}': { get: { responses: {} } } }\n",
    at: "/paths/~1a~1{id}/get",
  },
  "path-parameter-not-in-template": {
    good: withOperation("{ parameters: [{ name: id, in: path, required: true, schema: {} }] }"),
    bad: withOperation("{ parameters: [{ name: ID, in: path, required: true, schema: {} }] }"),
    at: "/paths/~1a~1{id}/get/parameters/0",
  },
  "path-parameter-not-required": {
    good: "components: { parameters: { a: { name: a, in: path, required: true, schema: {} } } }\n",
    bad: "components: { parameters: { a: { name: a, in: path, schema: {} } } }\n",
    at: "/components/parameters/a",
  },
  "unknown-security-scheme": {
    good: "security: [{ a: [] }, {}]\ncomponents: { securitySchemes: { a: { type: http, scheme: bearer } } }\n",
    bad: "security: [{ b: [] }]\ncomponents: { securitySchemes: { a: { type: http, scheme: bearer } } }\n",
    at: "/security/0/b",
  },
  "bad-server-url": {
    good: "servers: [{ url: 'https://{r}.example/v1', variables: { r: { default: eu, enum: [eu, us] } } }, { url: /v1 }, { url: '' }]\n",
    bad: "servers: [{ url: 'https://{r}.example/v1' }]\n",
    at: "/servers/0/url",
  },
  "bad-server-url 2": {
    good: "servers: [{ url: ../v2 }]\n",
    bad: "servers: [{ url: 'javascript:alert(1)' }]\n",
    at: "/servers/0/url",
  },
  "bad-server-url 3": {
    good: "servers: [{ url: 'http://localhost:3000' }]\n",
    bad: "servers: [{ url: 'https://{r}.example', variables: { r: { default: eu, enum: [us] } } }]\n",
    at: "/servers/0/variables/r/default",
  },
  "bad-status": {
    good: withOperation(
      "{ responses: { 200: { description: a }, 4XX: { description: b }, default: { description: c } } }",
    ),
    bad: withOperation("{ responses: { 2xx: { description: a } } }"),
    at: "/paths/~1a~1{id}/get/responses/2xx",
  },
  "bad-schema-type": {
    good: withSchema("{ type: [integer, 'null'] }"),
    bad: withSchema("{ type: float }"),
    at: "/components/schemas/A/type",
  },
  "bad-enum": {
    good: withSchema("{ type: [string, 'null'], enum: [a, null] }"),
    bad: withSchema("{ type: string, enum: [a, true] }"),
    at: "/components/schemas/A/enum/1",
  },
  "bad-enum 2": {
    good: withSchema("{ enum: [1, a] }"),
    bad: withSchema("{ enum: [] }"),
    at: "/components/schemas/A/enum",
  },
  "bad-enum 3": { good: withSchema("{ enum: [a] }"), bad: withSchema("{ enum: a }"), at: "/components/schemas/A/enum" },
  "bad-discriminator": {
    good: withSchema("{ discriminator: { propertyName: kind, mapping: { a: Other, b: '#/components/schemas/A' } } }"),
    bad: withSchema("{ discriminator: { propertyName: kind, mapping: { a: Othr } } }"),
    at: "/components/schemas/A/discriminator/mapping/a",
  },
  "bad-example": {
    good: withSchema("{ type: object, properties: { a: { type: integer } }, example: { a: 1, b: x } }"),
    bad: withSchema("{ type: object, properties: { a: { type: integer } }, example: { a: x } }"),
    at: "/components/schemas/A/example/a",
  },
  "bad-example 2": {
    good: withOperation(
      "{ parameters: [{ name: b, in: query, schema: { type: integer }, examples: { one: { value: 1 } } }] }",
    ),
    bad: withOperation(
      "{ parameters: [{ name: b, in: query, schema: { type: integer }, examples: { one: { value: x } } }] }",
    ),
    at: "/paths/~1a~1{id}/get/parameters/0/examples/one/value",
  },
  "bad-example 3": {
    good: withSchema("{ type: object, properties: { a: { maxLength: 3 } }, example: { a: abc } }"),
    bad: withSchema("{ type: object, properties: { a: { maxLength: 3 } }, example: { a: abcd } }"),
    at: "/components/schemas/A/example/a",
    names: "checked",
  },
  "bad-regex": {
    good: withSchema("{ pattern: '^\\p{L}+$' }"),
    bad: withSchema("{ pattern: '(?i)a' }"),
    at: "/components/schemas/A/pattern",
  },
  "bad-required": {
    good: withSchema("{ allOf: [{ $ref: '#/components/schemas/Other' }, { required: [b], properties: { a: {} } }] }"),
    bad: withSchema("{ required: [nmae], properties: { name: {} } }"),
    at: "/components/schemas/A/required/0",
  },
  "bad-extension": {
    good: withOperation("{ x-idempotent: true, x-unknown: 1 }"),
    bad: withOperation("{ x-idempotent: 'yes' }"),
    at: "/paths/~1a~1{id}/get/x-idempotent",
  },
  "bad-extension 2": {
    good: withSchema("{ enum: [a, b], x-enum-varnames: [Able, Bold] }"),
    bad: withSchema("{ enum: [a, b], x-enum-varnames: [Able] }"),
    at: "/components/schemas/A/x-enum-varnames",
    names: "checked",
  },
  "bad-extension 3": {
    good: withSchema("{ properties: { a: { type: string, x-id-of: Other } } }"),
    bad: withSchema("{ properties: { a: { type: string, x-id-of: Othr } } }"),
    at: "/components/schemas/A/properties/a/x-id-of",
    names: "checked",
  },
  "bad-extension 4": {
    good: withSchema("{ properties: { a: { type: string, x-sensitive: true } } }"),
    bad: "x-sensitive: true\n",
    at: "/x-sensitive",
    names: "checked",
  },
  "misspelt-extension": {
    good: withSchema("{ x-other: 1 }"),
    bad: withSchema("{ x-sensitve: true }"),
    at: "/components/schemas/A/x-sensitve",
    names: "checked",
  },
  "missing-operation-id": {
    good: withOperation("{ operationId: getA, responses: {} }"),
    bad: withOperation("{ responses: {} }"),
    at: "/paths/~1a~1{id}/get",
    names: "checked",
  },
  "bad-operation-name": {
    good: withOperation("{ operationId: listSshKeys }"),
    bad: withOperation("{ operationId: listSSHKeys }"),
    at: "/paths/~1a~1{id}/get/operationId",
    names: "checked",
  },
  "bad-operation-name 2": {
    good: withOperation("{ operationId: deleteA }"),
    bad: withOperation("{ operationId: delete }"),
    at: "/paths/~1a~1{id}/get/operationId",
    names: "checked",
  },
  "operation-without-verb": {
    good: withOperation("{ operationId: getProfile }"),
    bad: withOperation("{ operationId: profile }"),
    at: "/paths/~1a~1{id}/get/operationId",
    names: "checked",
  },
  "bad-schema-name": {
    good: "components: { schemas: { SshKey: {}, OAuthClient: {}, X509Certificate: {} } }\n",
    bad: "components: { schemas: { ssh_key: {} } }\n",
    at: "/components/schemas/ssh_key",
    names: "checked",
  },
  "bad-schema-name 2": {
    good: "components: { schemas: { ApiError: {} } }\n",
    bad: "components: { schemas: { Error: {} } }\n",
    at: "/components/schemas/Error",
    names: "checked",
  },
  "bad-parameter-name": {
    good: "components: { parameters: { a: { name: page_size, in: query, schema: {} }, b: { name: X-Filter, in: header, schema: {} } } }\n",
    bad: "components: { parameters: { a: { name: page-size, in: query, schema: {} } } }\n",
    at: "/components/parameters/a/name",
    names: "checked",
  },
  "missing-description": {
    good: withOperation("{ operationId: getA, summary: Reads it., responses: {} }").replace("in: path", described),
    bad: withOperation("{ operationId: getA, responses: {} }").replace("in: path", described),
    at: "/paths/~1a~1{id}/get",
    names: "checked",
  },
  "missing-description 2": {
    good: "tags: [{ name: a, description: All about it. }]\ncomponents: { parameters: { a: { name: a, in: query, schema: {}, description: An a. } } }\n",
    bad: "components: { parameters: { a: { name: a, in: query, schema: {}, description: '  ' } } }\n",
    at: "/components/parameters/a",
    names: "checked",
  },
  "missing-description 3": {
    good: "components: { schemas: { A: { description: An a., properties: { properties: { description: Its own. } } } } }\n",
    bad: "components: { schemas: { A: { description: An a., properties: { properties: { type: object } } } } }\n",
    at: "/components/schemas/A/properties/properties",
    names: "checked",
  },
  "missing-description 4": {
    good: "components: { schemas: { A: { description: An a. }, B: { $ref: '#/components/schemas/A' } } }\n",
    bad: "components: { schemas: { A: { type: object } } }\n",
    at: "/components/schemas/A",
    names: "checked",
  },
  "missing-description 5": {
    good: "components: { headers: { a: { description: An a., schema: {} } } }\n",
    bad: "tags: [{ name: a }]\n",
    at: "/tags/0",
    names: "checked",
  },
  "undescribed-enum": {
    good: withSchema("{ enum: [a], x-enum-varnames: [Able], x-enum-descriptions: [It can.] }"),
    bad: withSchema("{ enum: [a], x-enum-varnames: [Able] }"),
    at: "/components/schemas/A/enum",
    names: "checked",
  },
  "undescribed-enum 2": {
    good: withSchema("{ properties: { a: { const: a } } }"),
    bad: withSchema("{ properties: { a: { enum: [a], x-enum-varnames: [Able], x-enum-descriptions: [It can.] } } }"),
    at: "/components/schemas/A/properties/a/enum",
    names: "checked",
  },
  "missing-security": {
    good: withOperation("{ security: [], responses: {} }") + withScopes,
    bad: `security: [{ login: [read] }]\n${withOperation("{ responses: {} }")}${withScopes}`,
    at: "/paths/~1a~1{id}/get",
    names: "checked",
  },
  "missing-security 2": {
    good: "paths: { /a: { get: {} } }\ncomponents: { securitySchemes: { token: { type: http, scheme: bearer } } }\n",
    bad: `paths: { /a: { get: { security: [] }, put: {} } }\n${withScopes}`,
    at: "/paths/~1a/put",
    names: "checked",
  },
  "unknown-scope": {
    good: withOperation("{ security: [{ login: [read, write] }, { login: [] }] }") + withScopes,
    bad: withOperation("{ security: [{ login: [read] }, { login: [read, raed] }] }") + withScopes,
    at: "/paths/~1a~1{id}/get/security/1/login/1",
    names: "checked",
  },
  "missing-error-reply": {
    good: withOperation("{ responses: { default: { description: No. } } }"),
    bad: withOperation("{ responses: { '200': { description: Yes. } } }"),
    at: "/paths/~1a~1{id}/get/responses",
    names: "checked",
  },
  "missing-error-reply 2": {
    good: withOperation(
      "{ responses: { default: { description: No. } }, callbacks: { done: { '{$request.body#/u}': { post: {} } } } }",
    ),
    bad: "paths: { /a: { get: {} } }\n",
    at: "/paths/~1a/get",
    names: "checked",
  },
  "unused-component": {
    good: `${withOperation("{ responses: { '200': { $ref: '#/components/responses/R' } } }")}components:
  responses: { R: { description: R., content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } }
  schemas:
    A: { x-id-of: B, discriminator: { propertyName: k, mapping: { c: C, d: '#/components/schemas/D' } } }
    B: {}
    C: {}
    D: {}
`,
    bad: "components: { schemas: { A: { properties: { a: { $ref: '#/components/schemas/A' } } } } }\n",
    at: "/components/schemas/A",
    names: "checked",
  },
  "unused-component 2": {
    good: "security: [{ a: [] }]\ncomponents: { securitySchemes: { a: { type: http, scheme: bearer } } }\n",
    bad: "security: []\ncomponents: { securitySchemes: { a: { type: http, scheme: bearer } } }\n",
    at: "/components/securitySchemes/a",
    names: "checked",
  },
  "long-file": { good: "\n".repeat(900), bad: `${"# a line\n".repeat(600)}tags: []\n`, at: "", names: "checked" },
  "unfit-extension": {
    good: withLife(
      "{ state: /state, initial: on, states: { on: { then: off, afterMs: 1 }, off: {}, gone: { status: 404 } } }",
    ),
    bad: withLife("{ state: /stat, initial: on, states: { on: {} } }"),
    at: "/components/schemas/A/x-lifecycle/state",
    names: "checked",
  },
  "unfit-extension 2": {
    good: withLife("{ state: /state, initial: on, states: { on: {} }, transitions: [{ on: getA, to: on }] }"),
    bad: withLife("{ state: /state, initial: on, states: { on: {} }, transitions: [{ on: gtA, to: on }] }"),
    at: "/components/schemas/A/x-lifecycle/transitions/0/on",
    names: "checked",
  },
  "unfit-extension 3": {
    good: withLife(
      "{ state: /state, initial: on, states: { on: {} }, transitions: [{ on: getA, from: [on], to: on }] }",
    ),
    bad: withLife(
      "{ state: /state, initial: on, states: { on: {} }, transitions: [{ on: getA, from: [off], to: on }] }",
    ),
    at: "/components/schemas/A/x-lifecycle/transitions/0/from/0",
    names: "checked",
  },
  "unfit-extension 4": {
    good: withLife("{ state: /state, initial: off, states: { off: {} } }"),
    bad: withLife("{ state: /state, initial: out, states: { out: {} } }"),
    at: "/components/schemas/A/x-lifecycle/states/out",
    names: "checked",
  },
  "unfit-extension 5": {
    good: withSchema(
      "{ properties: { a: {}, b: {} }, x-resource: { identity: {}, load: getA, deleted: /b, volatile: { a: 1 } } }",
    ),
    bad: withSchema("{ properties: { a: {} }, x-resource: { identity: {}, load: getA, volatile: { c: 1 } } }"),
    at: "/components/schemas/A/x-resource/volatile/c",
    names: "checked",
  },
  "unfit-extension 6": {
    good: withSchema(
      "{ allOf: [{ properties: { a: { properties: { c: {} } } } }], x-resource: { identity: {}, load: getA, attributes: /a, volatile: { c: 1 } } }",
    ),
    bad: withSchema("{ properties: { a: {} }, x-resource: { identity: {}, load: getA, deleted: /b } }"),
    at: "/components/schemas/A/x-resource/deleted",
    names: "checked",
  },
  "unfit-extension 7": {
    good: withOperation(
      "{ parameters: [{ name: size, in: query, schema: {} }], x-paginator: { style: link, items: '', next: /n, pageSize: size } }",
    ),
    bad: withOperation(
      "{ parameters: [{ name: size, in: query, schema: {} }], x-paginator: { style: link, items: '', next: /n, pageSize: sise } }",
    ),
    at: "/paths/~1a~1{id}/get/x-paginator/pageSize",
    names: "checked",
  },
  "unfit-extension 8": {
    good: withOperation(
      "{ parameters: [{ name: by, in: query, schema: {} }], x-filter: { style: json, comparisons: {}, sort: { parameter: by, ascending: 1, descending: 2 } } }",
    ),
    bad: withOperation(
      "{ x-filter: { style: json, comparisons: {}, sort: { parameter: by, ascending: 1, descending: 2 } } }",
    ),
    at: "/paths/~1a~1{id}/get/x-filter/sort/parameter",
    names: "checked",
  },
  "unfit-extension 9": {
    good: withOperation(
      `{ ${withReply}, x-waiter: { waitUntilA: { description: A., done: { statuses: [200] }, maxWaitMs: 1, message: /why/0 } } }`,
    ),
    bad: withOperation(
      `{ ${withReply}, x-waiter: { waitUntilA: { description: A., done: { statuses: [200] }, maxWaitMs: 1, message: /wy } } }`,
    ),
    at: "/paths/~1a~1{id}/get/x-waiter/waitUntilA/message",
    names: "checked",
  },
  "unfit-extension 10": {
    good: withOperation(
      "{ requestBody: { content: { application/json: { schema: { properties: { n: {} } } } } }, x-paginator: { style: link, items: '', next: /n, pageSize: /n } }",
    ),
    bad: withOperation(
      "{ requestBody: { content: { application/json: { schema: { properties: { m: {} } } } } }, x-paginator: { style: link, items: '', next: /n, pageSize: /n } }",
    ),
    at: "/paths/~1a~1{id}/get/x-paginator/pageSize",
    names: "checked",
  },
  "unfit-extension 11": {
    good: withSchema("{ type: [integer, 'null'], x-bigint: true }"),
    bad: withSchema("{ type: string, format: int64, x-bigint: true }"),
    at: "/components/schemas/A/x-bigint",
    names: "checked",
  },
  "unfit-extension 12": {
    good: withSchema("{ properties: { a: { type: integer, x-bigint: false } } }"),
    bad: withSchema("{ properties: { a: { type: integer, enum: [1, 2], x-bigint: true } } }"),
    at: "/components/schemas/A/properties/a/x-bigint",
    names: "checked",
  },
  "unfit-extension 13": {
    good: withSchema("{ properties: { a: { $ref: '#/components/schemas/Other' } } }"),
    bad: withSchema("{ properties: { a: { $ref: '#/components/schemas/Other', x-bigint: true } } }"),
    at: "/components/schemas/A/properties/a/x-bigint",
    names: "checked",
  },
  "unfit-extension 14": {
    good: withSchema(
      "{ oneOf: [{ properties: { a: { type: integer, x-bigint: true } } }, { properties: { a: { type: string }, b: { type: integer } } }] }",
    ),
    bad: withSchema(
      "{ oneOf: [{ properties: { a: { type: integer, x-bigint: true } } }, { allOf: [{ properties: { a: { type: integer } } }] }] }",
    ),
    at: "/components/schemas/A/oneOf",
    names: "checked",
  },
  "unfit-extension 15": {
    good: withSchema("{ anyOf: [{ type: integer, format: int64 }, { type: string }] }") + "x-bigint: true\n",
    bad: withSchema("{ anyOf: [{ type: integer, format: int64 }, { type: number }] }") + "x-bigint: true\n",
    at: "/components/schemas/A/anyOf",
    names: "checked",
  },
  "names-differ-by-case": {
    good: "components: { schemas: { Sshkey: {}, SshKeys: {} } }\n",
    bad: "components: { schemas: { Sshkey: {}, SshKey: {} } }\n",
    at: "/components/schemas/SshKey",
    names: "checked",
  },
};

describe.each(Object.entries(cases))("%s", (name, { good, bad, at, names: stated }) => {
  const names = stated ?? ("repaired" as const);
  const code = name.replace(/ \d+$/, "");

  test("a fragment that is right", async () => {
    const found = await validateText(good, { names });
    expect(found.filter((diagnostic) => diagnostic.code === code)).toEqual([]);
  });

  test("a fragment that is wrong", async () => {
    const found = (await validateText(bad, { names })).filter((diagnostic) => diagnostic.code === code);
    expect(found.map(({ pointer }) => pointer)).toEqual([at]);
    expect(found[0]).toMatchObject({ file: "openapi.yaml" });
    expect(found[0]?.line).toBeGreaterThan(0);
    expect(found[0]?.help).not.toBe("");
  });
});

test("every rule has its fragments", () => {
  const tried = new Set(Object.keys(cases).map((name) => name.replace(/ \d+$/, "")));
  expect(rules.map(({ code }) => code).filter((code) => !tried.has(code))).toEqual([]);
});
