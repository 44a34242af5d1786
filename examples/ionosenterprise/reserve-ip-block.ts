import { IonosEnterpriseClient, LocationId, type WaitOptions } from "@clientwright/ionosenterprise";

/** Reserves five public addresses in Las Vegas, and prints the block. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const reservation = await client.beginReserveIpblock({ properties: { location: LocationId.LasVegas, size: 5 } });
  const block = await reservation.result(pace);
  console.log(JSON.stringify(block, null, 2));
}

if (import.meta.filename === process.argv[1]) await main();
