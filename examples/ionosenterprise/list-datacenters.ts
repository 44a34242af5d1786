import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Lists every data centre of the contract. */
export async function main(client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv()): Promise<void> {
  for await (const { id, properties } of client.paginateDatacenters()) {
    console.log(`${id}  ${properties?.location}  ${properties?.name}`);
  }
}

if (import.meta.filename === process.argv[1]) await main();
