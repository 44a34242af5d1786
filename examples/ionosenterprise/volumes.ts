import {
  BusType,
  IonosEnterpriseClient,
  LicenceType,
  VolumeAvailabilityZone,
  VolumeType,
  type WaitOptions,
} from "@clientwright/ionosenterprise";

/** Creates a volume, reads it, lists it among the others, makes it larger and deletes it. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  if (datacenter === undefined) throw new Error("there is no data centre; make one with createDatacenter");

  const volume = await datacenter.createVolume({
    properties: {
      name: "archive",
      size: 20,
      bus: BusType.Virtio,
      type: VolumeType.Hdd,
      licenceType: LicenceType.Linux,
      availabilityZone: VolumeAvailabilityZone.Zone3,
    },
  });
  await volume.waitUntilAvailable(pace);
  for await (const { name, size } of datacenter.volumes()) console.log(`${name}: ${size} GB`);

  volume.name = "large archive";
  volume.size = 60; // it can grow, and never shrink
  await volume.save();
  await volume.waitUntilAvailable(pace);
  console.log(`${volume.name}: ${volume.size} GB`);

  const deletion = await client.beginDeleteVolume(volume.identity);
  await deletion.result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
