import { describe, expect, test } from "vitest";
import { validateFiles, validateText, withOperation, withSchema } from "./support.js";

describe("a departure with a safe reading", () => {
  test.each([
    ["duplicate-operation-id", "paths: { /a: { get: { operationId: a }, put: { operationId: a } } }\n", "number"],
    ["path-parameter-undeclared", "paths: { '/a/{id}': { get: {} } }\n", "takes a text"],
    ["wrong-type", "info: { title: Test, version: 1 }\n", "as if it were not there"],
    ["missing-member", withOperation("{ responses: { '200': {} } }"), "as empty"],
    ["bad-status", withOperation("{ responses: { ok: { description: a } } }"), "left out"],
    ["bad-schema-type", withSchema("{ type: float }"), "any value"],
  ])("%s is an error when strict, and a warning that says the reading when lenient", async (code, text, reading) => {
    const strict = await validateText(text);
    const lenient = await validateText(text, { lenient: true });
    expect(strict.map((found) => [found.code, found.severity])).toEqual([[code, "error"]]);
    expect(lenient.map((found) => [found.code, found.severity])).toEqual([[code, "warning"]]);
    expect(strict[0]?.message).not.toContain(reading);
    expect(lenient[0]?.message).toContain(reading);
  });
});

test("a departure without one stays an error", async () => {
  const found = await validateText("paths: []\n", { lenient: true });
  expect(found.map(({ code, severity }) => [code, severity])).toEqual([["wrong-type", "error"]]);
});

test("names of other people are left alone", async () => {
  const text =
    "paths: { /a: { get: { operationID: x, x-sensitve: 1 } } }\ncomponents: { schemas: { ssh_key: {}, SSH_KEY: {} } }\n";
  expect(await validateText(text)).toEqual([]);
});

test("other people's documents need not be described, and may have leftovers and long files", async () => {
  const text = `security: [{ login: [c] }]
paths:
  /a: { get: { operationId: a, x-paginator: { style: link, items: "", next: /n, pageSize: none }, responses: {} } }
components:
  securitySchemes:
    login: { type: oauth2, flows: { implicit: { authorizationUrl: "https://a.example", scopes: { b: B. } } } }
  schemas:
    Leftover: { type: string, enum: [a], maxLength: 1, example: abc, x-resource: { identity: {}, load: a, deleted: /b } }
    Life: { type: object, x-lifecycle: { state: /s, initial: on, states: { off: {} }, transitions: [{ on: x, to: y }] } }
${"\n".repeat(700)}`;
  expect(await validateText(text)).toEqual([]);
  const ours = new Set((await validateText(text, { names: "checked" })).map(({ code }) => code));
  const house = ["missing-description", "undescribed-enum", "missing-security", "missing-error-reply", "bad-example"];
  const more = ["unfit-extension", "unknown-scope", "unused-component", "operation-without-verb"];
  expect([...ours].sort()).toEqual([...house, ...more].sort());
});

test("what 3.1 no longer demands is demanded of 3.0", async () => {
  const rest = 'info: { title: Test, version: "1" }\ncomponents: {}\n';
  expect(await validateFiles({ "openapi.yaml": `openapi: 3.1.0\n${rest}` })).toEqual([]);
  const found = await validateFiles({ "openapi.yaml": `openapi: 3.0.3\n${rest}` });
  expect(found.map(({ code, message }) => [code, message])).toEqual([
    ["missing-member", "This OpenAPI Object has no `paths`."],
  ]);
});

test("a document that is right has no problems, in either mode", async () => {
  const text = `servers: [{ url: "https://a.example" }]
security: [{ token: [] }]
paths:
  /pets/{petId}:
    parameters: [{ name: petId, in: path, required: true, schema: { type: integer }, description: Its number. }]
    get:
      operationId: getPet
      summary: Reads a pet.
      responses:
        default: { description: It failed. }
        "200": { description: A pet., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
components:
  schemas:
    Pet:
      type: object
      description: A pet.
      required: [name]
      properties: { name: { type: string, description: What it is called. } }
      example: { name: Rex }
  securitySchemes: { token: { type: http, scheme: bearer } }
`;
  expect(await validateText(text)).toEqual([]);
  expect(await validateText(text, { names: "checked" })).toEqual([]);
});
