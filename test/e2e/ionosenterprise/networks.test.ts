import { describe, expect, it } from "vitest";
import type { NewFirewallRuleProperties, NewLanProperties } from "@clientwright/ionosenterprise";
import { furnish } from "../../support/ionosenterprise-world.js";
import { complaints, pace, refusal, useIonos } from "./support.js";

const account = useIonos();

describe("an IP block", () => {
  it("belongs to a location, and its addresses are of use there only", async () => {
    const client = account.client();
    const { datacenterId, serverId, nicId } = await furnish(client); // at de/fkb
    const here = await reserved("de/fkb");
    const there = await reserved("us/las");
    const reservations = account.server.calls.filter(({ method, target }) => method + target === "POST/ipblocks");
    expect(reservations.map(({ body }) => body)).toEqual([
      { properties: { location: "de/fkb", size: 2 } },
      { properties: { location: "us/las", size: 2 } },
    ]);
    await client.updateNic({ datacenterId, serverId, nicId, ips: [here] });
    expect((await client.getNic({ datacenterId, serverId, nicId })).properties?.ips).toEqual([here]);
    expect(await refusal(client.updateNic({ datacenterId, serverId, nicId, ips: [there] }))).toBe(
      "an address is not reserved here",
    );
  });
});

describe("a LAN", () => {
  it("has to say whether it is public", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const silent = { name: "cable" } as NewLanProperties;
    expect(await complaints(client.createLan({ datacenterId, properties: silent }))).toEqual([
      "properties.public is required",
    ]);
    const lan = await client.createLan({ datacenterId, properties: { public: false } });
    expect(account.last().body).toEqual({ properties: { public: false } });
    expect(lan.properties?.public).toBe(false);
  });

  it("lets addresses fail over to NICs by a list of both", async () => {
    const client = account.client();
    const { datacenterId, lanId, nicId } = await furnish(client);
    const ipFailover = [{ ip: "198.51.100.7", nicUuid: nicId }];
    await client.updateLan({ datacenterId, lanId, ipFailover });
    expect(account.last().body).toEqual({ ipFailover });
    expect((await client.getLan({ datacenterId, lanId })).properties?.ipFailover).toEqual(ipFailover);
    await client.updateLan({ datacenterId, lanId, ipFailover: [] });
    expect((await client.getLan({ datacenterId, lanId })).properties?.ipFailover).toEqual([]);
  });
});

describe("a NIC", () => {
  it("gets its address by DHCP unless told otherwise; nat and the firewall are as they are set", async () => {
    const client = account.client();
    const { datacenterId, serverId } = await furnish(client);
    const usual = await client.createNic({ datacenterId, serverId, properties: { lan: 1 } });
    expect(account.last().body).toEqual({ properties: { lan: 1 } });
    expect(usual.properties?.dhcp).toBe(true);
    const properties = { lan: 1, dhcp: false, nat: true, firewallActive: true };
    const chosen = await client.createNic({ datacenterId, serverId, properties });
    expect(account.last().body).toEqual({ properties });
    expect(chosen.properties).toMatchObject(properties);
    const nic = client.nic({ datacenterId, serverId, nicId: chosen.id }, chosen);
    nic.firewallActive = false;
    nic.nat = false;
    await nic.save();
    expect(account.last().body).toEqual({ firewallActive: false, nat: false });
  });

  it.each(["10.1.2.3", "172.16.0.1", "172.31.255.254", "192.168.7.7"])(
    "can have the private address %s",
    async (ip) => {
      const client = account.client();
      const { datacenterId, serverId, nicId } = await furnish(client);
      const open = await reserved("de/fkb");
      await client.updateNic({ datacenterId, serverId, nicId, ips: [ip, open] });
      expect((await client.getNic({ datacenterId, serverId, nicId })).properties?.ips).toEqual([ip, open]);
    },
  );

  it.each(["172.32.0.1", "192.169.0.1", "11.0.0.1", "8.8.8.8"])("cannot have %s, which is not reserved", async (ip) => {
    const client = account.client();
    const { datacenterId, serverId, nicId } = await furnish(client);
    expect(await refusal(client.updateNic({ datacenterId, serverId, nicId, ips: [ip] }))).toBe(
      "an address is not reserved here",
    );
  });

  it("behind a load balancer has its address, which changes there and nowhere else", async () => {
    const client = account.client();
    const { datacenterId, serverId, nicId } = await furnish(client);
    const addresses = async (): Promise<unknown> =>
      (await client.getNic({ datacenterId, serverId, nicId })).properties?.ips;
    const creation = await client.beginCreateLoadbalancer({
      datacenterId,
      properties: { name: "front", ip: "10.0.0.9" },
      entities: { balancednics: { items: [{ id: nicId }] } },
    });
    const { id: loadbalancerId } = await creation.result(pace);
    expect(await addresses()).toEqual(["10.0.0.9"]);

    expect(await refusal(client.updateNic({ datacenterId, serverId, nicId, ips: ["10.0.0.10"] }))).toBe(
      "the first address is that of the load balancer",
    );
    // Others may follow it.
    await client.updateNic({ datacenterId, serverId, nicId, ips: ["10.0.0.9", "10.0.0.10"] });

    await client.updateLoadbalancer({ datacenterId, loadbalancerId, ip: "10.0.0.20" });
    expect(await addresses()).toEqual(["10.0.0.20", "10.0.0.10"]);
  });
});

describe("a load balancer", () => {
  it("gives its address to each NIC that joins", async () => {
    const client = account.client();
    const { datacenterId, serverId, nicId } = await furnish(client);
    const { id: other } = await client.createNic({ datacenterId, serverId, properties: { lan: 1 } });
    const { id: loadbalancerId } = await client.createLoadbalancer({
      datacenterId,
      properties: { name: "front", ip: "192.168.0.1" },
    });
    await client.addBalancedNic({ datacenterId, loadbalancerId, id: nicId });
    await client.addBalancedNic({ datacenterId, loadbalancerId, id: other });
    const members = await client.paginateBalancedNics({ datacenterId, loadbalancerId }).toArray();
    expect(members.map(({ properties }) => properties?.ips)).toEqual([["192.168.0.1"], ["192.168.0.1"]]);
  });
});

describe("a firewall rule", () => {
  const create = async (properties: NewFirewallRuleProperties): Promise<unknown> => {
    const client = account.client();
    const { datacenterId, serverId, nicId } = await furnish(client);
    return client.createFirewallRule({ datacenterId, serverId, nicId, properties });
  };

  it("keeps its protocol: a rule of another one takes its place", async () => {
    const client = account.client();
    const { datacenterId, serverId, nicId } = await furnish(client);
    const nic = { datacenterId, serverId, nicId };
    const { id } = await client.createFirewallRule({ ...nic, properties: { name: "DNS", protocol: "TCP" } });
    const change = { ...nic, firewallruleId: id, protocol: "UDP" };
    expect(await refusal(client.updateFirewallRule(change))).toBe("the protocol of a rule stays");
    await (await client.beginDeleteFirewallRule({ ...nic, firewallruleId: id })).result(pace);
    await client.createFirewallRule({ ...nic, properties: { name: "DNS", protocol: "UDP" } });
    const rules = await client.paginateFirewallRules(nic).toArray();
    expect(rules.map(({ properties }) => properties?.protocol)).toEqual(["UDP"]);
  });

  it("restricts nothing that is left out or null", async () => {
    await create({ protocol: "ICMP" });
    expect(account.last().body).toEqual({ properties: { protocol: "ICMP" } });
    const open = {
      sourceMac: null,
      sourceIp: null,
      targetIp: null,
      portRangeStart: null,
      portRangeEnd: null,
      icmpType: null,
      icmpCode: null,
    };
    expect(await create({ protocol: "ANY", ...open })).toMatchObject({ properties: open });
    expect(account.last().body).toEqual({ properties: { protocol: "ANY", ...open } });

    const client = account.client();
    const { datacenterId, serverId, nicId } = await furnish(client);
    const nic = { datacenterId, serverId, nicId };
    const properties = { protocol: "TCP", sourceIp: "198.51.100.9", portRangeStart: 22, portRangeEnd: 22 } as const;
    const { id } = await client.createFirewallRule({ ...nic, properties });
    await client.updateFirewallRule({ ...nic, firewallruleId: id, sourceIp: null });
    expect(account.last().body).toEqual({ sourceIp: null });
    expect((await client.getFirewallRule({ ...nic, firewallruleId: id })).properties).toMatchObject({
      sourceIp: null,
      portRangeStart: 22,
    });
  });

  it("sends a type and a code of zero, which are values like any other", async () => {
    expect(await create({ protocol: "ICMP", icmpType: 0, icmpCode: 0 })).toMatchObject({
      properties: { icmpType: 0, icmpCode: 0 },
    });
    expect(account.last().body).toEqual({ properties: { protocol: "ICMP", icmpType: 0, icmpCode: 0 } });
  });

  it.each([
    [{ protocol: "TCP", portRangeStart: 1, portRangeEnd: 65_534 }, []],
    [{ protocol: "UDP", portRangeStart: 53, portRangeEnd: 53 }, []],
    [{ protocol: "ICMP", icmpType: 254, icmpCode: 254 }, []],
    [{ protocol: "TCP", portRangeStart: 0, portRangeEnd: 1 }, ["properties.portRangeStart must be >= 1"]],
    [{ protocol: "TCP", portRangeStart: 1, portRangeEnd: 65_535 }, ["properties.portRangeEnd must be <= 65534"]],
    [{ protocol: "ICMP", icmpType: 255 }, ["properties.icmpType must be <= 254"]],
    [{ protocol: "ICMP", icmpCode: -1 }, ["properties.icmpCode must be >= 0"]],
    [{ protocol: "ICMP", portRangeStart: 22, portRangeEnd: 22 }, ["no ports here"]],
    [{ protocol: "TCP", icmpType: 0 }, ["no ICMP here"]],
  ] as const)("knows the ranges of ports, types and codes: %j", async (properties, wrong) => {
    if (wrong.length === 0) expect(await create(properties)).toMatchObject({ properties });
    else expect(await complaints(create(properties))).toEqual(wrong);
  });

  it.each([
    ["01:23:45:67:89:ab", true],
    ["01-23-45-67-89-ab", false],
    ["01:23:45:67:89", false],
    ["0123456789ab", false],
  ])("writes a MAC address with colons: %s", async (sourceMac, isFine) => {
    const creation = create({ protocol: "TCP", sourceMac });
    if (isFine) expect(await creation).toMatchObject({ properties: { sourceMac } });
    else expect(await complaints(creation)).toEqual([expect.stringMatching(/^properties\.sourceMac must match/)]);
  });
});

/** Reserves an address. */
async function reserved(location: string): Promise<string> {
  const client = account.client();
  const reservation = await client.beginReserveIpblock({ properties: { location, size: 2 } });
  const { properties } = await reservation.result(pace);
  expect(properties?.ips).toHaveLength(2);
  return properties?.ips?.[0] ?? "";
}
