import { cloudApi, CloudApiClient, Datacenter, type CloudApiOptions } from "@clientwright/cloudapi";
import { signerFromEnv } from "@clientwright/runtime/keys";

/** The data centres of a cloud of one's own, by names that are easier to remember. */
const knownLocations = {
  lab: "https://cloudapi.lab.example.org",
  attic: "https://cloudapi.attic.example.org:8443",
};

/** Works in a private cloud, whose data centres go by names of one's own. A host name does as well. */
export async function main(location = "lab", options: CloudApiOptions = {}): Promise<void> {
  const { client } = new Datacenter(CloudApiClient, { ...options, location, knownLocations });
  const { email } = await client.getAccount();
  console.log(`${location}: ${email} has ${(await client.listMachines()).length} machines`);
}

if (import.meta.filename === process.argv[1]) {
  await main(process.argv[2], { login: process.env.TRITON_ACCOUNT, signer: await signerFromEnv(cloudApi) });
}
