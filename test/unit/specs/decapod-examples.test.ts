import { describe, expect, test } from "vitest";
import { checker } from "./examples.js";
import { openSpec } from "./spec.js";

const { document } = await openSpec("decapod");
const fault = checker(document);

describe("the examples of the Decapod spec", () => {
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
