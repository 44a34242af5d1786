import { describe, expect, it } from "vitest";
import {
  EventEntityType,
  isApiError,
  isNotLoadedError,
  type EventEntity,
  type LinodeClient,
  type SupportTicketEntity,
  type UserDefinedField,
} from "@clientwright/linode";
import { useLinode } from "../../support/linode-twin.js";

/* Objects, and the ways from one to another. */

const account = useLinode();

describe("an object that is read", () => {
  it.each([404, 403])("when an attribute is asked for tells that the server refuses: %i", async (status) => {
    account.twin.fail("getInstance", status, { times: 1 });
    const linode = account.client.instance(123);
    const error: unknown = await linode.get("label").catch((reason: unknown) => reason);
    if (!isApiError(error)) throw error;
    expect(error).toMatchObject({ status, operation: "getInstance" });
    expect(() => linode.label).toThrow("not loaded");
    expect(await linode.get("label")).toBe("linode123");
  });

  it("forgets what it knows when another is made in its place, and refresh() reads it anew at once", async () => {
    const { client } = account;
    const linode = await client.instance(123).load();
    await client.updateInstance({ linodeId: 123, label: "renamed" });
    expect(linode.label).toBe("linode123");

    const again = client.instance(linode.identity.linodeId);
    expect(again.equals(linode)).toBe(true);
    expect(() => again.label).toThrow(expect.toSatisfy(isNotLoadedError));
    expect(await again.get("label")).toBe("renamed");
    expect((await linode.refresh()).label).toBe("renamed");
    expect(account.lines().filter((line) => line.startsWith("GET"))).toHaveLength(3);
  });
});

describe("what an object refers to", () => {
  it("by a name is had with that name and no request, and its attributes by one", async () => {
    const linode = await account.client.instance(123).load();
    const before = account.lines().length;
    const [region, type, image] = [await linode.getRegion(), await linode.getType(), await linode.getImage()];
    expect([region.identity, type?.identity, image?.identity]).toEqual([
      { regionId: "us-east" },
      { typeId: "g6-standard-1" },
      { imageId: "linode/debian11" },
    ]);
    expect(account.lines()).toHaveLength(before);
    expect([await region.get("country"), await type?.get("label"), await image?.get("vendor")]).toEqual([
      "us",
      "Linode 4GB",
      "Debian",
    ]);
    expect(account.lines().slice(before)).toEqual([
      "GET /regions/us-east",
      "GET /linode/types/g6-standard-1",
      "GET /images/linode%2Fdebian11",
    ]);
  });

  it("by a number is an object too, and undefined where the number is null", async () => {
    const { client } = account;
    const loose = client.volume(await client.createVolume({ label: "loose", region: "us-east" }));
    expect(loose.linode_id).toBeNull();
    expect(await loose.getLinode()).toBeUndefined();
    const tied = client.volume(await client.createVolume({ label: "tied", linode_id: 123 }));
    expect(await (await tied.getLinode())?.get("label")).toBe("linode123");
  });
});

describe("the addresses of a Linode", () => {
  it("are one object that is read once", async () => {
    const known = await account.client.getInstanceIps({ linodeId: 123 });
    const [address] = (await account.client.listIps()).data;
    const ipv4 = { ...known.ipv4, public: [address], private: [], shared: [] };
    account.twin.fail("getInstanceIps", 200, { body: { ...known, ipv4 } });
    const before = account.lines().length;
    const ips = await (await account.client.instance(123).getIps()).load();
    expect(ips.ipv4.public.map((one) => one.address)).toEqual(["192.0.2.141"]);
    expect([ips.ipv4.private, ips.ipv4.shared]).toEqual([[], []]);
    expect(ips.ipv6?.slaac?.address).toBe("2600:3c03::f03c:91ff:fe24:3a2f");
    expect(ips.ipv6?.link_local?.address).toBe("fe80::f03c:91ff:fe24:3a2f");
    expect(Array.isArray(ips.ipv6?.global)).toBe(true);
    expect(account.lines().slice(before)).toEqual(["GET /linode/instances/123/ips"]);
    const [one] = ips.ipv4.public;
    if (one === undefined) throw new Error("there is no address");
    const object = account.client.ipAddress(one);
    expect(object.identity).toEqual({ address: "192.0.2.141" });
  });
});

describe("the backups of a Linode", () => {
  it("are the automatic ones, and a snapshot or null", async () => {
    const backups = await (await account.client.instance(123).getAvailableBackups()).load();
    expect(backups.automatic[0]).toMatchObject({ id: 123455, status: "successful" });
    expect(backups.snapshot.current?.label).toBe("Webserver-Backup-2018");
    account.twin.fail("listInstanceBackups", 200, {
      body: { automatic: [], snapshot: { current: null, in_progress: null } },
    });
    await backups.refresh();
    expect([backups.automatic, backups.snapshot]).toEqual([[], { current: null, in_progress: null }]);
  });
});

describe("a time", () => {
  it("is text in UTC without a Z, and a Date when the Z is put there; text that is none stays text", async () => {
    const { created } = await account.client.getInstance({ linodeId: 123 });
    expect(created).toBe("2018-01-01T00:01:01");
    expect(new Date(`${created}Z`)).toEqual(new Date(Date.UTC(2018, 0, 1, 0, 1, 1)));
    account.twin.fail("getInstance", 200, { body: { id: 123, created: "last winter" } });
    expect((await account.client.getInstance({ linodeId: 123 })).created).toBe("last winter");
  });
});

describe("a question of a StackScript", () => {
  /** What the question takes: any text, one of some words, or several of them. */
  const kindOf = ({ oneof, manyof, oneOf = oneof, manyOf = manyof }: UserDefinedField): readonly string[] => {
    if (oneOf) return ["select_one", ...oneOf.split(",")];
    return manyOf ? ["select_many", ...manyOf.split(",")] : ["text"];
  };

  it("is text, select_one or select_many by its members, with name, label, example and default", async () => {
    const field = { label: "Size?", name: "size", example: "small", default: "small" };
    const fields = [field, { ...field, oneof: "small,large" }, { ...field, manyof: "a,b" }];
    const known = await account.client.getStackScript({ stackscriptId: 10079 });
    account.twin.fail("getStackScript", 200, { body: { ...known, user_defined_fields: fields } });
    const script = await account.client.stackScript(10079).load();
    expect(script.user_defined_fields?.map(kindOf)).toEqual([
      ["text"],
      ["select_one", "small", "large"],
      ["select_many", "a", "b"],
    ]);
    expect(script.user_defined_fields?.[0]).toMatchObject(field);
  });
});

describe("what an event or a ticket is about", () => {
  /** The object for an entity; undefined for none, and for kinds that there are no objects of here. */
  const objectOf = (client: LinodeClient, entity: EventEntity | SupportTicketEntity | null) => {
    const id = Number(entity?.id);
    switch (entity?.type) {
      case EventEntityType.Linode:
        return client.instance(id);
      case EventEntityType.StackScript:
        return client.stackScript(id);
      case EventEntityType.Domain:
        return client.domain(id);
      case EventEntityType.NodeBalancer:
        return client.nodeBalancer(id);
      case EventEntityType.Ticket:
        return client.supportTicket(id);
      case EventEntityType.Volume:
        return client.volume(id);
      default:
        return undefined;
    }
  };

  it.each([
    ["linode", { linodeId: 7 }],
    ["stackscript", { stackscriptId: 7 }],
    ["domain", { domainId: 7 }],
    ["nodebalancer", { nodeBalancerId: 7 }],
    ["ticket", { ticketId: 7 }],
    ["volume", { volumeId: 7 }],
  ])("is an object by its type and number: %s", (type, identity) => {
    expect(objectOf(account.client, { id: 7, type })?.identity).toEqual(identity);
  });

  it("is told by the server, and may be nothing", async () => {
    const { client } = account;
    const event = await client.accountEvent(124).load();
    expect(objectOf(client, event.entity)?.identity).toEqual({ linodeId: 1234 });
    const ticket = await client.supportTicket(11223344).load();
    expect(objectOf(client, ticket.entity)?.identity).toEqual({ linodeId: 10400 });
    expect(objectOf(client, null)).toBeUndefined();
    expect(objectOf(client, { id: 1, type: "tag" })).toBeUndefined();
  });
});
