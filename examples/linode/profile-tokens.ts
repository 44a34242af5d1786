import { LinodeClient, LinodeScope } from "@clientwright/linode";

/** Makes a token that may look at Linodes for a day, lists all, renames the new one and revokes it. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), now = Date.now()): Promise<void> {
  const tomorrow = new Date(now + 24 * 60 * 60_000);
  const made = await client.createPersonalAccessToken({
    label: "watcher",
    scopes: [LinodeScope.LinodesReadOnly, LinodeScope.EventsReadOnly].join(" "),
    expiry: tomorrow.toISOString().slice(0, 19), // UTC, without an offset
  });
  console.log(`keep it: ${made.token}`); // later only its first 16 characters are told
  for await (const { id, label, scopes } of client.paginatePersonalAccessTokens())
    console.log(`${id} ${label}: ${scopes}`);

  const token = client.personalAccessToken(made);
  token.label = "night watcher"; // what it may do, and until when, cannot be changed
  await token.save();
  const { label, token: shown } = await client.getPersonalAccessToken({ tokenId: made });
  console.log(`${label} begins with ${shown}`);
  await token.delete();
  console.log("it is revoked");
}

if (import.meta.filename === process.argv[1]) await main();
