import { describe, expect, test } from "vitest";
import { checker, examplesIn } from "./examples.js";
import { maybeObject, objectOf, type Json, type JsonObject } from "./json.js";
import { openSpec } from "./spec.js";

const { document } = await openSpec("linode");
const fault = checker(document);
const examples = examplesIn(document);

/** The example of a schema in the spec's own replies. */
function exampleOf(name: string): JsonObject {
  const found = examples.find(({ schema }) => maybeObject(schema).$ref === `#/components/schemas/${name}`);
  return objectOf(found?.value, `an example of ${name}`);
}

const [instance, config, backup, image] = ["Instance", "InstanceConfig", "Backup", "Image"].map(exampleOf);
const [type, script, volume, ips] = ["InstanceType", "StackScript", "Volume", "InstanceIps"].map(exampleOf);
const backups = exampleOf("InstanceBackups");
const emptyDevices = Object.fromEntries([..."abcdefgh"].map((letter) => [`sd${letter}`, null]));
const noSchedule = { enabled: false, available: false, schedule: { day: null, window: null }, last_successful: null };

/** What servers send although the documentation has it otherwise, and what only some of them send. */
const sent: readonly (readonly [string, string, JsonObject])[] = [
  ["Instance", "made empty", { ...instance, image: null, ipv6: null, status: "offline", tags: [], group: "" }],
  ["Instance", "never backed up", { ...instance, backups: noSchedule }],
  [
    "Instance",
    "a window with a zero",
    { ...instance, backups: { enabled: true, schedule: { day: "Sunday", window: "W02" } } },
  ],
  [
    "Instance",
    "of a newer server",
    { ...instance, lke_cluster_id: null, placement_group: null, disk_encryption: "disabled", capabilities: [] },
  ],
  [
    "Instance",
    "in a placement group",
    {
      ...instance,
      placement_group: {
        id: 528,
        label: "PG_Miami_failover",
        placement_group_type: "anti_affinity:local",
        placement_group_policy: "strict",
        migrating_to: null,
      },
    },
  ],
  ["InstanceConfig", "nothing at its devices", { ...config, comments: null, devices: emptyDevices, interfaces: [] }],
  ["InstanceConfig", "one device", { ...config, devices: { ...emptyDevices, sda: { disk_id: 1, volume_id: null } } }],
  ["InstanceConfig", "a volume", { ...config, devices: { sdb: { disk_id: null, volume_id: 2 } } }],
  [
    "InstanceConfig",
    "of an older server",
    { ...config, initrd: null, created: "2018-01-01T00:01:01", updated: "2018-01-01T00:01:01" },
  ],
  [
    "InstanceConfig",
    "interfaces without addresses",
    {
      ...config,
      interfaces: [
        { id: 1, purpose: "public", label: "", ipam_address: "", primary: false, ipv4: null },
        { id: 2, purpose: "vpc", ipv4: { vpc: "10.0.0.2", nat_1_1: null }, ip_ranges: [], subnet_id: 3, vpc_id: 4 },
      ],
    },
  ],
  ["Backup", "on its way", { ...backup, status: "pending", finished: null, label: null, type: "auto" }],
  ["Backup", "of an older server", { ...backup, duration: 39, message: "", region: "us-east-1a" }],
  ["InstanceBackups", "none", { automatic: [], snapshot: { current: null, in_progress: null } }],
  ["InstanceBackups", "one on its way", { ...backups, snapshot: { current: null, in_progress: backup ?? null } }],
  ["InstanceIps", "no IPv6", { ipv4: { public: [], private: [], shared: [] }, ipv6: { global: [] } }],
  [
    "InstanceIps",
    "a range in a VPC",
    {
      ...ips,
      ipv4: {
        public: [],
        private: [],
        shared: [],
        reserved: [],
        vpc: [{ address: null, address_range: "10.0.0.64/26", gateway: null, prefix: null, nat_1_1: null, vpc_id: 1 }],
      },
    },
  ],
  ["InstanceStats", "nothing yet", { cpu: [], io: { io: [], swap: [] }, title: "linode.com" }],
  ["Kernel", "an older one", { ...exampleOf("Kernel"), xen: false, description: null, updates: null }],
  [
    "InstanceType",
    "with a successor",
    { ...type, successor: "g6-standard-4", class: "accelerated", accelerated_devices: 1 },
  ],
  ["InstanceType", "without prices of regions", { ...type, region_prices: [] }],
  ["StackScript", "no questions", { ...script, user_defined_fields: [], rev_note: "", description: "" }],
  [
    "StackScript",
    "questions without answers",
    { ...script, user_defined_fields: [{ label: "Which?", name: "W", default: null, oneOf: "a,b" }] },
  ],
  [
    "Image",
    "one of the account",
    { ...image, id: "private/15", vendor: null, eol: null, expiry: null, description: null, created_by: "me" },
  ],
  [
    "Image",
    "without text",
    { ...image, description: "", status: "pending_upload", type: "automatic", expiry: "2018-01-01T00:01:01" },
  ],
  [
    "Image",
    "of a newer server",
    { ...image, tags: [], total_size: 1234567, regions: [{ region: "us-iad", status: "pending replication" }] },
  ],
  ["Region", "an older one", { id: "us-east-1a", country: "us" }],
  ["Volume", "attached to nothing", { ...volume, linode_id: null, linode_label: null, status: "creating", tags: [] }],
];

describe("replies", () => {
  test.each(sent)("%s: %s", (name, _case, value) => {
    expect(fault({ $ref: `#/components/schemas/${name}` }, value)).toBe("");
  });

  /** Members that are never null, so that those above are not null by chance. */
  const never: readonly (readonly [string, string])[] = [
    ["Instance", "status"],
    ["InstanceConfig", "devices"],
    ["Backup", "configs"],
    ["Disk", "filesystem"],
    ["Image", "is_public"],
    ["InstanceTransfer", "used"],
    ["InstanceType", "price"],
    ["Kernel", "version"],
    ["Region", "id"],
    ["StackScript", "script"],
    ["Volume", "size"],
    ["OAuthToken", "access_token"],
  ];

  test.each(never)("%s: %s is always there, and nothing unknown is", (name, member) => {
    const schema: Json = { $ref: `#/components/schemas/${name}` };
    const value = exampleOf(name);
    expect(fault(schema, value)).toBe("");
    expect(fault(schema, { ...value, [member]: null })).not.toBe("");
    expect(fault(schema, Object.fromEntries(Object.entries(value).filter(([key]) => key !== member)))).toContain(
      member,
    );
    expect(fault(schema, { ...value, misspelt: 1 })).toContain("unevaluated");
  });

  test("a point of statistics is a time and a value", () => {
    const schema: Json = { $ref: "#/components/schemas/InstanceStatsPoint" };
    expect(fault(schema, [1521484800000, 0.42])).toBe("");
    expect(fault(schema, [1521484800000, null])).toBe("");
    for (const wrong of [[1521484800000], [1521484800000, 1, 2], ["2018", 1], [1521484800000, "1"]])
      expect(fault(schema, wrong), JSON.stringify(wrong)).not.toBe("");
  });

  test("a label begins with a letter and has no two signs in a row", () => {
    const schema: Json = { $ref: "#/components/schemas/InstanceChanges" };
    for (const label of ["linode123", "a-b_c.d"]) expect(fault(schema, { label })).toBe("");
    for (const label of ["1abc", "a--bc", "a__bc", "a..bc", "ab", "a b c", "a".repeat(65)])
      expect(fault(schema, { label }), label).not.toBe("");
  });
});
