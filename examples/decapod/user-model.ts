import { DecapodClient } from "@clientwright/decapod";

/** Shows what a model looks like, here that of one's own user: an envelope around its data. */
export async function main(client: DecapodClient = DecapodClient.fromEnv()): Promise<void> {
  const user = await client.getUserSelf();
  console.log(`${user.model} ${user.id}, version ${user.version}`);
  console.log(`changed ${new Date(user.time_updated * 1000).toISOString()} by ${user.initiator_id ?? "the server"}`);
  console.log(user.time_deleted === 0 ? "in use" : `deleted ${new Date(user.time_deleted * 1000).toISOString()}`);
  console.log(user.data);
}

if (import.meta.filename === process.argv[1]) await main();
