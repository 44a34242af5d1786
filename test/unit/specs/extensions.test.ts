import { describe, expect, test } from "vitest";
import { definitions, extensionNames, faultOf, vocabulary } from "./extensions.js";
import { eachObject, listOf, objectOf, stringsOf, type Json } from "./json.js";

const kinds = [
  "document", "info", "server", "pathItem", "operation", "parameter", "header", "requestBody", "mediaType", "response",
  "schema", "property", "securityScheme", "components",
]; // prettier-ignore

const expected = [
  "x-setting", "x-env", "x-errors", "x-token-login", "x-signature", "x-revocation-url", "x-scopes", "x-paginator", "x-filter",
  "x-filterable", "x-waiter", "x-poller", "x-resource", "x-actions", "x-id-of", "x-send-default", "x-open-enum",
  "x-enum-varnames", "x-enum-descriptions", "x-bigint", "x-flatten", "x-sensitive", "x-idempotent", "x-lifecycle", "x-docs",
]; // prettier-ignore

/** Values that look right and are not: at least one for each extension. */
const wrong: Readonly<Record<string, readonly Json[]>> = {
  "x-setting": ["Login", true, ""],
  "x-env": [[], ["1TOKEN"], ["A", "A"], { colour: ["A"] }, {}],
  "x-errors": [{}, { list: "errors" }, { message: 1 }, { requestId: { header: "A", body: "/a" } }, { mesage: "/m" }],
  "x-token-login": [
    { login: "login", username: "/u", password: "/p" },
    { login: "login", username: "/u", password: "/p", token: "/id", expires: { at: "/e", format: "soon" } },
  ],
  "x-signature": [
    { headers: ["Date"], algorithms: ["rsa-sha256"], keyIds: ["{key}"], forms: ["draft"] },
    { headers: ["date"], algorithms: ["md5"], keyIds: ["{key}"], forms: ["draft"] },
  ],
  "x-revocation-url": ["/oauth/revoke", "ftp://example.com/"],
  "x-scopes": ["scopes", {}, { parameter: "" }, { separator: 1 }, { name: "scopes" }],
  "x-paginator": [
    { page: "page", items: "/data" },
    { style: "pages", page: "page", items: "/data" },
    { style: "page-number", page: "page", items: "data" },
    { style: "page-number", items: "/data" },
    { style: "offset", offset: "offset", items: "/items", page: "page" },
    { style: "cursor", cursor: "after", next: { header: "X-Next" }, items: "" },
    { style: "token", token: "token", items: "" },
    { style: "link", next: "next", items: "" },
  ],
  "x-filter": [
    { style: "json", parameter: "filter" },
    { style: "json", comparisons: { like: "~" } },
    { style: "query", anyAttribute: false },
  ],
  "x-filterable": [false, [], ["like"], "eq"],
  "x-waiter": [
    { waitUntilDone: { description: "Waits.", done: {}, maxWaitMs: 1 } },
    { waitUntilDone: { description: "Waits.", done: { values: ["done"] } } },
    { untilDone: { description: "Waits.", done: { values: ["done"] }, maxWaitMs: 1 } },
  ],
  "x-poller": [
    { waiter: "waitUntilDone" },
    { waiter: "done", input: {} },
    { waiter: "waitUntilDone", input: { id: { header: "Location", template: "/requests/" } } },
  ],
  "x-resource": [
    { identity: { id: "/id" } },
    { identity: { id: "id" }, load: "getBox" },
    { identity: {}, load: "getBox", relations: { lid: { one: "getLid" } } },
  ],
  "x-actions": [{ by: "action" }, { by: "action", actions: { stop: { operationId: "stop" } } }],
  "x-id-of": ["ssh key", 1],
  "x-send-default": ["yes", 1],
  "x-open-enum": ["open"],
  "x-enum-varnames": [["readOnly"], ["A", "A"], "A", []],
  "x-enum-descriptions": [[""], [1]],
  "x-bigint": ["yes", 1, "int64"],
  "x-flatten": [""],
  "x-sensitive": ["true"],
  "x-idempotent": [1],
  "x-lifecycle": [
    { state: "/status", states: {} },
    { state: "/status", initial: "on", states: { on: { then: "off" } } },
  ],
  "x-docs": ["docs", "javascript:alert(1)"],
};

describe("extensions.schema.json", () => {
  test("has every extension of the vocabulary and no other", () => {
    expect([...extensionNames].sort()).toEqual([...expected].sort());
  });

  test.each(expected)("%s says what it is and where it may stand", (name) => {
    const definition = objectOf(definitions[name]);
    expect(definition.title).toEqual(expect.any(String));
    expect(definition.description).toMatch(/^[A-Z].*\.$/s);
    const places = stringsOf(definition["x-on"]);
    expect(places.length).toBeGreaterThan(0);
    expect(kinds).toEqual(expect.arrayContaining([...places]));
  });

  test.each(expected)("%s: its own examples are valid", (name) => {
    const examples = listOf(objectOf(definitions[name]).examples);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(faultOf(name, example), JSON.stringify(example)).toBe("");
  });

  test.each(expected)("%s: wrong values are refused", (name) => {
    const values = wrong[name] ?? [];
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(faultOf(name, value), JSON.stringify(value)).not.toBe("");
  });

  test("closes every object whose members are known, and describes the members", () => {
    eachObject(definitions, (object, pointer) => {
      if (object.type !== "object" || object.properties === undefined || object.allOf !== undefined) return;
      expect(object.additionalProperties, pointer).toBe(false);
      for (const [name, member] of Object.entries(objectOf(object.properties))) {
        const { description, $ref, const: only } = objectOf(member);
        expect(description ?? $ref ?? only, `${pointer}/properties/${name}`).toBeDefined();
      }
    });
  });

  test("names the style that was meant when a paginator is wrong", () => {
    const fault = faultOf("x-paginator", { style: "token", tokn: "page_token", next: "/next", items: "/items" });
    expect(fault).toContain("must have required property 'token'");
    expect(fault).not.toContain("offset");
  });

  test("names no vendor outside its examples", () => {
    const text = JSON.stringify(vocabulary, (key, value: unknown) => (key === "examples" ? undefined : value));
    expect(text).not.toMatch(/linode|joyent|triton|smartdc|ionos|profitbricks|decapod/i);
  });
});
