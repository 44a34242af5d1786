import { LinodeClient } from "@clientwright/linode";

const laptop = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExam me@laptop";

/** Stores an SSH key, lists all, renames the new one and removes it again. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), text = laptop): Promise<void> {
  const added = await client.addSshKey({ label: "laptop", ssh_key: text });
  for await (const { id, label } of client.paginateSshKeys()) console.log(`${id} ${label}`);

  const key = client.sshKey(added);
  key.label = "old laptop"; // the key itself cannot be changed
  await key.save();
  console.log((await client.getSshKey({ sshKeyId: added })).label);
  await key.delete(); // Linodes that have it already keep it
  console.log("the key is removed");
}

if (import.meta.filename === process.argv[1]) await main();
