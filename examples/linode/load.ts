import { LinodeClient } from "@clientwright/linode";

/** Reads things at once, each with one request, and nothing of what belongs to them. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), number = 123): Promise<void> {
  const linode = await client.instance(number).load();
  console.log(`${linode.label} is ${linode.status}`);

  const config = await client.nodeBalancerConfig({ nodeBalancerId: 12345, configId: 4567 }).load();
  console.log(`port ${config.port} speaks ${config.protocol}`);
}

if (import.meta.filename === process.argv[1]) await main();
