import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Lists the images, and renames and deletes the oldest of one's own. Those of the vendor cannot be touched. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const own: string[] = [];
  for await (const { id, properties } of client.paginateImages()) {
    console.log(`${properties?.public ? "vendor" : "own"}: ${properties?.name}`);
    if (properties?.public === false) own.push(id);
  }
  const [imageId] = own;
  if (imageId === undefined) throw new Error("there is no image of one's own; upload one by FTP");

  const change = await client.beginUpdateImage({
    imageId,
    name: "golden",
    description: "What new machines start from",
    licenceType: "LINUX",
    cpuHotPlug: true,
    discVirtioHotUnplug: false,
  });
  await change.result(pace);
  const { properties } = await client.getImage({ imageId });
  console.log(`${properties?.name}: ${properties?.description}`);

  const deletion = await client.beginDeleteImage({ imageId });
  await deletion.result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
