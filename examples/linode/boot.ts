import { isWaiterError, LinodeClient } from "@clientwright/linode";
import type { WaitOptions } from "@clientwright/runtime";

/** Boots a Linode, and waits until it runs. The wait has an end, whatever becomes of the Linode. */
export async function main(
  client: LinodeClient = LinodeClient.fromEnv(),
  number = 123,
  pace: WaitOptions = { maxWaitMs: 5 * 60_000 },
): Promise<void> {
  const linode = client.instance(number);
  await linode.boot();
  console.log(await linode.get("status"));
  try {
    await linode.waitUntilRunning(pace);
    console.log(linode.status);
  } catch (error) {
    if (!isWaiterError(error)) throw error;
    console.log(`it is not up: ${error.message}`);
  }
}

if (import.meta.filename === process.argv[1]) await main();
