import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Makes an S3 key for a user, locks it without losing it, deletes it, and shows how to sign in to the S3 console. */
export async function main(client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv()): Promise<void> {
  const user = await client.users().first();
  if (user === undefined) throw new Error("there is no user; make one with createUser");
  const { userId } = user.identity;

  const { id: keyId } = await client.createS3Key({ userId });
  for await (const { properties } of client.paginateS3Keys({ userId })) {
    console.log(`a key that is ${properties?.active === false ? "locked" : "in use"}`);
  }

  await client.updateS3Key({ userId, keyId, properties: { active: false } });
  const { properties } = await client.getS3Key({ userId, keyId });
  console.log(`the new key is ${properties?.active ? "in use" : "locked"}`);

  await client.deleteS3Key({ userId, keyId });
  // Whoever has this address is signed in, so it is no thing to print in earnest.
  const { ssoUrl } = await client.getS3SsoUrl({ userId });
  console.log(`the console is ${ssoUrl ? "open" : "closed"}`);
}

if (import.meta.filename === process.argv[1]) await main();
