import { IonosEnterpriseClient, LocationId, type WaitOptions } from "@clientwright/ionosenterprise";

/** Creates a data centre, reads it, lists it among the others, renames it and deletes it. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const creation = await client.beginCreateDatacenter({
    properties: { name: "Staging", description: "Where things are tried", location: LocationId.Karlsruhe },
  });
  const datacenter = client.datacenter(await creation.result(pace));
  console.log(`${datacenter.name} at ${datacenter.location} is ${datacenter.metadata?.state}`);

  for await (const { name } of client.datacenters()) console.log(`- ${name}`);

  datacenter.name = "Production";
  datacenter.description = "Where things run";
  await datacenter.save();
  await datacenter.waitUntilAvailable(pace);
  console.log(`it is called ${datacenter.name} now`);

  const deletion = await client.beginDeleteDatacenter(datacenter.identity);
  await deletion.result(pace);
  console.log("it is gone, with all that was in it");
}

if (import.meta.filename === process.argv[1]) await main();
