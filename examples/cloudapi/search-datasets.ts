import { cloudApi, CloudApiClient, searchDatasets, searchNetworks } from "@clientwright/cloudapi";
import { signerFromEnv } from "@clientwright/runtime/keys";

/** Looks for datasets and networks by a regular expression. The server knows no search, so this is done here. */
export async function main(client: CloudApiClient, words = /node|external/i): Promise<void> {
  for (const { urn, description } of searchDatasets(await client.listDatasets(), words))
    console.log(`dataset ${urn}: ${description ?? "nothing is said about it"}`);
  for (const { id, name } of searchNetworks(await client.listNetworks(), words)) console.log(`network ${name}: ${id}`);
}

if (import.meta.filename === process.argv[1]) {
  // Datasets are what servers of API version 7 and before had in the place of images.
  await main(CloudApiClient.fromEnv({ apiVersion: "~7", signer: await signerFromEnv(cloudApi) }));
}
