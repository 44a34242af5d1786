import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Creates a LAN, puts a NIC into it, lets an address move to that NIC when another fails, and deletes the LAN. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const server = await datacenter?.servers().first();
  if (datacenter === undefined || server === undefined) {
    throw new Error("there is no server; make one with createServer");
  }
  const { datacenterId } = datacenter.identity;

  const creation = await client.beginCreateLan({ datacenterId, properties: { name: "Inside", public: false } });
  const { id } = await creation.result(pace);
  const lanId = Number(id); // what NICs name it by; the API writes it as text here
  for await (const { name, id: each } of datacenter.lans()) console.log(`LAN ${each}: ${name}`);

  const nic = await client.beginCreateNic({ ...server.identity, properties: { name: "eth0", lan: lanId, dhcp: true } });
  const { id: nicUuid } = await nic.result(pace);
  for await (const member of client.paginateLanMembers({ datacenterId, lanId })) {
    console.log(`${member.properties?.name} is in it`);
  }

  const change = await client.beginUpdateLan({
    datacenterId,
    lanId,
    name: "Outside",
    public: true,
    ipFailover: [{ ip: "198.51.100.7", nicUuid }],
  });
  await change.result(pace);
  const { properties } = await client.getLan({ datacenterId, lanId });
  console.log(`${properties?.name} is ${properties?.public ? "public" : "private"}`);
  for (const { ip } of properties?.ipFailover ?? []) console.log(`${ip} fails over to ${nicUuid}`);

  await (await client.beginDeleteNic({ ...server.identity, nicId: nicUuid })).result(pace);
  await (await client.beginDeleteLan({ datacenterId, lanId })).result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
