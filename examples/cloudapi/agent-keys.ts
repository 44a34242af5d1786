import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CloudApiClient } from "@clientwright/cloudapi";
import { isUnauthorizedError } from "@clientwright/runtime";
import { agentSigner, fingerprint } from "@clientwright/runtime/keys";

/** Tries the RSA keys of the SSH agent, one after the other, until the server takes one. */
export async function main(login = process.env.TRITON_ACCOUNT ?? "ada"): Promise<CloudApiClient | undefined> {
  const { stdout } = await promisify(execFile)("ssh-add", ["-L"]);
  for (const key of stdout.split("\n").filter((line) => line.startsWith("ssh-rsa "))) {
    const [, , comment = "without a name"] = key.split(" ");
    const client = CloudApiClient.fromEnv({ login, signer: await agentSigner({ fingerprint: fingerprint(key) }) });
    try {
      console.log(`the key ${comment} opens the account of ${(await client.getAccount()).email}`);
      return client;
    } catch (error) {
      if (!isUnauthorizedError(error)) throw error;
      console.log(`the key ${comment} is not known there`);
    }
  }
  return undefined;
}

if (import.meta.filename === process.argv[1]) await main();
