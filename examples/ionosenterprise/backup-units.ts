import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Makes a backup unit, changes its address, gets a sign-in to its console, and deletes it. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
  password = process.env.BACKUP_PASSWORD ?? "a-long-passphrase",
): Promise<void> {
  // The name is of letters and digits only; the address need not be that of a user.
  const creation = await client.beginCreateBackupUnit({
    properties: { name: "vault7", password, email: "backup@example.org" },
  });
  const { id: backupunitId } = await creation.result(pace);
  for await (const { name, email } of client.backupUnits()) console.log(`${name}: ${email}`);

  const change = await client.beginUpdateBackupUnit({ backupunitId, email: "night@example.org" });
  await change.result(pace);
  const { properties } = await client.getBackupUnit({ backupunitId });
  console.log(`${properties?.name} writes to ${properties?.email} now`);

  const { ssoUrl } = await client.getBackupUnitSsoUrl({ backupunitId });
  console.log(`the console is ${ssoUrl ? "open" : "closed"}`);

  await (await client.beginDeleteBackupUnit({ backupunitId })).result(pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
