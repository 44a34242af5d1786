import { cloudApi, CloudApiClient, type CloudApiOptions } from "@clientwright/cloudapi";
import { signerFromEnv } from "@clientwright/runtime/keys";

/** Goes from one data centre to all the others of the cloud, with the same key, and lists the machines in each. */
export async function main(options: CloudApiOptions): Promise<void> {
  const here = CloudApiClient.fromEnv(options);
  for (const [name, baseUrl] of Object.entries(await here.listDatacenters())) {
    const there = new CloudApiClient({ ...options, baseUrl });
    for await (const machine of there.paginateMachines()) console.log(`${name}: ${machine.name} is ${machine.state}`);
  }
}

if (import.meta.filename === process.argv[1]) {
  await main({ login: process.env.TRITON_ACCOUNT, signer: await signerFromEnv(cloudApi) });
}
