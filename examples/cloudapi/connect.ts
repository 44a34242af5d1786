import { CloudApiClient } from "@clientwright/cloudapi";
import { keySigner, readKey } from "@clientwright/runtime/keys";

/** Makes a client that signs with a key from a file, and lists the keys of the account. */
export async function main(login = process.env.TRITON_ACCOUNT ?? "ada", keyFile = "~/.ssh/id_rsa"): Promise<void> {
  const client = CloudApiClient.fromEnv({ login, signer: keySigner({ key: readKey(keyFile) }) });
  for (const { name, fingerprint } of await client.listKeys()) console.log(`${name}: ${fingerprint}`);
}

if (import.meta.filename === process.argv[1]) await main();
