import { cloudApi, CloudApiClient, defaultPackage } from "@clientwright/cloudapi";
import { signerFromEnv } from "@clientwright/runtime/keys";

/** Lists the packages of a size, and finds the one that a machine gets when nobody says which. */
export async function main(client: CloudApiClient, memory = 128): Promise<void> {
  for (const { name, disk, swap } of await client.listPackages({ memory }))
    console.log(`${name}: ${memory} MiB of memory, ${disk} MiB of disk space, ${swap} MiB of swap space`);

  const usual = defaultPackage(await client.listPackages());
  console.log(usual === undefined ? "there is no default" : `the default is ${usual.name}`);
}

if (import.meta.filename === process.argv[1]) {
  await main(CloudApiClient.fromEnv({ signer: await signerFromEnv(cloudApi) }));
}
