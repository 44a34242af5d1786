import { describe, expect, it } from "vitest";
import { CpuFamily } from "@clientwright/ionosenterprise";
import { furnish, images, onlyImages } from "../../support/ionosenterprise-world.js";
import { complaints, failure, pace, refusal, useIonos } from "./support.js";

const account = useIonos({ seed: onlyImages });
const cdrom = { id: String(images.installer["id"]) };

describe("a server", () => {
  it.each([
    [255, ["properties.ram must be >= 256", "properties.ram must be multiple of 256"]],
    [256, []],
    [300, ["properties.ram must be multiple of 256"]],
    [1024, []],
  ])("has memory in steps of 256 MB: %i", async (ram, wrong) => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const creation = client.createServer({ datacenterId, properties: { name: "web", cores: 1, ram } });
    if (wrong.length === 0) expect((await creation).properties?.ram).toBe(ram);
    else expect(await complaints(creation)).toEqual(wrong);
  });

  it("needs 1024 MB where memory can be added while it runs", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const { id } = await client.createVolume({
      datacenterId,
      properties: { name: "boot", size: 10, licenceType: "LINUX", ramHotPlug: true },
    });
    const create = (ram: number): Promise<unknown> =>
      client.createServer({ datacenterId, properties: { name: "web", cores: 1, ram, bootVolume: { id } } });
    expect(await refusal(create(768))).toBe("hot plugging of memory takes 1024 MB");
    await create(1024);
  });

  it("boots from a volume or from a CD-ROM, never from both", async () => {
    const client = account.client();
    const { datacenterId, serverId, volumeId: id } = await furnish(client);
    const properties = { name: "web", cores: 1, ram: 1024 };
    const both = { ...properties, bootVolume: { id }, bootCdrom: cdrom };
    const words = "it boots from a volume or from a CD-ROM";
    expect(await refusal(client.createServer({ datacenterId, properties: both }))).toBe(words);

    await client.updateServer({ datacenterId, serverId, bootVolume: { id } });
    expect(await refusal(client.updateServer({ datacenterId, serverId, bootCdrom: cdrom }))).toBe(words);
    // Null takes the one away while the other comes.
    await client.updateServer({ datacenterId, serverId, bootVolume: null, bootCdrom: cdrom });
    expect(account.last().body).toEqual({ bootVolume: null, bootCdrom: cdrom });
    expect((await client.getServer({ datacenterId, serverId })).properties).toMatchObject({
      bootVolume: null,
      bootCdrom: cdrom,
    });
  });

  it("has an Opteron unless a Xeon is asked for", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const usual = await client.createServer({ datacenterId, properties: { name: "web", cores: 1, ram: 1024 } });
    expect(account.last().body).toEqual({ properties: { name: "web", cores: 1, ram: 1024 } });
    expect(usual.properties?.cpuFamily).toBe(CpuFamily.AmdOpteron);
    const chosen = await client.createServer({
      datacenterId,
      properties: { name: "web", cores: 1, ram: 1024, cpuFamily: CpuFamily.IntelXeon },
    });
    expect(chosen.properties?.cpuFamily).toBe("INTEL_XEON");
  });

  it("leaves its volumes behind when it is deleted, and they are deleted by themselves", async () => {
    const client = account.client();
    const { datacenterId, serverId, volumeId } = await furnish(client);
    await (await client.beginAttachVolume({ datacenterId, serverId, id: volumeId })).result(pace);
    await (await client.beginDeleteServer({ datacenterId, serverId })).result(pace);
    const left = async (): Promise<readonly string[]> =>
      (await client.listVolumes({ datacenterId })).items.map(({ id }) => id);
    expect(await left()).toEqual([volumeId]);
    await (await client.beginDeleteVolume({ datacenterId, volumeId })).result(pace);
    expect(await left()).toEqual([]);
  });

  it("is off after stop, without its public address, and may come up with another one", async () => {
    const client = account.client();
    const { datacenterId, serverId } = await furnish(client);
    const outside = await client.createLan({ datacenterId, properties: { name: "outside", public: true } });
    const properties = { lan: Number(outside.id), dhcp: true };
    const { id: nicId } = await client.createNic({ datacenterId, serverId, properties });
    const server = client.server({ datacenterId, serverId });
    const addresses = async (): Promise<readonly string[]> =>
      (await client.getNic({ datacenterId, serverId, nicId })).properties?.ips ?? [];
    const [before] = await addresses();

    await server.stop();
    await server.waitUntilStopped(pace);
    expect(server.vmState).toBe("SHUTOFF");
    expect(await addresses()).toEqual([]);

    await server.start();
    await server.waitUntilRunning(pace);
    const [after, ...others] = await addresses();
    expect(after).toMatch(/^203\.0\.113\.\d+$/);
    expect(after).not.toBe(before);
    expect(others).toEqual([]);

    await (await client.beginRebootServer({ datacenterId, serverId })).result(pace);
    expect((await server.refresh()).vmState).toBe("RUNNING");
    // A hard reset is for machines that run.
    await server.stop();
    await server.waitUntilStopped(pace);
    expect(await failure(server.reboot())).toMatchObject({ operation: "rebootServer" });
  });

  it.each([
    [true, 0],
    [false, 1],
  ])("that loses a volume with discVirtioHotUnplug %s reboots %i times", async (discVirtioHotUnplug, reboots) => {
    const client = account.client();
    const { datacenterId, serverId, volumeId } = await furnish(client);
    await client.updateVolume({ datacenterId, volumeId, discVirtioHotUnplug });
    await (await client.beginAttachVolume({ datacenterId, serverId, id: volumeId })).result(pace);
    await (await client.beginDetachVolume({ datacenterId, serverId, volumeId })).result(pace);
    const operations = account.server.twin.requests.map(({ operation }) => operation);
    expect(operations.filter((each) => each === "rebootServer")).toHaveLength(reboots);
    expect((await client.listAttachedVolumes({ datacenterId, serverId })).items).toEqual([]);
    expect((await client.getVolume({ datacenterId, volumeId })).id).toBe(volumeId);
  });
});
