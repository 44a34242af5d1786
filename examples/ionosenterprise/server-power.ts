import { IonosEnterpriseClient, type WaitOptions } from "@clientwright/ionosenterprise";

/** Reboots a server, switches it off and on again. Each time it is as if by the power cable. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.datacenters().first();
  const server = await datacenter?.servers().first();
  if (server === undefined) throw new Error("there is no server; make one with createServer");

  const reboot = await client.beginRebootServer(server.identity);
  await reboot.result(pace);
  console.log("rebooted");

  // While it is off, neither its cores nor its memory cost anything, and its public address is given up.
  await server.stop();
  await server.waitUntilStopped(pace);
  console.log(`stopped: ${server.vmState}`);

  // It may come up with another public address.
  await server.start();
  await server.waitUntilRunning(pace);
  console.log(`started: ${server.vmState}`);
}

if (import.meta.filename === process.argv[1]) await main();
