import { FirewallProtocol, IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Lets SSH and pings reach a NIC, renames one of the rules, and deletes both. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const server = await datacenter?.servers().first();
  const nic = await server?.nics().first();
  if (nic === undefined) throw new Error("there is no NIC; make one with createNic");

  const creation = await client.beginCreateFirewallRule({
    ...nic.identity,
    properties: {
      name: "SSH from one machine",
      protocol: FirewallProtocol.Tcp,
      sourceMac: "01:23:45:67:89:00",
      portRangeStart: 22,
      portRangeEnd: 22,
    },
  });
  const { id: firewallruleId } = await creation.result(pace);
  // What is left out is not restricted: these pings may come from anywhere.
  const pings = await nic.createFirewallRule({
    properties: { name: "pings", protocol: FirewallProtocol.Icmp, icmpType: 8, icmpCode: 0 },
  });
  for await (const { name, protocol } of nic.firewallrules()) console.log(`${name} (${protocol})`);

  const change = await client.beginUpdateFirewallRule({
    ...nic.identity,
    firewallruleId,
    name: "SSH",
    sourceMac: null,
  });
  await change.result(pace);
  const { properties } = await client.getFirewallRule({ ...nic.identity, firewallruleId });
  console.log(`${properties?.name} from ${properties?.sourceMac ?? "anywhere"}`);

  await (await client.beginDeleteFirewallRule({ ...nic.identity, firewallruleId })).result(pace);
  await (await client.beginDeleteFirewallRule(pings.identity)).result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
