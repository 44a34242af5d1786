import { isApiError, LinodeClient } from "@clientwright/linode";

/** Renames a Linode, and then deletes it. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), number = 123): Promise<void> {
  const linode = client.instance(number);
  linode.label = "new-label";
  linode.tags = ["new-tag"];
  linode.group = "new-group";
  try {
    await linode.save();
    console.log(`it is ${linode.label} now`);
  } catch (error) {
    if (!isApiError(error)) throw error;
    for (const { field, message } of error.problems) console.log(`${field}: ${message}`);
    return; // what was set is kept, to be mended and saved again
  }
  await linode.delete();
  console.log("it is gone");
}

if (import.meta.filename === process.argv[1]) await main();
