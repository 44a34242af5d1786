import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Puts a load balancer in front of a NIC, looks at both, renames it, and takes it away again. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const server = await datacenter?.servers().first();
  const nic = await server?.nics().first();
  if (datacenter === undefined || nic === undefined) throw new Error("there is no NIC; make one with createNic");

  const creation = await client.beginCreateLoadbalancer({
    ...datacenter.identity,
    properties: { name: "front", dhcp: true },
  });
  const { id: loadbalancerId } = await creation.result(pace);
  const balancer = { ...datacenter.identity, loadbalancerId };
  for await (const { name } of datacenter.loadbalancers()) console.log(`- ${name}`);

  const { nicId } = nic.identity;
  await (await client.beginAddBalancedNic({ ...balancer, id: nicId })).result(pace);
  for await (const { properties } of client.paginateBalancedNics(balancer)) {
    console.log(`${properties?.name} takes part`);
  }
  const member = await client.getBalancedNic({ ...balancer, nicId });
  console.log(`it is in LAN ${member.properties?.lan}`);
  await (await client.beginRemoveBalancedNic({ ...balancer, nicId })).result(pace);

  await (await client.beginUpdateLoadbalancer({ ...balancer, name: "back" })).result(pace);
  const { properties } = await client.getLoadbalancer(balancer);
  console.log(`it is called ${properties?.name} now`);

  await (await client.beginDeleteLoadbalancer(balancer)).result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
