import { randomBytes } from "node:crypto";
import { LinodeClient } from "@clientwright/linode";

/** Makes a Linode that a StackScript sets up at its first boot, here with keys from GitHub. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), number = 10079): Promise<void> {
  const script = await client.stackScript(number).load();
  const linode = await client.createInstance({
    type: "g6-standard-2",
    region: "us-east",
    image: script.images[0] ?? "linode/debian11", // it has to be one that the script supports
    root_pass: randomBytes(48).toString("base64"),
    stackscript_id: script,
    stackscript_data: { gh_username: "example" }, // the answers to what the script asks
  });
  console.log(`${script.label} sets up ${linode.label}`);
}

if (import.meta.filename === process.argv[1]) await main();
