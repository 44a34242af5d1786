import { IonosEnterpriseClient, ResourceType } from "@clientwright/ionosenterprise";

/** Lists what can be shared with groups, of all kinds and of one, and what the contract allows and uses. */
export async function main(client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv()): Promise<void> {
  for await (const { type, properties } of client.paginateResources()) console.log(`${type}: ${properties?.name}`);

  const resourceType = ResourceType.Datacenter;
  const [first] = await client.paginateResourcesByType({ resourceType }).toArray({ limit: 1 });
  if (first !== undefined) {
    const { properties } = await client.getResource({ resourceType, resourceId: first.id });
    console.log(`${properties?.name} ${properties?.secAuthProtection ? "takes" : "does not take"} two-factor sign-in`);
  }

  const { properties } = await client.listContracts();
  const { coresProvisioned, coresPerContract } = properties?.resourceLimits ?? {};
  console.log(`${coresProvisioned} of ${coresPerContract} cores are in use`);
}

if (import.meta.filename === process.argv[1]) await main();
