import { describe, expect, it } from "vitest";
import type {
  NewBackupUnit,
  NewDatacenter,
  NewFirewallRule,
  NewGroup,
  NewIpBlock,
  NewLan,
  NewLoadbalancer,
  NewNic,
  NewPrivateCrossConnect,
  NewServer,
  NewSnapshot,
  NewUser,
  NewVolume,
} from "@clientwright/ionosenterprise";
import { furnish } from "../../support/ionosenterprise-world.js";
import { complaints, pace, useIonos } from "./support.js";

const account = useIonos();

describe("a composite request", () => {
  it("has the volumes to create and those to attach in one list, in the order that was given", async () => {
    const client = account.client();
    const { datacenterId, volumeId } = await furnish(client);
    const fresh: NewVolume = { properties: { name: "fresh", size: 5, licenceType: "LINUX" } };
    const { id: serverId } = await client.createServer({
      datacenterId,
      properties: { name: "web", cores: 1, ram: 1024 },
      entities: { volumes: { items: [fresh, { id: volumeId }] } },
    });
    expect(account.last().body).toMatchObject({
      entities: { volumes: { items: [{ properties: { name: "fresh" } }, { id: volumeId }] } },
    });
    const attached = await client.listAttachedVolumes({ datacenterId, serverId });
    expect(attached.items.map(({ properties }) => properties?.name).sort()).toEqual(["drawer", "fresh"]);
  });

  it("leaves out what is undefined, and sends no null for it", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    await client.createServer({
      datacenterId,
      properties: { name: "web", cores: 1, ram: 1024, cpuFamily: undefined, bootVolume: undefined },
      entities: { nics: { items: [{ properties: { lan: 1, name: undefined, ips: undefined } }] }, volumes: undefined },
    });
    expect(account.last().body).toEqual({
      properties: { name: "web", cores: 1, ram: 1024 },
      entities: { nics: { items: [{ properties: { lan: 1 } }] } },
    });
  });

  it("leaves what is missing to the server, which says what it lacks", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const half = { name: "web" } as NewServer["properties"];
    expect(await complaints(client.createServer({ datacenterId, properties: half }))).toEqual([
      "properties.cores is required",
      "properties.ram is required",
    ]);
    expect(account.last().body).toEqual({ properties: { name: "web" } });
  });

  it("makes the LANs that its NICs ask for as private ones, and updateLan makes the first public", async () => {
    const client = account.client();
    const nic = (lan: number): NewNic => ({ properties: { lan } });
    const server: NewServer = {
      properties: { name: "web", cores: 1, ram: 1024 },
      entities: { nics: { items: [nic(1), nic(2)] } },
    };
    const creation = await client.beginCreateDatacenter({
      properties: { name: "home", location: "us/las" },
      entities: { servers: { items: [server] } },
    });
    const { id: datacenterId } = await creation.result(pace);
    const arePublic = async (): Promise<readonly unknown[]> =>
      (await client.listLans({ datacenterId })).items.map(({ properties }) => properties?.public);
    expect(await arePublic()).toEqual([false, false]);
    await (await client.beginUpdateLan({ datacenterId, lanId: 1, public: true })).result(pace);
    expect(await arePublic()).toEqual([true, false]);
  });
});

describe("objects to create", () => {
  it("are plain ones with a type for each kind, and lists of them go into one another", async () => {
    const client = account.client();
    const rule: NewFirewallRule = {
      properties: { name: "SSH", protocol: "TCP", portRangeStart: 22, portRangeEnd: 22 },
    };
    const nic: NewNic = { properties: { name: "plug", lan: 1 }, entities: { firewallrules: { items: [rule] } } };
    const volume: NewVolume = { properties: { name: "drawer", size: 10, licenceType: "LINUX" } };
    const server: NewServer = {
      properties: { name: "desk", cores: 2, ram: 2048 },
      entities: { nics: { items: [nic] }, volumes: { items: [volume] } },
    };
    const lan: NewLan = { properties: { name: "cable", public: false } };
    const loadbalancer: NewLoadbalancer = { properties: { name: "front", ip: "10.0.0.9" } };
    const datacenter: NewDatacenter = {
      properties: { name: "home", location: "de/fra" },
      entities: {
        servers: { items: [server] },
        volumes: { items: [volume] },
        lans: { items: [lan] },
        loadbalancers: { items: [loadbalancer] },
      },
    };
    const { id: datacenterId } = await (await client.beginCreateDatacenter(datacenter)).result(pace);
    const { entities } = await client.getDatacenter({ datacenterId, depth: 5 });
    const [made] = entities?.servers?.items ?? [];
    expect(made?.properties).toMatchObject(server.properties);
    expect(made?.entities?.nics?.items?.[0]?.entities?.firewallrules?.items?.[0]?.properties).toMatchObject(
      rule.properties,
    );
    expect(entities?.loadbalancers?.items?.[0]?.properties).toMatchObject(loadbalancer.properties);
    expect(entities?.lans?.items?.[0]?.properties).toMatchObject(lan.properties);
    const volumeId = entities?.volumes?.items?.[0]?.id ?? "";

    const block: NewIpBlock = { properties: { name: "doors", location: "de/fra", size: 2 } };
    const group: NewGroup = { properties: { name: "crew", reserveIp: true } };
    const user: NewUser = {
      properties: { firstname: "Ann", lastname: "Other", email: "a@example.org", password: "a-long-passphrase" },
    };
    const pcc: NewPrivateCrossConnect = { properties: { name: "bridge" } };
    const unit: NewBackupUnit = {
      properties: { name: "vault7", password: "a-long-passphrase", email: "b@example.org" },
    };
    const snapshot: NewSnapshot = { name: "before", description: "Before the upgrade" };
    expect((await client.reserveIpblock(block)).properties).toMatchObject(block.properties);
    expect((await client.createGroup(group)).properties).toMatchObject(group.properties);
    expect((await client.createUser(user)).properties).toMatchObject({ firstname: "Ann", email: "a@example.org" });
    expect((await client.createPcc(pcc)).properties).toMatchObject(pcc.properties);
    expect((await client.createBackupUnit(unit)).properties).toMatchObject({ name: "vault7" });
    expect((await client.createSnapshot({ ...snapshot, datacenterId, volumeId })).properties?.name).toBe("before");
  });
});
