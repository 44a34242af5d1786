import { readFile } from "node:fs/promises";
import { cloudApi, CloudApiClient, publicIps, toNewMachine, type WaitOptions } from "@clientwright/cloudapi";
import { signerFromEnv } from "@clientwright/runtime/keys";

/** Makes a machine that runs a script at every boot, waits for it, tells where it is, and deletes it again. */
export async function main(client: CloudApiClient, bootScript = "boot.sh", pace: WaitOptions = {}): Promise<void> {
  const [image] = await client.listImages({ name: "base", os: "smartos" });
  const [size] = await client.listPackages({ memory: 128 });
  const networks = await client.listNetworks();
  if (image === undefined || size === undefined) throw new Error("there is no image or no package of that kind");

  const wish = toNewMachine({
    name: "web1",
    image,
    package: size,
    networks: networks.map(({ id }) => id),
    tags: { role: "web", shard: 1 },
    metadata: { colour: "green" },
    bootScript: await readFile(bootScript, "utf8"),
  });
  const machine = client.machine(await client.createMachine(wish));
  await machine.waitUntilRunning(pace);
  console.log(`${machine.name} runs at ${publicIps(machine)[0] ?? "no public address"}`);

  await machine.stop();
  await machine.waitUntilStopped(pace);
  await machine.delete();
  await machine.waitUntilDeleted(pace);
  console.log("it is gone");
}

if (import.meta.filename === process.argv[1]) {
  await main(CloudApiClient.fromEnv({ signer: await signerFromEnv(cloudApi) }), process.argv[2]);
}
