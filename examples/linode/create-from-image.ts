import { randomBytes } from "node:crypto";
import { LinodeClient } from "@clientwright/linode";

/** Makes a Linode with Debian on it, in the first region there is, and says how to get in. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  const region = await client.paginateRegions().at(0);
  if (region === undefined) throw new Error("there are no regions");

  // The server wants a strong password and never shows it again. These are 64 characters from the system's own source.
  const password = randomBytes(48).toString("base64");
  const linode = await client.createInstance({
    region, // the object does as well as its id
    type: "g6-standard-2",
    image: "linode/debian11",
    root_pass: password,
  });
  console.log(`ssh root@${linode.ipv4[0]} - ${password}`);
}

if (import.meta.filename === process.argv[1]) await main();
