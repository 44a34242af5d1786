import { describe, expect, test } from "vitest";
import { listOf, maybeObject, objectOf, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { bodySchema, openSpec, operationsOf, propertiesOf } from "./spec.js";

const { document } = await openSpec("linode");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));
const schemas = new Map(
  Object.entries(maybeObject(maybeObject(document.components).schemas)).map(([name, value]) => [name, objectOf(value)]),
);

/** What the Python library has models for, and the two views that hang on a Linode there. */
const models = [
  "Instance",
  "InstanceConfig",
  "Disk",
  "Backup",
  "InstanceBackups",
  "InstanceIps",
  "InstanceType",
  "Kernel",
  "StackScript",
  "Image",
  "Region",
  "Volume",
];

function pathInputs(id: string): readonly string[] {
  const { parameters } = operations.get(id) ?? { parameters: [] };
  return parameters.filter(({ in: place }) => place === "path").map(({ name }) => stringOf(name));
}

function propertyAt(schema: JsonObject, pointer: string): JsonObject | undefined {
  return propertiesOf(document, schema).get(pointer.slice(1));
}

describe.each(models)("%s", (name) => {
  const schema = schemas.get(name) ?? {};
  const resource = maybeObject(schema["x-resource"]);
  const identity = maybeObject(resource.identity);
  const { path } = operations.get(stringOf(resource.load)) ?? {};

  test("is named by the inputs of its operations, in their order", () => {
    expect(operations.has(stringOf(resource.load))).toBe(true);
    for (const id of [resource.load, resource.update, resource.delete].filter((value) => value !== undefined))
      expect(pathInputs(stringOf(id)), stringOf(id)).toEqual(Object.keys(identity));
    for (const source of Object.values(identity))
      if (source !== "parent") expect(propertyAt(schema, stringOf(source)), stringOf(source)).toBeDefined();
  });

  test("has every operation of its path", () => {
    const at = (method: string): string | undefined =>
      [...operations].find(([, entry]) => entry.path === path && entry.method === method)?.[0];
    expect(resource.update).toBe(at("PUT"));
    expect(resource.delete).toBe(at("DELETE"));
  });

  test("can be given what its update takes, and saves it as the Python library does", () => {
    if (resource.update === undefined) return expect(resource).not.toHaveProperty("updateSends");
    // A profile is read with the numbers of its interfaces and sent without them, so that only changes can be sent.
    expect(resource.updateSends).toBe(name === "InstanceConfig" ? undefined : "attributes");
    const body = bodySchema(document, operations.get(stringOf(resource.update))?.operation ?? {}) ?? {};
    const mutable = [...propertiesOf(document, body).keys()];
    expect(mutable.length).toBeGreaterThan(0);
    for (const attribute of mutable) expect(propertyAt(schema, `/${attribute}`), attribute).toBeDefined();
    for (const attribute of mutable) expect(propertyAt(schema, `/${attribute}`)?.readOnly, attribute).not.toBe(true);
  });

  test("offers every action below its path", () => {
    const actions = Object.values(maybeObject(resource.actions)).map(stringOf);
    for (const id of actions)
      expect(pathInputs(id).slice(0, Object.keys(identity).length)).toEqual(Object.keys(identity));
    const below = [...operations].filter(([, entry]) => entry.method === "POST" && isBelow(path ?? "", entry.path));
    expect(actions).toEqual(expect.arrayContaining(below.map(([id]) => id)));
  });

  test("leads to operations that know all their inputs", () => {
    for (const relation of Object.values(maybeObject(resource.relations)).map((value) => objectOf(value))) {
      const id = stringOf(relation.many ?? relation.one);
      expect(operations.get(id)?.operation["x-paginator"] !== undefined, id).toBe(relation.many !== undefined);
      const given = relation.many === undefined ? Object.keys(maybeObject(relation.input)) : Object.keys(identity);
      expect(pathInputs(id)).toEqual(given);
      for (const source of Object.values(maybeObject(relation.input)).map(stringOf))
        expect(propertyAt(schema, source), source).toBeDefined();
    }
  });
});

/** Whether a path is one step below another, without a further id. */
function isBelow(parent: string, path: string): boolean {
  return path.startsWith(`${parent}/`) && !path.slice(parent.length).includes("{") && parent.endsWith("}");
}

describe("lifecycles", () => {
  const played = models.filter((name) => schemas.get(name)?.["x-lifecycle"] !== undefined);

  test("are those of what takes time", () => expect(played).toEqual(["Instance", "Disk", "Backup", "Image", "Volume"]));

  test.each(played)("%s: states that can occur, and can be reached", (name) => {
    const schema = schemas.get(name) ?? {};
    const lifecycle = objectOf(schema["x-lifecycle"]);
    const states = new Map(
      Object.entries(objectOf(lifecycle.states)).map(([state, value]) => [state, objectOf(value)]),
    );
    const values = listOf(propertyAt(schema, stringOf(lifecycle.state))?.enum);
    const gone = [...states].filter(([, { status }]) => status !== undefined).map(([state]) => state);
    expect([...states.keys()].filter((state) => !gone.includes(state) && !values.includes(state))).toEqual([]);
    for (const { description } of states.values()) expect(description).toMatch(/^[A-Z].*\.$/);

    const transitions = listOf(lifecycle.transitions).map((value) => objectOf(value));
    for (const { on, from } of transitions) {
      expect(operations.has(stringOf(on)), stringOf(on)).toBe(true);
      expect([...states.keys()]).toEqual(expect.arrayContaining([...stringsOf(from)]));
    }
    const reached = new Set([stringOf(lifecycle.initial)]);
    for (const { to } of transitions) reached.add(stringOf(to));
    for (const state of reached) {
      const { then } = states.get(state) ?? {};
      if (then !== undefined) reached.add(stringOf(then));
    }
    expect([...reached].sort()).toEqual([...states.keys()].sort());
  });

  test("every move of a Linode ends, and ends at running, offline or deleted", () => {
    const states = objectOf(objectOf(schemas.get("Instance")?.["x-lifecycle"]).states);
    for (const start of Object.keys(states)) {
      let state = start;
      for (let step = 0; step < 5; step += 1) state = stringOf(objectOf(states[state]).then) || state;
      expect(["running", "offline", "deleted"]).toContain(state);
    }
  });
});

describe("waiters", () => {
  const waiters = [
    ["getInstance", "waitUntilInstanceRunning", "Instance"],
    ["getInstance", "waitUntilInstanceOffline", "Instance"],
    ["getInstance", "waitUntilInstanceDeleted", "Instance"],
    ["getInstanceBackup", "waitUntilBackupSuccessful", "Backup"],
    ["getInstanceDisk", "waitUntilDiskReady", "Disk"],
    ["getInstanceDisk", "waitUntilDiskDeleted", "Disk"],
    ["getImage", "waitUntilImageAvailable", "Image"],
    ["getVolume", "waitUntilVolumeActive", "Volume"],
    ["getVolume", "waitUntilVolumeDetached", "Volume"],
  ] as const;

  test("are all that there are", () => {
    const ids = [...new Set(waiters.map(([id]) => id))];
    const found = ids.flatMap((id) => Object.keys(maybeObject(operations.get(id)?.operation["x-waiter"])));
    expect(found.sort()).toEqual(waiters.map(([, name]) => name).sort());
  });

  test.each(waiters)("%s: %s watches what can occur", (id, name, model) => {
    const waiter = objectOf(maybeObject(operations.get(id)?.operation["x-waiter"])[name]);
    const property = propertyAt(schemas.get(model) ?? {}, stringOf(waiter.value)) ?? {};
    const watched = [waiter.done, waiter.failed].flatMap((end) => listOf(maybeObject(end).values));
    if (property.enum === undefined) expect([property.type].flat()).toContain("null");
    else expect(watched.filter((value) => !listOf(property.enum).includes(value))).toEqual([]);
    const ends = [waiter.done, waiter.failed].flatMap((end) => listOf(maybeObject(end).statuses));
    expect(ends).toEqual([404]);
    expect(Number(waiter.maxWaitMs)).toBeGreaterThan(Number(waiter.delayMs));
  });
});

test("ids are of models, and secrets are marked", () => {
  const secrets: string[] = [];
  const ids = new Map<string, string>();
  for (const id of [
    "createInstance",
    "rebuildInstance",
    "createInstanceDisk",
    "resetInstanceDiskPassword",
    "createVolume",
  ]) {
    const body = bodySchema(document, operations.get(id)?.operation ?? {}) ?? {};
    for (const [name, property] of Object.entries(maybeObject(body.properties)).map(
      ([key, value]) => [key, objectOf(value)] as const,
    )) {
      if (property["x-sensitive"] === true) secrets.push(`${id}.${name}`);
      if (property["x-id-of"] !== undefined) ids.set(name, stringOf(property["x-id-of"]));
    }
  }
  expect(secrets).toEqual([
    "createInstance.root_pass",
    "createInstance.stackscript_data",
    "rebuildInstance.root_pass",
    "rebuildInstance.stackscript_data",
    "createInstanceDisk.root_pass",
    "createInstanceDisk.stackscript_data",
    "resetInstanceDiskPassword.password",
  ]);
  expect(Object.fromEntries(ids)).toEqual({
    type: "InstanceType",
    region: "Region",
    image: "Image",
    stackscript_id: "StackScript",
    backup_id: "Backup",
    linode_id: "Instance",
    config_id: "InstanceConfig",
  });
  for (const model of ids.values()) expect(models).toContain(model);
});

const behaviours = readInventory("behaviours");

test.skipIf(behaviours === undefined)(
  `volatile attributes are those of the Python library${behaviours === undefined ? ` (${absent})` : ""}`,
  () => {
    const told = behaviours?.find(({ behaviour_id: id }) => id === "model-volatile")?.what_it_must_do ?? "";
    const [, seconds = ""] = /older than (\d+) seconds/.exec(told) ?? [];
    const names = [...told.matchAll(/\b(Linode|Backup)\.(\w+)/g)].map(
      ([, model, attribute]) => `${model}.${attribute}`,
    );
    const found = models.flatMap((name) =>
      Object.entries(maybeObject(objectOf(schemas.get(name)?.["x-resource"]).volatile)).map(([attribute, age]) => {
        expect(age).toBe(Number(seconds) * 1000);
        return `${name === "Instance" ? "Linode" : name}.${attribute}`;
      }),
    );
    expect(found.sort()).toEqual(names.sort());
  },
);
