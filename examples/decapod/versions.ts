import { DecapodClient } from "@clientwright/decapod";

/** Changes one's own user, reads how it was before, and lists all its versions. */
export async function main(client: DecapodClient = DecapodClient.fromEnv()): Promise<void> {
  const user = client.user(await client.getUserSelf());
  user.full_name = `${user.full_name} the Second`;
  // The whole model is sent, so that the server notices when somebody else has changed it meanwhile.
  await user.save();

  const before = await user.atVersion({ version: user.version - 1 });
  console.log(`${before.full_name} is now ${user.full_name}`);
  for await (const { version, full_name: name } of user.versions()) console.log(`version ${version}: ${name}`);
}

if (import.meta.filename === process.argv[1]) await main();
