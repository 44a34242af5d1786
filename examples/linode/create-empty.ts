import { LinodeClient } from "@clientwright/linode";
import type { WaitOptions } from "@clientwright/runtime";

/** Makes an empty Linode, and then gives it by hand what it needs to boot: a disk, and a config that names it. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), pace: WaitOptions = {}): Promise<void> {
  const linode = client.instance(await client.createInstance({ type: "g6-standard-2", region: "us-east" }));
  console.log(`${linode.label} is there, without disks and configs, and switched off`);

  const disk = await linode.createDisk({ label: "root", size: 20_480, filesystem: "ext4" });
  await client.waitUntilDiskReady(disk.identity, pace);
  const volumes = await linode.volumes().toArray();
  const config = await linode.createConfig({
    label: `${linode.label}_config_1`,
    // Disks first, volumes after them; null keeps a device free.
    devices: { sda: { disk_id: disk.id }, sdb: null, ...(volumes[0] && { sdc: { volume_id: volumes[0].id } }) },
  });
  console.log(`it can be booted with ${config.label}`);
}

if (import.meta.filename === process.argv[1]) await main();
