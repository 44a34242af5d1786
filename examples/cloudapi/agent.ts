import { CloudApiClient } from "@clientwright/cloudapi";
import { agentSigner, keySigner, readKey } from "@clientwright/runtime/keys";

/** Signs with a key that the SSH agent holds, and later with one from a file. */
export async function main(
  login = process.env.TRITON_ACCOUNT ?? "ada",
  fingerprint = process.env.TRITON_KEY_ID,
  keyFile = "~/.ssh/id_rsa",
): Promise<void> {
  // Without a fingerprint it is the first RSA key of the agent.
  const byAgent = CloudApiClient.fromEnv({ login, signer: await agentSigner({ fingerprint }) });
  console.log(`${(await byAgent.getAccount()).email}, by the agent`);

  // A client keeps its key: another key makes another client, and sends nothing.
  const byFile = CloudApiClient.fromEnv({ login, signer: keySigner({ key: readKey(keyFile) }) });
  console.log(`${(await byFile.getAccount()).email}, by the file`);
}

if (import.meta.filename === process.argv[1]) await main();
