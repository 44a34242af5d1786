import { describe, expect, test } from "vitest";
import { checker, timesOf } from "./examples.js";
import type { Json } from "./json.js";
import { openSpec } from "./spec.js";

const { document } = await openSpec("cloudapi");
const fault = checker(document, timesOf("cloudapi"));

describe("the examples of the CloudAPI spec", () => {
  test("the check finds a wrong type, a wrong format, a missing and an unknown member", () => {
    const schema = { $ref: "#/components/schemas/Snapshot" };
    const snapshot = { name: "just-booted", state: "queued", created: "2011-07-05T17:19:26+00:00" };
    expect(fault(schema, snapshot)).toBe("");
    expect(fault(schema, { ...snapshot, size: "1" })).toContain("must be integer");
    expect(fault(schema, { ...snapshot, created: "yesterday" })).toContain("must match format");
    expect(fault(schema, { state: "queued" })).toContain("required property");
    expect(fault(schema, { ...snapshot, nmae: "" })).toContain("unevaluated");
    const key = { name: "a", fingerprint: "aa:bb", key: "ssh-rsa AAAA" };
    expect(fault({ $ref: "#/components/schemas/Key" }, key)).toBe("");
    expect(fault({ $ref: "#/components/schemas/Key" }, { ...key, nmae: "" })).toContain("unevaluated");
  });

  test("takes what servers have answered through the years", () => {
    const machine = {
      id: "75cfe125-a5ce-49e8-82ac-09aa31ffdf26",
      name: "getting-started",
      type: "smartmachine",
      state: "running",
      ips: ["10.88.88.51"],
      memory: 128,
      disk: 5120,
      metadata: {},
      created: "2011-06-27T23:50:49+00:00",
    };
    const fits = (name: string, value: Json): void =>
      expect(fault({ $ref: `#/components/schemas/${name}` }, value), name).toBe("");
    fits("Machine", { ...machine, dataset: "sdc:sdc:smartos:1.3.15", updated: "2011-06-28T00:09:37+00:00" });
    fits("Machine", {
      ...machine,
      ips: ["dhcp"],
      primaryIp: "dhcp",
      networks: [null],
      package: "",
      compute_node: null,
    });
    fits("Package", { name: "regular_128", memory: 128, disk: 5120, swap: 256, default: "true" });
    fits("Dataset", { id: machine.id, name: "smartos", os: "smartos", type: "smartmachine", version: "1.3.13" });
    fits("Role", { id: machine.id, name: "r", policies: ["p"], members: ["bob"], default_members: ["bob"] });
    fits("MachineMetadata", { "user-script": "#!/bin/sh", limits: { cpu: 1 }, credentials: { root: "s8v9kuht5e" } });
    fits("MachineTags", { role: "web", primary: true, shard: 3 });
    fits("Failure", {
      code: "InvalidParameters",
      message: "Invalid parameters",
      errors: [{ field: "name", code: "Duplicate", message: "taken" }],
    });
  });
});
