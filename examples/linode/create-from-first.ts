import { randomBytes } from "node:crypto";
import { LinodeClient } from "@clientwright/linode";

/** Makes a Linode of the first type, in the first region, from the first image: objects go wherever ids do. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  const [type, region, image] = await Promise.all([
    client.types().first(),
    client.regions().first(),
    client.images().first(),
  ]);
  if (!type || !region || !image) throw new Error("the account sees no types, regions or images");

  const rootPass = randomBytes(48).toString("base64");
  const linode = await client.createInstance({ type, region, image, root_pass: rootPass });
  console.log(`${linode.label}: ${type.label} in ${region.id} with ${image.label}; the password is ${rootPass}`);
}

if (import.meta.filename === process.argv[1]) await main();
