import { LinodeClient } from "@clientwright/linode";

/** Goes from a Linode to its disks and to its region. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), number = 123): Promise<void> {
  const linode = await client.instance(number).load();

  const disks = linode.disks();
  console.log(`it has ${await disks.total()} disks`); // reads the list
  console.log(`the first is ${(await disks.at(0))?.label}`); // known already

  const region = await linode.getRegion(); // the Linode knows the id of its region
  console.log(`it is in ${region.identity.regionId}`);
  console.log(`which is in ${await region.get("country")}`); // reads the region
}

if (import.meta.filename === process.argv[1]) await main();
