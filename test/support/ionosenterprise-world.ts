import type { IonosEnterpriseClient } from "@clientwright/ionosenterprise";
import type { JsonObject } from "@clientwright/twin";

/** Images of disks and of a CD-ROM, from the vendor and of one's own, to begin with. */
export const images = {
  ubuntu: image("5a2b3c4d-1689-11e7-97ce-525400f64d8d", "Ubuntu-20.04", "us/las", "HDD", true),
  minimal: image("1a2b3c4d-1689-11e7-97ce-525400f64d8d", "minimal-UBUNTU", "de/fkb", "HDD", true),
  debian: image("2a2b3c4d-1689-11e7-97ce-525400f64d8d", "Debian-11", "de/fkb", "HDD", true),
  installer: image("3a2b3c4d-1689-11e7-97ce-525400f64d8d", "ubuntu-installer", "de/fkb", "CDROM", true),
  own: image("4a2b3c4d-1689-11e7-97ce-525400f64d8d", "template", "de/fkb", "HDD", false),
} as const;

/** What a twin or service begins with when these images are all there is. */
export const onlyImages = { "/images": Object.values(images) } as const;

/** The ids of what {@link furnish} makes. */
export interface Furniture {
  readonly datacenterId: string;
  readonly serverId: string;
  readonly volumeId: string;
  readonly nicId: string;
  readonly lanId: number;
}

/** Makes a data centre with a server, a volume and a private LAN with a NIC in it, and waits until all work. */
export async function furnish(client: IonosEnterpriseClient, name = "home"): Promise<Furniture> {
  const pace = { delayMs: 1 };
  const datacenter = await client.beginCreateDatacenter({ properties: { name, location: "de/fkb" } });
  const { id: datacenterId } = await datacenter.result(pace);
  const server = await client.beginCreateServer({ datacenterId, properties: { name: "desk", cores: 2, ram: 4096 } });
  const { id: serverId } = await server.result(pace);
  const properties = { name: "drawer", size: 10, licenceType: "LINUX" } as const;
  const volume = await client.beginCreateVolume({ datacenterId, properties });
  const { id: volumeId } = await volume.result(pace);
  const lan = await client.beginCreateLan({ datacenterId, properties: { name: "cable", public: false } });
  const { id } = await lan.result(pace);
  const nic = await client.beginCreateNic({ datacenterId, serverId, properties: { name: "plug", lan: Number(id) } });
  const { id: nicId } = await nic.result(pace);
  return { datacenterId, serverId, volumeId, nicId, lanId: Number(id) };
}

function image(id: string, name: string, location: string, imageType: string, isPublic: boolean): JsonObject {
  const properties = { name, location, imageType, public: isPublic, size: 2, licenceType: "LINUX", imageAliases: [] };
  return { id, type: "image", metadata: { state: "AVAILABLE" }, properties };
}
