import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Creates a server, reads it, lists it among the others, gives it more memory and deletes it. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  if (datacenter === undefined) throw new Error("there is no data centre; make one with createDatacenter");

  const server = await datacenter.createServer({ properties: { name: "web", cores: 1, ram: 2048 } });
  await server.waitUntilRunning(pace);
  console.log(`${server.name} has ${server.cores} core and ${server.ram} MB`);

  for await (const { name } of datacenter.servers()) console.log(`- ${name}`);

  const change = await client.beginUpdateServer({ ...server.identity, name: "web1", ram: 4096 });
  const { properties } = await change.result(pace);
  console.log(`it is ${properties?.name} now and has ${properties?.ram} MB`);

  // Its volumes would stay: each has to be deleted by itself.
  const deletion = await client.beginDeleteServer(server.identity);
  await deletion.result(pace);
  console.log("it is gone");
}

if (import.meta.filename === process.argv[1]) await main();
