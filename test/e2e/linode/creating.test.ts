import { describe, expect, it } from "vitest";
import {
  DomainType,
  isApiError,
  type CreateInstanceConfigInput,
  type CreateInstanceInput,
  type OpenTicketInput,
} from "@clientwright/linode";
import { useLinode } from "../../support/linode-twin.js";

/* What a client sends to make things, and what it leaves to the server. */

const account = useLinode();
const basics = { type: "g6-standard-1", region: "us-east" };
const rootPass = "correct-Horse-battery-9";

describe("a Linode", () => {
  it("of an image is sent the caller's root password, and comes back alone", async () => {
    const linode = await account.client.createInstance({ ...basics, image: "linode/debian11", root_pass: rootPass });
    expect(account.lastBody()).toEqual({ ...basics, image: "linode/debian11", root_pass: rootPass });
    expect(linode).toMatchObject({ id: 124, image: "linode/debian11" });
    expect(JSON.stringify(linode)).not.toContain(rootPass);
  });

  it("of a StackScript is sent its number, for an object too, with the answers as they are", async () => {
    const script = await account.client.getStackScript({ stackscriptId: 10079 });
    const answers = { gh_username: "example", motd: "Hello!" };
    for (const given of [script, script.id, account.client.stackScript(script)]) {
      await account.client.createInstance({
        ...basics,
        image: "linode/debian9",
        root_pass: rootPass,
        stackscript_id: given,
        stackscript_data: answers,
      });
      expect(account.lastBody()).toMatchObject({ stackscript_id: 10079, stackscript_data: answers });
    }
  });

  it("of a backup is sent its number, for an object too, and no image", async () => {
    const { snapshot } = await account.client.listInstanceBackups({ linodeId: 123 });
    const backup = snapshot.current;
    if (backup === null) throw new Error("there is no snapshot");
    for (const given of [backup, backup.id]) {
      await account.client.createInstance({ ...basics, backup_id: given });
      expect(account.lastBody()).toEqual({ ...basics, backup_id: 123456 });
    }
  });

  it("of nothing is sent type and region, and has no image and nothing to boot from", async () => {
    const linode = await account.client.createInstance(basics);
    expect(account.lastBody()).toEqual(basics);
    expect(linode.image).toBeNull();
    const [disks, configs] = await Promise.all([
      account.client.listInstanceDisks({ linodeId: linode }),
      account.client.listInstanceConfigs({ linodeId: linode }),
    ]);
    expect([disks.results, configs.results]).toEqual([0, 0]);
  });

  it("is booted or not as the server has it, unless the caller says so", async () => {
    await account.client.createInstance({ ...basics, image: "linode/debian11", root_pass: rootPass });
    expect(account.lastBody()).not.toHaveProperty("booted");
    const names = { label: "quiet-one", group: "attic" };
    const linode = await account.client.createInstance({ ...basics, ...names, booted: false });
    expect(account.lastBody()).toEqual({ ...basics, ...names, booted: false });
    expect(linode.label).toBe("quiet-one");
  });

  it("takes objects that have been read wherever it takes ids, and sends the ids", async () => {
    const { client } = account;
    const [type, region, image] = await Promise.all([
      client.getType({ typeId: "g6-standard-2" }),
      client.regions().first(),
      client.image("linode/debian11").load(),
    ]);
    if (region === undefined) throw new Error("there are no regions");
    await client.createInstance({ type, region, image, root_pass: rootPass });
    expect(account.lastBody()).toEqual({
      type: "g6-standard-2",
      region: "us-east",
      image: "linode/debian11",
      root_pass: rootPass,
    });
    const linode = await client.getInstance({ linodeId: 123 });
    await client.createVolume({ label: "data", linode_id: linode });
    expect(account.lastBody()).toEqual({ label: "data", linode_id: 123 });
    await client.shutdownInstance({ linodeId: client.instance(linode) });
    expect(account.lines().at(-1)).toBe("POST /linode/instances/123/shutdown");
  });

  it("takes objects that have not been read, by what they are named by", async () => {
    const { client } = account;
    await client.createVolume({ label: "data", linode_id: client.instance(123) });
    expect(account.lastBody()).toEqual({ label: "data", linode_id: 123 });
    expect(client.stackScript(10079).id).toBe(10079);
    expect(account.lines()).toHaveLength(1);
  });

  it("is made without what is undefined", async () => {
    const nothing = { image: undefined, authorized_keys: undefined, label: undefined, tags: undefined };
    await account.client.createInstance({ ...basics, ...nothing });
    expect(account.lastBody()).toEqual(basics);
    await account.client.createInstance({ ...basics, image: null });
    expect(account.lastBody()).toEqual({ ...basics, image: null });
  });

  it("is sent what the spec does not know yet as it is, when the types are told of it", async () => {
    interface Newer extends CreateInstanceInput {
      readonly rack: { readonly row: number };
    }
    const input: Newer = { ...basics, rack: { row: 7 } };
    await account.client.createInstance(input);
    expect(account.lastBody()).toEqual({ ...basics, rack: { row: 7 } });
    // @ts-expect-error they have to be told: a misspelt name would pass otherwise
    await account.client.createInstance({ ...basics, lable: "web" });
  });
});

describe("a config", () => {
  type Devices = CreateInstanceConfigInput["devices"];

  /** The disks from `/dev/sda` on, and the volumes after them; null leaves a device free. */
  const devicesOf = (disks: readonly (number | null)[], volumes: readonly number[] = []): Devices => {
    const all = [
      ...disks.map((id) => (id === null ? null : { disk_id: id })),
      ...volumes.map((id) => ({ volume_id: id })),
    ];
    if (all.length === 0 || all.length > 8) throw new Error("a config has one to eight devices");
    return Object.fromEntries(all.map((device, index) => [`sd${"abcdefgh"[index]}`, device]));
  };

  it("names its disks, and then its volumes, device by device", async () => {
    const linode = await account.client.instance(123).load();
    const config = await linode.createConfig({
      label: `${linode.label}_config_1`,
      devices: devicesOf([25674, null], [12345]),
    });
    expect(account.lastBody()).toEqual({
      label: "linode123_config_1",
      devices: { sda: { disk_id: 25674 }, sdb: null, sdc: { volume_id: 12345 } },
    });
    expect(config.label).toBe("linode123_config_1");
    expect(() => devicesOf([])).toThrow("one to eight");
  });
});

describe("a domain", () => {
  it.each([
    [DomainType.Master, { soa_email: "me@example.org" }],
    [DomainType.Slave, { master_ips: ["203.0.113.1"] }],
  ])("is a %s because the caller says so", async (type, rest) => {
    const made = await account.client.createDomain({ domain: "example.org", type, ...rest });
    expect(account.lastBody()).toEqual({ domain: "example.org", type, ...rest });
    expect(made.type).toBe(type);
    // @ts-expect-error it cannot be left out
    const missing: Parameters<typeof account.client.createDomain>[0] = { domain: "example.org" };
    expect(missing).not.toHaveProperty("type");
  });
});

describe("an image", () => {
  it("is made of a disk or its number, and sent a label and a description only when there are any", async () => {
    const disk = await account.client.getInstanceDisk({ linodeId: 123, diskId: 25674 });
    for (const given of [disk, disk.id]) {
      await account.client.createImage({ disk_id: given });
      expect(account.lastBody()).toEqual({ disk_id: 25674 });
    }
    const made = await account.client.createImage({ disk_id: disk, label: "gold", description: "all set up" });
    expect(account.lastBody()).toEqual({ disk_id: 25674, label: "gold", description: "all set up" });
    expect(made.label).toBe("gold");
  });
});

describe("a StackScript", () => {
  it("is sent a list of images, and what is left out is for the server to decide", async () => {
    await account.client.createStackScript({ label: "set-up", images: ["linode/debian11"], script: "#!/bin/sh\n" });
    expect(account.lastBody()).toEqual({ label: "set-up", images: ["linode/debian11"], script: "#!/bin/sh\n" });
    const made = await account.client.createStackScript({
      label: "set-up",
      images: ["linode/debian11"],
      script: "#!/bin/sh\n",
      description: "Sets it up.",
      is_public: true,
    });
    expect(account.lastBody()).toMatchObject({ description: "Sets it up.", is_public: true });
    expect(made.is_public).toBe(true);
  });
});

describe("a token", () => {
  it("is sent nothing that is left out, and a time as text without an offset", async () => {
    await account.client.createPersonalAccessToken();
    expect(account.lastBody()).toEqual({});
    const expiry = new Date(Date.UTC(2030, 1, 3, 4, 5, 6, 789)).toISOString().slice(0, 19);
    const made = await account.client.createPersonalAccessToken({ expiry });
    expect(account.lastBody()).toEqual({ expiry: "2030-02-03T04:05:06" });
    expect(made.expiry).toBe("2030-02-03T04:05:06");
  });
});

describe("a Longview client", () => {
  it("is called by the server after its number when it is sent no label", async () => {
    for (const label of [undefined, "mine"]) {
      const made = await account.client.createLongviewClient({ label });
      expect(account.lastBody()).toEqual(label === undefined ? {} : { label });
      expect(made.label).toBe(label ?? `client-${made.id}`);
    }
  });
});

describe("an OAuth client", () => {
  it("is sent its name as label, and what else is given, and told its secret", async () => {
    const input = { label: "my app", redirect_uri: "https://app.example.com/back", public: false };
    const made = await account.client.createOAuthClient(input);
    expect(account.lastBody()).toEqual(input);
    expect(made.secret).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("a ticket", () => {
  const text = { summary: "Help", description: "It does not boot." };

  it("is about the thing whose member is given, as object or by number, or about none", async () => {
    const { client } = account;
    const cases: readonly (readonly [Omit<OpenTicketInput, keyof typeof text>, object])[] = [
      [{ linode_id: await client.getInstance({ linodeId: 123 }) }, { linode_id: 123 }],
      [{ domain_id: (await client.listDomains()).data[0] }, { domain_id: 1234 }],
      [{ nodebalancer_id: await client.nodeBalancer(12345).load() }, { nodebalancer_id: 12345 }],
      [{ volume_id: 12345 }, { volume_id: 12345 }],
      [{}, {}],
    ];
    for (const [regarding, sent] of cases) {
      await client.openTicket({ ...text, ...regarding });
      expect(account.lastBody()).toEqual({ ...text, ...sent });
    }
    // @ts-expect-error there are no tickets about types
    const other: OpenTicketInput = { ...text, type_id: "g6-standard-1" };
    expect(other).toHaveProperty("type_id");
  });
});

describe("events", () => {
  it("are marked as seen up to one, which is given as object or by number", async () => {
    const event = await account.client.getEvent({ eventId: 124 });
    await account.client.markEventSeen({ eventId: event });
    await account.client.markEventSeen({ eventId: 124 });
    await account.client.accountEvent(event).markSeen();
    expect(account.lines().slice(1)).toEqual(Array(3).fill("POST /account/events/124/seen"));
  });
});

describe("addresses", () => {
  it("are assigned by pairs of address and Linode, all by one request, in a region given as object or by name", async () => {
    const region = await account.client.getRegion({ regionId: "us-east" });
    const assignments = [
      { address: "192.0.2.141", linode_id: 123 },
      { address: "2001:db8:3c4d:15::/64", linode_id: 123 },
    ];
    for (const given of [region, region.id]) {
      await account.client.assignIps({ region: given, assignments });
      expect(account.lastBody()).toEqual({ region: "us-east", assignments });
    }
    // @ts-expect-error an assignment names both
    const half: Parameters<typeof account.client.assignIps>[0] = { region, assignments: [{ linode_id: 123 }] };
    expect(half.assignments).toHaveLength(1);
    // All of them fail or none does: the answer is one for all.
    account.twin.fail("assignIps", 400, { times: 1 });
    await expect(account.client.assignIps({ region, assignments })).rejects.toSatisfy(isApiError);
  });

  it("are added to a Linode, given as object or by number; the server decides whether there may be more", async () => {
    const linode = await account.client.getInstance({ linodeId: 123 });
    for (const given of [linode, linode.id]) {
      const made = await account.client.allocateIp({ type: "ipv4", public: true, linode_id: given });
      expect(account.lastBody()).toEqual({ type: "ipv4", public: true, linode_id: 123 });
      expect(made.linode_id).toBe(123);
    }
    const reason = "Additional addresses have to be asked for by a support ticket.";
    account.twin.fail("allocateIp", 400, { body: { errors: [{ reason }] } });
    await expect(account.client.allocateIp({ type: "ipv4", public: true, linode_id: 123 })).rejects.toThrow(reason);
  });
});
