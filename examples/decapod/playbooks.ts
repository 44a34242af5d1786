import { DecapodClient } from "@clientwright/decapod";

/** Lists the playbooks, and what can be chosen for each. */
export async function main(client: DecapodClient = DecapodClient.fromEnv()): Promise<void> {
  const { items } = await client.getPlaybooks();
  for (const playbook of items) {
    console.log(`${playbook.id}: ${playbook.name}${playbook.required_server_list ? " (on servers of choice)" : ""}`);
    for (const hint of playbook.hints ?? []) console.log(`  ${hint.id} (${hint.type}): ${hint.description}`);
  }
}

if (import.meta.filename === process.argv[1]) await main();
