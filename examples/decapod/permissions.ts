import { DecapodClient } from "@clientwright/decapod";

/** Lists every permission that a role can be made of. */
export async function main(client: DecapodClient = DecapodClient.fromEnv()): Promise<void> {
  const { items } = await client.getPermissions();
  for (const { name, permissions } of items) console.log(`${name}: ${permissions.join(", ")}`);
}

if (import.meta.filename === process.argv[1]) await main();
