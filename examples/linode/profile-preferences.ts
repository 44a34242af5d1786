import { LinodeClient } from "@clientwright/linode";

/** Remembers something with the user: free JSON, of which every OAuth client has its own. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  const before = await client.getUserPreferences();
  // What is sent takes the place of everything, so what shall stay has to be sent along.
  const after = await client.updateUserPreferences({ body: { ...before, theme: "dark" } });
  console.log(after);
}

if (import.meta.filename === process.argv[1]) await main();
