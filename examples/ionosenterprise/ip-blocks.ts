import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Reserves addresses where a data centre is, since they can be used only there, lists the blocks, and gives them back. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const location = datacenter?.location;
  if (!location) throw new Error("there is no data centre; make one with createDatacenter");

  const reservation = await client.beginReserveIpblock({ properties: { name: "front doors", location, size: 4 } });
  const { id: ipblockId } = await reservation.result(pace);
  for await (const { name, size } of client.ipblocks()) console.log(`${name ?? "no name"}: ${size}`);

  const block = await client.getIpblock({ ipblockId });
  console.log(`${block.properties?.name} is at ${block.properties?.location}`);

  const release = await client.beginDeleteIpblock({ ipblockId });
  await release.result(pace);
  console.log("given back");
}

if (import.meta.filename === process.argv[1]) await main();
