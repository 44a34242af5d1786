import { describe, expect, test } from "vitest";
import { eachObject, listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type Json, type JsonObject } from "./json.js"; // prettier-ignore
import { openSpec, operationsOf, propertiesOf, type SpecOperation } from "./spec.js";

const { document } = await openSpec("ionosenterprise");
const operations = operationsOf(document);
const byId = operations.map((entry) => [stringOf(entry.operation.operationId), entry] as const);
const ids = byId.map(([id]) => id);
const schemas = Object.entries(objectOf(objectOf(document.components).schemas)).map(
  ([name, schema]) => [name, objectOf(schema)] as const,
);

/** The schema of a name. */
function schemaNamed(name: string): JsonObject {
  return resolve(document, { $ref: `#/components/schemas/${name}` });
}

/** A schema without the null beside it, resolved. */
function plain(schema: JsonObject): JsonObject {
  const [option, ...more] = listOf(schema.oneOf).filter((entry) => objectOf(entry).type !== "null");
  return option === undefined || more.length > 0 ? resolve(document, schema) : resolve(document, option);
}

/** What a JSON pointer into the instances of a schema leads to; nothing when there is no such member. */
function member(schema: JsonObject, pointer: string): JsonObject | undefined {
  let at: JsonObject | undefined = schema;
  for (const key of pointer.split("/").slice(1)) {
    const found: JsonObject | undefined = at && propertiesOf(document, at).get(key);
    at = found && plain(found);
  }
  return at;
}

function operation(id: Json | undefined): SpecOperation {
  const [, found] = byId.find(([known]) => known === id) ?? [];
  if (found === undefined) throw new Error(`there is no operation ${JSON.stringify(id)}`);
  return found;
}

/** The names of what an operation takes in its path. */
function inputsOf(id: Json | undefined): readonly string[] {
  return operation(id)
    .parameters.filter((parameter) => parameter.in === "path")
    .map(({ name }) => stringOf(name));
}

/** The schema of the reply for success. */
function replyOf(id: Json | undefined): JsonObject | undefined {
  const [success] = Object.values(objectOf(operation(id).operation.responses));
  const { content } = resolve(document, success);
  return content === undefined ? undefined : resolve(document, objectOf(objectOf(content)["application/json"]).schema);
}

const extensions: { pointer: string; name: string; value: Json }[] = [];
eachObject(document, (object, pointer) => {
  for (const [name, value] of Object.entries(object))
    if (name.startsWith("x-")) extensions.push({ pointer, name, value });
});

describe("the IONOS Enterprise spec", () => {
  test("states server, sign-in and the shape of errors", () => {
    expect(listOf(document.servers)).toMatchObject([{ url: "https://api.ionos.com/cloudapi/v5" }]);
    expect(document["x-errors"]).toEqual({ list: "/messages", message: "/message", code: "/errorCode" });
    expect(document.security).toEqual([{ basic: [] }, { token: [] }]);
    expect(objectOf(document.components).securitySchemes).toMatchObject({
      basic: {
        type: "http",
        scheme: "basic",
        "x-env": { username: ["IONOS_USERNAME"], password: ["IONOS_PASSWORD"] },
      },
      token: { type: "http", scheme: "bearer" },
    });
    for (const pointer of ["/httpStatus", "/messages"]) expect(member(schemaNamed("Failure"), pointer)).toBeDefined();
    for (const pointer of ["/errorCode", "/message"]) expect(member(schemaNamed("Problem"), pointer)).toBeDefined();
  });
});

describe("operations", () => {
  const lists = byId.filter(([id]) => id.startsWith("list") && id !== "listContracts");
  const whole = ["listK8sClusters", "listK8sNodepools"];

  test("27 operations list something, two of them all at once", () => expect(lists).toHaveLength(27));

  test.each(lists)("%s: pages by offset, unless it comes all at once", (id, { operation: listing, parameters }) => {
    const names = parameters.map(({ name }) => name);
    if (whole.includes(id)) {
      expect(listing["x-paginator"]).toBeUndefined();
      return expect(names).not.toContain("offset");
    }
    expect(listing["x-paginator"]).toEqual({
      style: "offset",
      offset: "offset",
      pageSize: "limit",
      maxPageSize: 1000,
      items: "/items",
      usedPageSize: "/limit",
    });
    expect(names).toEqual(expect.arrayContaining(["offset", "limit"]));
    expect(member(replyOf(id) ?? {}, "/limit")).toBeDefined();
  });

  test("what one creates is wrapped, what one patches is not", () => {
    const bodyOf = (entry: SpecOperation): JsonObject => {
      const content = objectOf(resolve(document, entry.operation.requestBody).content);
      return resolve(document, objectOf(content["application/json"]).schema);
    };
    const patched = byId.filter(([, { method }]) => method === "PATCH");
    const put = byId.filter(([, { method }]) => method === "PUT");
    expect([patched.length, put.length]).toEqual([11, 7]);
    for (const [id, entry] of patched)
      expect([...propertiesOf(document, bodyOf(entry)).keys()], id).not.toContain("properties");
    for (const [id, entry] of put)
      expect([...propertiesOf(document, bodyOf(entry)).keys()], id).toEqual(["properties"]);
  });
});

describe("extensions", () => {
  const waiters = new Map(
    byId.flatMap(([id, entry]) =>
      Object.entries(maybeObject(entry.operation["x-waiter"])).map(([name, value]) => [name, { id, value: objectOf(value) }] as const),
    ),
  ); // prettier-ignore

  test("a wait has the pace of the Python library, or stays at its first one", () => {
    expect(waiters.size).toBe(13);
    for (const [name, { value }] of waiters) {
      const { delayMs, growth, growAfter, maxDelayMs, maxWaitMs } = value;
      expect({ delayMs, maxDelayMs, maxWaitMs }, name).toEqual({ delayMs: 5000, maxWaitMs: 3_600_000 });
      const isSteady = name.startsWith("waitUntilKubernetes");
      expect([growth, growAfter], name).toEqual(isSteady ? [undefined, undefined] : [2, 10]);
    }
  });

  test.each([...waiters])("%s: watches values that there are", (_name, { id, value: { value, done, failed, message } }) => {
    const watched = member(replyOf(id) ?? {}, stringOf(value));
    const values = [done, failed].flatMap((outcome) => stringsOf(maybeObject(outcome).values));
    expect(values.length).toBeGreaterThan(0);
    expect(stringsOf(watched?.enum)).toEqual(expect.arrayContaining(values));
    if (message !== undefined) expect(member(replyOf(id) ?? {}, stringOf(message))).toBeDefined();
  }); // prettier-ignore

  const pollers = byId.filter(([, entry]) => entry.operation["x-poller"] !== undefined);

  test("every change can be followed, but for the one that is done at once", () => {
    const changes = byId.filter(([, { method }]) => method !== "GET").map(([id]) => id);
    expect(pollers.map(([id]) => id)).toEqual(changes.filter((id) => id !== "createS3Key"));
  });

  test.each(pollers)("%s: its poller fits", (id, { operation: { "x-poller": poller } }) => {
    const { waiter, input, result } = objectOf(poller);
    const watch = waiters.get(stringOf(waiter));
    const uses = [{ target: watch?.id, input: objectOf(input) }];
    if (result !== undefined) {
      const { operation: target, input: sources } = objectOf(result);
      uses.push({ target: stringOf(target), input: objectOf(sources) });
      expect(replyOf(target)).toEqual(replyOf(id));
    }
    for (const { target, input: sources } of uses) {
      expect(Object.keys(sources)).toEqual(inputsOf(target));
      for (const source of Object.values(sources)) {
        if (typeof source === "string") expect(member(replyOf(id) ?? {}, source)).toBeDefined();
        else if (objectOf(source).input !== undefined) expect(inputsOf(id)).toContain(objectOf(source).input);
        else expect(source).toEqual({ header: "Location", template: "/requests/{value}/status" });
      }
    }
  });

  const resources = schemas.filter(([, schema]) => schema["x-resource"] !== undefined);

  test("21 models are resources", () => expect(resources).toHaveLength(21));

  test.each(resources)("%s: its resource fits its operations", (_name, schema) => {
    const resource = objectOf(schema["x-resource"]);
    const { identity, attributes, load, update, updateSends, delete: remove, actions, relations, volatile } = resource;
    const own = Object.keys(objectOf(identity));
    expect(attributes).toBe("/properties");
    expect(inputsOf(load)).toEqual(own);
    expect(replyOf(load)).toEqual(schema);
    for (const pointer of Object.values(objectOf(identity)).filter((source) => source !== "parent"))
      expect(member(schema, stringOf(pointer))).toBeDefined();
    if (update !== undefined) {
      // What is put replaces everything, what is patched leaves the rest alone.
      expect(updateSends).toBe(operation(update).method === "PUT" ? "attributes" : undefined);
      expect(inputsOf(update)).toEqual(own);
    }
    if (remove !== undefined) expect(inputsOf(remove)).toEqual(own);
    for (const id of Object.values(maybeObject(actions))) expect(inputsOf(id)).toEqual(expect.arrayContaining(own));
    for (const entry of Object.values(maybeObject(relations)).map((relation) => objectOf(relation))) {
      const { one, many, input } = entry;
      const given = Object.keys(maybeObject(input));
      if (many !== undefined) expect(inputsOf(many)).toEqual(own);
      else expect([...own, ...given]).toEqual(expect.arrayContaining([...inputsOf(one)]));
      for (const pointer of Object.values(maybeObject(input)))
        expect(member(schema, stringOf(pointer)), stringOf(pointer)).toBeDefined();
    }
    for (const name of Object.keys(maybeObject(volatile)))
      expect(member(schema, `/properties/${name}`) ?? member(schema, `/${name}`), name).toBeDefined();
  });

  const alive = schemas.filter(([, schema]) => schema["x-lifecycle"] !== undefined);

  test("fifteen models have a life", () => expect(alive).toHaveLength(15));

  test.each(alive)("%s: its states are those of its enum, and operations move it", (_name, schema) => {
    const { state, initial, states, transitions } = objectOf(schema["x-lifecycle"]);
    const known = Object.keys(objectOf(states));
    expect(stringsOf(member(schema, stringOf(state))?.enum)).toEqual(expect.arrayContaining(known));
    const named = Object.values(objectOf(states)).map((entry) => objectOf(entry).then);
    for (const entry of listOf(transitions).map((transition) => objectOf(transition))) {
      expect(ids).toContain(entry.on);
      named.push(entry.to, ...listOf(entry.from));
    }
    for (const name of [initial, ...named].filter((each) => each !== undefined)) expect(known).toContain(name);
  });
});
