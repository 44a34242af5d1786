import { LinodeClient } from "@clientwright/linode";

/** Makes a Linode from the snapshot of another one. It has to be in the same region. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), number = 123): Promise<void> {
  const existing = client.instance(number);
  const backups = await (await existing.getAvailableBackups()).load();
  const snapshot = backups.snapshot.current;
  if (snapshot === null) throw new Error("there is no snapshot of it; make one with createSnapshot");

  const region = await existing.get("region");
  const copy = await client.createInstance({ type: "g6-standard-1", region, backup_id: snapshot });
  console.log(`${copy.label} is made from the snapshot "${snapshot.label}"`);
}

if (import.meta.filename === process.argv[1]) await main();
