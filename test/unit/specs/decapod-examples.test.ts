import { describe, expect, test } from "vitest";
import { checker, examplesIn } from "./examples.js";
import { maybeObject, objectOf, stringOf } from "./json.js";
import { openSpec, operationsOf } from "./spec.js";

const { document } = await openSpec("decapod");
const found = examplesIn(document);
const fault = checker(document);

describe("the examples of the Decapod spec", () => {
  test.each(found.map((example) => [example.pointer, example] as const))("%s", (_pointer, { schema, value }) => {
    expect(fault(schema, value)).toBe("");
  });

  test("a body, and a reply, has one each", () => {
    const pointers = found.map(({ pointer }) => pointer);
    for (const { operation, method, path } of operationsOf(document)) {
      const at = `/paths/${path.replaceAll("/", "~1")}/${method.toLowerCase()}`;
      const bodies = operation.requestBody === undefined ? [] : [`${at}/requestBody/`];
      const reply = objectOf(maybeObject(operation.responses)["200"]);
      const replies = typeof reply.$ref === "string" ? [`${reply.$ref.slice(1)}/`] : [`${at}/responses/200/`];
      for (const start of [...bodies, ...replies]) {
        expect(
          pointers.filter((pointer) => pointer.startsWith(start)),
          `${stringOf(operation.operationId)} ${start}`,
        ).toHaveLength(1);
      }
    }
  });

  test("the check sees through the envelope", () => {
    const schema = { $ref: "#/components/schemas/Cluster" };
    const cluster = {
      id: "1597a71f-6619-4db6-9cda-a153f4f19097",
      model: "cluster",
      version: 1,
      time_updated: 1478175677,
      time_deleted: 0,
      initiator_id: null,
      data: { name: "ceph", configuration: {} },
    };
    expect(fault(schema, cluster)).toBe("");
    expect(fault(schema, { ...cluster, model: "role" })).toContain("constant");
    expect(fault(schema, { ...cluster, version: "1" })).toContain("integer");
    expect(fault(schema, { ...cluster, execution_id: "" })).toContain("unevaluated");
    expect(fault(schema, { ...cluster, data: { name: "ceph" } })).toContain("configuration");
    expect(fault(schema, { ...cluster, data: { name: "ceph", configuration: { mons: [{}] } } })).toContain("server_id");
  });
});
