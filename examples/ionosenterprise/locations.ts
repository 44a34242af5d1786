import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Lists the places where data centres can be, and looks at one. Its id has two parts. */
export async function main(client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv()): Promise<void> {
  for await (const { id } of client.paginateLocations()) console.log(id);
  const { properties } = await client.getLocation({ regionId: "us", locationId: "las" });
  console.log(`${properties?.name}: ${properties?.imageAliases?.join(", ")}`);
}

if (import.meta.filename === process.argv[1]) await main();
