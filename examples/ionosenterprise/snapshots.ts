import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Takes a snapshot of a volume, makes a new volume from it, goes back to it, renames it and deletes it. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const volume = await datacenter?.volumes().first();
  if (volume === undefined) throw new Error("there is no volume; make one with createVolume");

  const snapshot = await volume.createSnapshot({ name: "before", description: "Before the upgrade" });
  await snapshot.waitUntilAvailable(pace);
  for await (const { name, description } of client.snapshots()) console.log(`${name}: ${description}`);

  const { snapshotId } = snapshot.identity;
  const copy = await datacenter?.createVolume({
    properties: { name: "copy", size: volume.size ?? 10, image: snapshotId },
  });
  await copy?.waitUntilAvailable(pace);
  console.log(`${copy?.name} is made from it`);

  const restoration = await client.beginRestoreSnapshot({ ...volume.identity, snapshotId });
  await restoration.result(pace);
  console.log(`${volume.name} is as it was`);

  snapshot.name = "kept";
  await snapshot.save();
  await snapshot.waitUntilAvailable(pace);
  console.log(`the snapshot is called ${snapshot.name}`);

  const deletion = await client.beginDeleteSnapshot({ snapshotId });
  await deletion.result(pace);
  console.log("the snapshot is deleted");
}

if (import.meta.filename === process.argv[1]) await main();
