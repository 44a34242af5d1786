import { LinodeClient } from "@clientwright/linode";

/** Prints the name of every Linode. The token is read from LINODE_TOKEN. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  for await (const { label } of client.paginateInstances()) console.log(label);
}

if (import.meta.filename === process.argv[1]) await main();
