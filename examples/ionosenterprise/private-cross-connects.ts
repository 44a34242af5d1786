import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Makes a cross-connect, lets a LAN join it, renames it, and undoes both. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const lan = await datacenter?.lans().first();
  if (lan === undefined) throw new Error("there is no LAN; make one with createLan");

  const creation = await client.beginCreatePcc({ properties: { name: "bridge", description: "Joins two sites" } });
  const { id: pccId } = await creation.result(pace);
  for await (const { name, description } of client.pccs()) console.log(`${name}: ${description}`);

  await (await client.beginUpdateLan({ ...lan.identity, pcc: pccId })).result(pace);
  console.log(`LAN ${lan.id} has joined`);

  const change = await client.beginUpdatePcc({ pccId, name: "tunnel", description: "Joins three sites" });
  await change.result(pace);
  const { properties } = await client.getPcc({ pccId });
  console.log(`it is called ${properties?.name} now`);

  await (await client.beginUpdateLan({ ...lan.identity, pcc: null })).result(pace);
  await (await client.beginDeletePcc({ pccId })).result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
