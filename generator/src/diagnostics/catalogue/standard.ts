import type { CatalogueEntry } from "./entry.js";

/** Problems of the stage `validate`: departures from the OpenAPI standard, and things that are hardly meant. */
export const standardCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  "wrong-type": {
    title: "A member has the wrong JSON type",
    severity: "error",
    explanation:
      "The standard says for each member whether it is a text, a number, a list, an object. In YAML a missing pair of quotes (`version: 1.0`) or a missing `-` makes another type.",
    example: "parameters:\n  name: limit\n  in: query",
  },
  "missing-member": {
    title: "A member that must be there is not",
    severity: "error",
    explanation: "The standard demands the member in this kind of object and this version.",
    example: "info:\n  title: Pets",
  },
  "unknown-member": {
    title: "A member that the standard does not know",
    severity: "error",
    explanation:
      "It has no effect. In a spec of one's own it is mostly a slip of the pen, so it is reported there; in documents of other people it is passed over.",
    example: "get:\n  operationID: listPets",
  },
  "bad-value": {
    title: "A word that cannot stand there",
    severity: "error",
    explanation:
      "Some members take one of a few words: the place of a parameter, its style, the type of a security scheme.",
    example: "name: limit\nin: querry",
  },
  "wrong-ref-kind": {
    title: "A reference leads to another kind of object",
    severity: "error",
    explanation: "Where a schema belongs, a reference must lead to a schema, and so on for every kind of object.",
    example: "schema: { $ref: '#/components/responses/Error' }",
  },
  "duplicate-operation-id": {
    title: "An operationId is used twice",
    severity: "error",
    explanation: "Functions are named after the operationId, so it must be unique in the document.",
    example: "/a: { get: { operationId: list } }\n/b: { get: { operationId: list } }",
  },
  "duplicate-parameter": {
    title: "A parameter stands twice in one list",
    severity: "error",
    explanation:
      "A parameter is identified by its name and its place. An operation may replace a parameter of its path, but neither list may hold one twice.",
    example: "parameters:\n  - { name: page, in: query, schema: {} }\n  - { name: page, in: query, schema: {} }",
  },
  "duplicate-path": {
    title: "Two paths are the same",
    severity: "error",
    explanation:
      "The names in braces do not matter to a server: `/pets/{id}` and `/pets/{name}` match the same requests.",
    example: "/pets/{id}: {}\n/pets/{name}: {}",
  },
  "bad-path": {
    title: "A path is not well-formed",
    severity: "error",
    explanation:
      "A path begins with a slash and is put behind the server's URL. Braces enclose the names of path parameters, each of which stands once.",
    example: "pets/{id: {}",
  },
  "path-parameter-undeclared": {
    title: "A name in a path has no parameter",
    severity: "error",
    explanation:
      "Every `{name}` of a path needs a parameter with that name and `in: path`, on the path or on each of its operations.",
    example: "/pets/{petId}:\n  get: { responses: {} }",
  },
  "path-parameter-not-in-template": {
    title: "A path parameter is not part of the path",
    severity: "error",
    explanation:
      "There is no `{name}` that the value could be put in. Often the name is spelt differently in the two places.",
    example: "/pets/{petId}:\n  parameters:\n    - { name: petID, in: path, required: true, schema: {} }",
  },
  "path-parameter-not-required": {
    title: "A path parameter is not required",
    severity: "error",
    explanation: "A path without one of its parts would be another path, so the standard demands `required: true`.",
    example: "{ name: petId, in: path, schema: { type: string } }",
  },
  "unknown-security-scheme": {
    title: "A security scheme is not defined",
    severity: "error",
    explanation: "Security requirements name entries of `components.securitySchemes`.",
    example: "security:\n  - beerer: []",
  },
  "bad-server-url": {
    title: "A server's URL cannot be used",
    severity: "error",
    explanation:
      "It must be an http or https URL, or relative to the document, and each `{variable}` in it must be declared with a default.",
    example: "servers:\n  - url: https://{region}.example.com",
  },
  "bad-status": {
    title: "A key of `responses` is no status",
    severity: "error",
    explanation: "Replies are keyed by a status code, by a range (`4XX`, capitals) or by `default`.",
    example: "responses:\n  ok: { description: Fine. }",
  },
  "bad-schema-type": {
    title: "A type that does not exist",
    severity: "error",
    explanation:
      "JSON Schema knows seven types: null, boolean, object, array, number, string and integer. Everything finer is a `format`.",
    example: "type: float",
  },
  "bad-enum": {
    title: "An enum cannot be met",
    severity: "error",
    explanation:
      "`enum` is a list of the values that may occur. An empty list allows nothing, and a value that has not the stated type can never occur. In YAML, texts such as `true` and `1` need quotes.",
    example: "type: string\nenum: [1, 2]",
  },
  "bad-discriminator": {
    title: "A discriminator names a schema that does not exist",
    severity: "error",
    explanation: "The values of `mapping` are names of schemas or references to them.",
    example: "discriminator:\n  propertyName: kind\n  mapping: { cat: '#/components/schemas/Katze' }",
  },
  "bad-example": {
    title: "An example does not fit its schema",
    severity: "warning",
    explanation:
      "The type of the example, or of a part of it, is not the type that the schema states. One of the two is wrong, and readers believe the example.",
    example: "type: integer\nexample: '12'",
  },
  "bad-regex": {
    title: "A pattern is no regular expression of JavaScript",
    severity: "warning",
    explanation: "Patterns follow ECMA-262. Other languages have more (`(?i)`, `\\A`), which means nothing there.",
    example: "pattern: '(?i)^[a-z]+$'",
  },
  "bad-required": {
    title: "A required property is not declared",
    severity: "warning",
    explanation:
      "`required` names a property that `properties` lacks. It is mostly a slip of the pen in one of the two.",
    example: "required: [nmae]\nproperties: { name: { type: string } }",
  },
};
