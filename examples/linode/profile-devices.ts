import { LinodeClient } from "@clientwright/linode";

/** Lists the browsers that stay signed in, and makes one of them forget that. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), lost = 123): Promise<void> {
  for await (const { id, last_remote_addr: address, expiry } of client.paginateTrustedDevices())
    console.log(`${id} at ${address}, until ${expiry}`);

  const device = await client.getTrustedDevice({ deviceId: lost });
  await client.revokeTrustedDevice({ deviceId: device });
  console.log(`${device.user_agent.split(" ")[0]} has to sign in again`);
}

if (import.meta.filename === process.argv[1]) await main();
