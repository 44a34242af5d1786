import { instanceFilter, LinodeClient } from "@clientwright/linode";

/** Lists the first five Linodes, and then all, sorted by their groups. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  for (const { label } of await client.paginateInstances().toArray({ limit: 5 })) console.log(label);

  const sorted = instanceFilter.all().orderBy("group");
  for await (const { group, label } of client.paginateInstances({ filter: sorted })) console.log(`${group}: ${label}`);
}

if (import.meta.filename === process.argv[1]) await main();
