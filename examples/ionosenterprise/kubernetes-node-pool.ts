import {
  CpuFamily,
  DayOfTheWeek,
  IonosEnterpriseClient,
  NodePoolStorageType,
  progressPrinter,
  ServerAvailabilityZone,
  type WaitOptions,
} from "@clientwright/ionosenterprise";

/** Gives the first cluster two nodes in the first data centre, waits until they work, and takes them away again. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = { onProgress: progressPrinter((text) => process.stdout.write(text)) },
): Promise<void> {
  const [cluster] = (await client.listK8sClusters()).items;
  const datacenter = await client.datacenters().first();
  if (cluster === undefined || datacenter === undefined) throw new Error("this takes a cluster and a data centre");
  const k8sClusterId = cluster.id;

  const creation = await client.beginCreateK8sNodepool({
    k8sClusterId,
    properties: {
      name: "berths",
      ...datacenter.identity,
      nodeCount: 2,
      cpuFamily: CpuFamily.IntelXeon,
      coresCount: 1,
      ramSize: 2048,
      availabilityZone: ServerAvailabilityZone.Auto,
      storageType: NodePoolStorageType.Hdd,
      storageSize: 11,
      k8sVersion: "1.17.8",
      maintenanceWindow: { dayOfTheWeek: DayOfTheWeek.Monday, time: "17:00:00" },
      autoScaling: { minNodeCount: 2, maxNodeCount: 3 },
      lans: [],
      labels: { tier: "web", stage: "test" },
      annotations: { owner: "harbour master" },
    },
  });
  const { id: nodepoolId } = await creation.result(pace);
  for (const { properties, metadata } of (await client.listK8sNodepools({ k8sClusterId })).items) {
    console.log(`${properties?.name} is ${metadata?.state}`);
  }

  // A change says how many nodes there shall be, even when that stays as it is.
  const change = await client.beginUpdateK8sNodepool({
    k8sClusterId,
    nodepoolId,
    properties: {
      nodeCount: 2,
      maintenanceWindow: { dayOfTheWeek: DayOfTheWeek.Sunday, time: "03:00:00" },
      autoScaling: { minNodeCount: 2, maxNodeCount: 5 },
    },
  });
  await change.result(pace);
  const { properties } = await client.getK8sNodepool({ k8sClusterId, nodepoolId });
  console.log(`up to ${properties?.autoScaling?.maxNodeCount} nodes`);

  await client.deleteK8sNodepool({ k8sClusterId, nodepoolId });
  await client.waitUntilKubernetesNodePoolDeleted({ k8sClusterId, nodepoolId }, pace);
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
