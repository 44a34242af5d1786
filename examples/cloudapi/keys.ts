import { readFile } from "node:fs/promises";
import { cloudApi, CloudApiClient } from "@clientwright/cloudapi";
import { signerFromEnv } from "@clientwright/runtime/keys";

/** Adds a public SSH key to the account, looks at it, and takes it away again. */
export async function main(client: CloudApiClient, publicKeyFile = "laptop.pub", name = "laptop"): Promise<void> {
  const added = await client.addKey({ name, key: await readFile(publicKeyFile, "utf8") });
  console.log(`added ${added.name} with the fingerprint ${added.fingerprint}`);

  // The name finds it as well, but several keys may have the same.
  const key = await client.getKey({ keyId: added });
  console.log(`it is of the kind ${key.key.split(" ")[0]}`);

  await client.deleteKey({ keyId: key });
  console.log(`left on the account: ${(await client.listKeys()).length}`);
}

if (import.meta.filename === process.argv[1]) {
  await main(CloudApiClient.fromEnv({ signer: await signerFromEnv(cloudApi) }), process.argv[2]);
}
