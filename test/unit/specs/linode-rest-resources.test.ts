import { describe, expect, test } from "vitest";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type Json, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { bodySchema, openSpec, operationsOf, propertiesOf } from "./spec.js";

const { document } = await openSpec("linode");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));
const schemas = new Map(
  Object.entries(maybeObject(maybeObject(document.components).schemas)).map(([name, value]) => [name, objectOf(value)]),
);

/** What the Python library has models for, as far as something can be read on its own. */
const models = [
  "Account",
  "AccountSettings",
  "AccountEvent",
  "Invoice",
  "Payment",
  "OAuthClient",
  "User",
  "Domain",
  "DomainRecord",
  "LongviewClient",
  "LongviewSubscription",
  "IpAddress",
  "Ipv6Range",
  "NodeBalancer",
  "NodeBalancerConfig",
  "NodeBalancerNode",
  "SupportTicket",
];

/** The inputs in the path of an operation. */
function pathInputs(id: string): readonly string[] {
  const { parameters } = operations.get(id) ?? { parameters: [] };
  return parameters.filter(({ in: place }) => place === "path").map(({ name }) => stringOf(name));
}

/** The property that a pointer of one step leads to. */
function propertyAt(schema: JsonObject, pointer: string): JsonObject | undefined {
  return propertiesOf(document, schema).get(pointer.slice(1));
}

/** The values of the enum behind a property, with or without null beside it. */
function valuesOf(property: JsonObject | undefined): readonly Json[] {
  return [property ?? {}, ...listOf(property?.oneOf).map((part) => resolve(document, part))].flatMap((part) =>
    listOf(part.enum),
  );
}

describe.each(models)("%s", (name) => {
  const schema = schemas.get(name) ?? {};
  const resource = maybeObject(schema["x-resource"]);
  const identity = maybeObject(resource.identity);
  const named = Object.keys(identity);

  test("is identified by the inputs of its operations", () => {
    expect(operations.has(stringOf(resource.load))).toBe(true);
    for (const id of [resource.load, resource.update, resource.delete].filter((value) => value !== undefined))
      expect(pathInputs(stringOf(id)), stringOf(id)).toEqual(named);
    for (const source of Object.values(identity))
      if (source !== "parent") expect(propertyAt(schema, stringOf(source)), stringOf(source)).toBeDefined();
  });

  test("has every operation that its path offers", () => {
    const { path } = operations.get(stringOf(resource.load)) ?? {};
    const at = (method: string): string | undefined => {
      const found = [...operations].find(([, entry]) => entry.path === path && entry.method === method);
      return found?.[0];
    };
    expect(resource.update).toBe(at("PUT"));
    expect(resource.delete).toBe(at("DELETE"));
  });

  test("sends changes of attributes that it has", () => {
    if (resource.update === undefined) return;
    const body = bodySchema(document, operations.get(stringOf(resource.update))?.operation ?? {}) ?? {};
    const properties = propertiesOf(document, schema);
    expect(properties.size).toBeGreaterThan(0);
    for (const attribute of propertiesOf(document, body).keys()) {
      expect(properties.has(attribute), attribute).toBe(true);
      expect(properties.get(attribute)?.readOnly, attribute).not.toBe(true);
    }
  });

  test("knows the inputs of its actions and relations", () => {
    for (const id of Object.values(maybeObject(resource.actions)).map(stringOf)) {
      expect(operations.has(id), id).toBe(true);
      expect(pathInputs(id), id).toEqual(named);
    }
    for (const relation of Object.values(maybeObject(resource.relations)).map((value) => objectOf(value))) {
      const id = stringOf(relation.many ?? relation.one);
      expect(operations.has(id), id).toBe(true);
      expect(operations.get(id)?.operation["x-paginator"] !== undefined, id).toBe(relation.many !== undefined);
      const sources = maybeObject(relation.input);
      const given = relation.many === undefined ? Object.keys(sources) : named;
      expect([...pathInputs(id)].filter((input) => !given.includes(input))).toEqual([]);
      for (const source of Object.values(sources)) expect(propertyAt(schema, stringOf(source))).toBeDefined();
    }
  });

  test("has attributes of its own that grow old, and states that can occur", () => {
    for (const attribute of Object.keys(maybeObject(resource.volatile)))
      expect(propertiesOf(document, schema).has(attribute)).toBe(true);
    const lifecycle = maybeObject(schema["x-lifecycle"]);
    if (lifecycle.states === undefined) return;
    const states = Object.keys(objectOf(lifecycle.states));
    expect(states.sort()).toEqual([...valuesOf(propertyAt(schema, stringOf(lifecycle.state)))].sort());
    expect(states).toContain(lifecycle.initial);
    for (const transition of listOf(lifecycle.transitions).map((value) => objectOf(value))) {
      expect(operations.has(stringOf(transition.on))).toBe(true);
      expect(states).toEqual(expect.arrayContaining([stringOf(transition.to), ...stringsOf(transition.from)]));
    }
  });
});

describe("waiters", () => {
  test.each([
    ["getEvent", "waitUntilEventFinished", "AccountEvent"],
    ["getNodeBalancerNode", "waitUntilNodeBalancerNodeUp", "NodeBalancerNode"],
  ])("%s: %s watches states that can occur", (id, name, model) => {
    const waiter = objectOf(maybeObject(operations.get(id)?.operation["x-waiter"])[name]);
    const values = valuesOf(propertyAt(schemas.get(model) ?? {}, stringOf(waiter.value)));
    const watched = [waiter.done, waiter.failed, waiter.pending].flatMap((end) => listOf(maybeObject(end).values));
    expect(watched.length).toBeGreaterThan(0);
    expect(watched.filter((value) => !values.includes(value))).toEqual([]);
  });

  test("the one for events knows every status", () => {
    const { waitUntilEventFinished } = maybeObject(operations.get("getEvent")?.operation["x-waiter"]);
    const { done, failed, pending } = objectOf(waitUntilEventFinished);
    const ends = [done, failed, pending].flatMap((end) => listOf(maybeObject(end).values));
    expect(ends.sort()).toEqual([...valuesOf(schemas.get("EventStatus"))].sort());
  });
});

const behaviours = readInventory("behaviours");

test.skipIf(behaviours === undefined)(
  `the age of volatile attributes is that of the Python library${behaviours === undefined ? ` (${absent})` : ""}`,
  () => {
    const told = behaviours?.find(({ behaviour_id: id }) => id === "model-volatile")?.what_it_must_do ?? "";
    const [, seconds = ""] = /older than (\d+) seconds/.exec(told) ?? [];
    const [, attribute = ""] = /Event\.(\w+)/.exec(told) ?? [];
    expect(objectOf(schemas.get("AccountEvent")?.["x-resource"]).volatile).toEqual({
      [attribute]: Number(seconds) * 1000,
    });
  },
);
