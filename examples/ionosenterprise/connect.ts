import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Makes a client from a user name and a password, which sends nothing yet, and asks whose contract it acts under. */
export async function main(
  username = process.env.IONOS_USERNAME ?? "",
  password = process.env.IONOS_PASSWORD ?? "",
  options: ConstructorParameters<typeof IonosEnterpriseClient>[0] = {},
): Promise<void> {
  const client = new IonosEnterpriseClient({ ...options, username, password });
  const { properties } = await client.listContracts();
  console.log(`contract ${properties?.contractNumber} of ${properties?.owner}`);
}

if (import.meta.filename === process.argv[1]) await main();
