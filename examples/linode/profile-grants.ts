import { LinodeClient } from "@clientwright/linode";

/** Decides whether a button for new Linodes is to be shown, and says what else the user may do. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  const grants = await client.listGrants();
  // Who is not restricted has no grants, since everything is allowed.
  const canDeploy = grants === undefined || grants.global.add_linodes;
  console.log(canDeploy ? "[ Make a Linode ]" : "Ask the owner of the account for a Linode.");
  for (const { label, permissions } of grants?.linode ?? []) console.log(`${label}: ${permissions ?? "nothing"}`);
}

if (import.meta.filename === process.argv[1]) await main();
