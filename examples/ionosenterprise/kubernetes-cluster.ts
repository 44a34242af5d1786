import { IonosEnterpriseClient, progressPrinter, type WaitOptions } from "@clientwright/ionosenterprise";

/** Makes a Kubernetes cluster, waits until it works, prints how to reach it, and deletes it. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = { onProgress: progressPrinter((text) => process.stdout.write(text)) },
): Promise<void> {
  const creation = await client.beginCreateK8sCluster({ properties: { name: "harbour" } });
  const { id: k8sClusterId } = await creation.result(pace);

  const { items } = await client.listK8sClusters();
  for (const { properties, metadata } of items) console.log(`${properties?.name} is ${metadata?.state}`);
  const config = await client.getK8sConfig({ k8sClusterId });
  console.log(config.properties.kubeconfig);

  const { properties } = await client.getK8sCluster({ k8sClusterId });
  const deletion = await client.beginDeleteK8sCluster({ k8sClusterId });
  await deletion.result(pace);
  console.log(`${properties?.name} is gone`);
}

if (import.meta.filename === process.argv[1]) await main();
