import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Gives a server a NIC, looks at it, renames it, sets a private address by hand, and takes it away. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const server = await datacenter?.servers().first();
  if (server === undefined) throw new Error("there is no server; make one with createServer");

  const creation = await client.beginCreateNic({
    ...server.identity,
    properties: { name: "eth0", dhcp: true, lan: 1, nat: false },
  });
  const { id: nicId } = await creation.result(pace);
  for await (const { name, lan } of server.nics()) console.log(`${name} is in LAN ${lan}`);

  const change = await client.beginUpdateNic({ ...server.identity, nicId, name: "inside", ips: ["10.0.0.7"] });
  await change.result(pace);
  const { properties } = await client.getNic({ ...server.identity, nicId });
  console.log(`${properties?.name} has ${properties?.ips?.join(", ")}`);

  await (await client.beginDeleteNic({ ...server.identity, nicId })).result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
