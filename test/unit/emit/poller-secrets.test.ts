import { expect, test } from "vitest";
import { pollings } from "../../../generator/src/emit/pollers.js";
import { Types } from "../../../generator/src/emit/types.js";
import { apiOfText } from "../../support/generate.js";

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const secret = { type: "string", "x-sensitive": true };
const answer = (schema: object): object => ({ description: "It.", content: { "application/json": { schema } } });

/** Something that is made for later, and answers in the meantime with that. */
const documentOf = (accepted: object): object => ({
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  servers: [{ url: "https://things.example" }],
  paths: {
    "/things": {
      post: {
        operationId: "makeThing",
        "x-poller": { waiter: "waitUntilMade", input: { jobId: { header: "X-Job" } } },
        responses: { 202: answer(accepted) },
      },
    },
    "/jobs/{jobId}": {
      get: {
        operationId: "getJob",
        parameters: [{ name: "jobId", in: "path", required: true, schema: { type: "string" } }],
        "x-waiter": { waitUntilMade: { description: "Waits.", value: "/state", done: { values: ["DONE"] } } },
        responses: { 200: answer({ type: "object", properties: { state: { type: "string" }, jobSecret: secret } }) },
      },
    },
  },
  components: {
    schemas: {
      Base: { type: "object", properties: { kind: { type: "string" }, inherited: secret } },
      Part: { type: "object", properties: { pin: secret, whole: ref("Thing") } },
      Thing: {
        allOf: [
          ref("Base"),
          {
            type: "object",
            properties: {
              id: { type: "string" },
              token: { type: "string", format: "password" },
              parts: { type: "array", items: ref("Part") },
              byName: { type: "object", additionalProperties: { type: "object", properties: { inRecord: secret } } },
              either: { oneOf: [{ type: "string" }, { type: "object", properties: { inUnion: secret } }] },
            },
          },
        ],
      },
      Pet: {
        oneOf: [ref("Cat"), ref("Dog")],
        discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat" } },
      },
      Cat: { type: "object", required: ["kind"], properties: { kind: { type: "string" }, purr: secret } },
      Dog: { type: "object", required: ["kind"], properties: { kind: { type: "string" }, bark: secret } },
      Animal: {
        type: "object",
        required: ["kind"],
        properties: { kind: { type: "string" } },
        discriminator: { propertyName: "kind", mapping: { fish: "#/components/schemas/Fish" } },
      },
      Fish: { allOf: [ref("Animal"), { type: "object", properties: { glow: secret } }] },
    },
  },
});

test.each([
  ["an object and all that it leads to", ref("Thing"), ["inRecord", "inUnion", "inherited", "pin", "token"]],
  ["any of several", ref("Pet"), ["bark", "purr"]],
  ["a base type, whose subtypes may come", ref("Animal"), ["glow"]],
  ["nothing secret", { type: "object", properties: { id: { type: "string" } } }, []],
])("a poller knows what is secret in what was accepted: %s", async (_, accepted, expected) => {
  const api = await apiOfText(documentOf(accepted));
  expect(pollings(api, new Types(api)).map(({ secrets }) => secrets)).toEqual([expected]);
});
