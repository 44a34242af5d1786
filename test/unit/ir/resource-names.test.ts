import { expect, it } from "vitest";
import { buildApi } from "../../../generator/src/ir/index.js";
import { load } from "../../../generator/src/load/index.js";
import { withFile } from "../../support/generate.js";

/* What the methods of resources are called. */

const text = { type: "string" };
const reply = (schema: object): object => ({
  200: { description: "Fine.", content: { "application/json": { schema } } },
});
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const boxId = { name: "boxId", in: "path", required: true, schema: text };

/** The names of the methods of a thing with a schema's name, which has some attributes, waiters and relations. */
async function methods(noun: string, has: { attributes?: string[]; waiters?: string[]; relations?: string[] }) {
  const waiter = { description: "Waits.", value: "/id", done: { values: ["on"] }, maxWaitMs: 1000 };
  const extension = {
    identity: { boxId: "/id" },
    load: "getThing",
    relations: Object.fromEntries((has.relations ?? []).map((name) => [name, { many: "listParts" }])),
  };
  const document = {
    openapi: "3.1.0",
    info: { title: "Test API", version: "1" },
    paths: {
      "/things/{boxId}": {
        get: {
          operationId: "getThing",
          parameters: [boxId],
          responses: reply(ref(noun)),
          "x-waiter": Object.fromEntries((has.waiters ?? []).map((name) => [name, waiter])),
        },
      },
      "/things/{boxId}/parts": {
        get: { operationId: "listParts", parameters: [boxId], responses: reply({ type: "array", items: text }) },
      },
    },
    components: {
      schemas: {
        [noun]: {
          type: "object",
          properties: Object.fromEntries(["id", ...(has.attributes ?? [])].map((name) => [name, text])),
          "x-resource": extension,
        },
      },
    },
  };
  return withFile(document, async (file) => {
    const { value, diagnostics } = await load(file, { cwd: process.cwd() });
    if (value === undefined) throw new Error(JSON.stringify(diagnostics));
    const [resource] = buildApi(value, { names: "checked" }).value?.resources ?? [];
    return [
      ...(resource?.relations ?? []).map(({ name }) => name),
      ...(resource?.waiters ?? []).map(({ method }) => method),
    ];
  });
}

it.each([
  ["Box", "waitUntilBoxOpen", "waitUntilOpen"],
  ["Snapshot", "waitUntilMachineSnapshotCreated", "waitUntilCreated"],
  ["AccountEvent", "waitUntilEventFinished", "waitUntilFinished"],
  ["NodePool", "waitUntilKubernetesNodePoolActive", "waitUntilActive"],
  // Not the word, only how one begins; and where nothing would be left, all stays.
  ["Box", "waitUntilBoxesOpen", "waitUntilBoxesOpen"],
  ["Box", "waitUntilBox", "waitUntilBox"],
  ["Box", "waitUntilOpen", "waitUntilOpen"],
])("a waiter of a %s called %s is its %s", async (noun, waiter, method) => {
  expect(await methods(noun, { waiters: [waiter] })).toEqual([method]);
});

it("keeps two waiters apart", async () => {
  const waiters = ["waitUntilBoxOpen", "waitUntilOldBoxOpen"];
  expect(await methods("Box", { waiters })).toEqual(["waitUntilOpen", "waitUntilOldBoxOpen"]);
});

it("lists what has the name of an attribute", async () => {
  const attributes = ["disks", "listNics", "nics"];
  const relations = ["shelves", "disks", "nics"];
  expect(await methods("Box", { attributes, relations })).toEqual(["shelves", "listDisks", "listNics2"]);
});
