import { createClient, LinodeClient, listInstances, listRegions } from "@clientwright/linode";

/** Every call is on the client itself, whatever its URL begins with; and each is also a function of its own. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  const regions = await client.listRegions(); // GET /regions
  const linodes = await client.listInstances(); // GET /linode/instances
  console.log(`${regions.results} regions, ${linodes.results} Linodes`);
}

/** The same for a program that shall be small: it holds these two calls and no others. */
export async function small(client = createClient({ token: process.env.LINODE_TOKEN })): Promise<void> {
  const regions = await listRegions(client);
  const linodes = await listInstances(client);
  console.log(`${regions.results} regions, ${linodes.results} Linodes`);
}

if (import.meta.filename === process.argv[1]) await main();
