import { ImageType, IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Attaches a volume and a CD-ROM to a server, looks at them, and takes them off again. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const server = await datacenter?.servers().first();
  const volume = await datacenter?.createVolume({ properties: { name: "data", size: 10, licenceType: "LINUX" } });
  if (server === undefined || volume === undefined) throw new Error("there is no server; make one with createServer");
  await volume.waitUntilAvailable(pace);

  const { volumeId } = volume.identity;
  await (await client.beginAttachVolume({ ...server.identity, id: volumeId })).result(pace);
  for await (const { name, size } of server.volumes()) console.log(`${name}: ${size} GB`);
  const attached = await client.getAttachedVolume({ ...server.identity, volumeId });
  console.log(`${attached.properties?.name} is attached`);
  // Without discVirtioHotUnplug the server may have to reboot for this.
  await (await client.beginDetachVolume({ ...server.identity, volumeId })).result(pace);

  const cdrom = await findCdrom(client);
  await (await client.beginAttachCdrom({ ...server.identity, id: cdrom })).result(pace);
  for await (const { name } of server.cdroms()) console.log(`${name} is in a drive`);
  const inDrive = await client.getAttachedCdrom({ ...server.identity, cdromId: cdrom });
  console.log(`${inDrive.properties?.name} is a ${inDrive.properties?.imageType}`);
  await (await client.beginDetachCdrom({ ...server.identity, cdromId: cdrom })).result(pace);

  console.log(
    `${(await server.volumes().toArray()).length} volumes and ${(await server.cdroms().toArray()).length} CD-ROMs`,
  );
}

async function findCdrom(client: IonosEnterpriseClient): Promise<string> {
  for await (const { id, properties } of client.paginateImages()) {
    if (properties?.imageType === ImageType.Cdrom) return id;
  }
  throw new Error("there is no image of a CD-ROM");
}

if (import.meta.filename === process.argv[1]) await main();
