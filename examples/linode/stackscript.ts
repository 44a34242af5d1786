import { readFile } from "node:fs/promises";
import { LinodeClient } from "@clientwright/linode";

/** Stores a script that a file holds as a StackScript, and shows what it will ask. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), file = "set-up.sh"): Promise<void> {
  const script = await readFile(file, "utf8");
  if (!script.startsWith("#!")) throw new Error(`${file} does not begin with #! and the program that runs it`);
  const made = await client.createStackScript({ label: "set-up", images: ["linode/debian11"], script });
  console.log(`${made.id} is ${made.is_public ? "public" : "private"}`);

  for (const { name, label, oneof, manyof, default: usual } of made.user_defined_fields ?? []) {
    const choice = oneof ? `one of ${oneof}` : manyof ? `any of ${manyof}` : "text";
    console.log(`${name} (${choice}${usual ? `, else ${usual}` : ""}): ${label}`);
  }
}

if (import.meta.filename === process.argv[1]) await main();
