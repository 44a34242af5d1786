import { LinodeClient } from "@clientwright/linode";

/** Lists the programs that have been let into the account, and shuts one of them out. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), unwanted = 123): Promise<void> {
  for await (const { id, label, expiry } of client.paginateAuthorizedApps())
    console.log(`${id} ${label}, until ${expiry ?? "it is shut out"}`);

  const app = await client.getAuthorizedApp({ appId: unwanted });
  await client.revokeAuthorizedApp({ appId: app });
  console.log(`${app.label} (${app.scopes}) has no access any more`);
}

if (import.meta.filename === process.argv[1]) await main();
