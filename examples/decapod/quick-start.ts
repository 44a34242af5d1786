import { DecapodClient } from "@clientwright/decapod";

/** Lists the users. Nobody has to sign in by hand: the client does so before the first call that needs it. */
export async function main(client: DecapodClient = DecapodClient.fromEnv()): Promise<void> {
  for await (const user of client.paginateUsers()) {
    console.log(`${user.data.login}: ${user.data.full_name} <${user.data.email}>`);
  }
}

if (import.meta.filename === process.argv[1]) await main();
