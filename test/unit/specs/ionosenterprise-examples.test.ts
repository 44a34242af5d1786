import { describe, expect, test } from "vitest";
import { checker, timesOf } from "./examples.js";
import type { Json, JsonObject } from "./json.js";
import { openSpec } from "./spec.js";

const { document } = await openSpec("ionosenterprise");

const fault = checker(document, timesOf("ionosenterprise"));

describe("the examples of the IONOS Enterprise spec", () => {
  test("the check finds a wrong type, a wrong format, a limit, a missing and an unknown member, however deep", () => {
    const schema = { $ref: "#/components/schemas/NewDatacenter" };
    const build = (rule: JsonObject, properties: JsonObject = {}): Json => ({
      properties: { name: "web", location: "us/las", ...properties },
      entities: {
        servers: {
          items: [
            {
              properties: { name: "web", cores: 1, ram: 2048 },
              entities: {
                nics: { items: [{ properties: { lan: 1 }, entities: { firewallrules: { items: [{ properties: rule }] } } }] },
              },
            },
          ],
        },
      },
    }); // prettier-ignore
    expect(fault(schema, build({ protocol: "TCP", portRangeStart: 22 }))).toBe("");
    expect(fault(schema, build({ protocol: "TCP", portRangeStart: 0 }))).toContain(">= 1");
    expect(fault(schema, build({ protocol: "TCP", portRangeStart: "22" }))).toContain("integer");
    expect(fault(schema, build({ protocol: "TCP", sourceIp: "any" }))).toContain("ipv4");
    expect(fault(schema, build({ protocol: "TCP", sourceip: null }))).toContain("unevaluated");
    expect(fault(schema, build({}))).toContain("protocol");
    expect(fault(schema, build({ protocol: "TCP" }, { name: "a/b" }))).toContain("pattern");
  });

  test("a reply may be a bare reference, and may not lack what every object has", () => {
    const schema = { $ref: "#/components/schemas/Server" };
    const reference = { id: "1", type: "server", href: "https://api.ionos.com/cloudapi/v5/datacenters/1/servers/1" };
    expect(fault(schema, reference)).toBe("");
    expect(fault(schema, { ...reference, entities: { nics: { id: "nics", type: "collection" } } })).toBe("");
    expect(fault(schema, { ...reference, properties: { vmstate: null } })).toContain("unevaluated");
    expect(fault(schema, { id: "1", type: "server" })).toContain("href");
  });
});
