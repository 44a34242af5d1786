import { DecapodClient, PlaybookHintId, PlaybookId } from "@clientwright/decapod";
import { isWaiterError, type WaitOptions } from "@clientwright/runtime";

/** Deploys the first cluster to all servers that are free, with encrypted disks, and waits until that is done. */
export async function main(client: DecapodClient = DecapodClient.fromEnv(), pace: WaitOptions = {}): Promise<void> {
  const cluster = await client.paginateClusters().first();
  if (cluster === undefined) throw new Error("there is no cluster; make one with createCluster");
  const servers = await client.paginateServers().toArray();
  const free = servers.filter(({ data }) => data.cluster_id === null);

  const made = await client.createPlaybookConfiguration({
    name: `deploy ${cluster.data.name}`,
    playbook_id: PlaybookId.ClusterDeploy,
    cluster_id: cluster.id,
    server_ids: free.map(({ id }) => id),
    hints: [{ id: PlaybookHintId.Dmcrypt, value: true }],
  });
  const execution = await client.playbookConfiguration(made).execute();
  try {
    await execution.waitUntilFinished(pace);
    console.log("the cluster is deployed");
  } catch (error) {
    if (!isWaiterError(error) || error.reason !== "failed") throw error;
    await execution.refresh();
    console.log(execution.state === "canceled" ? "somebody has cancelled it" : "it has failed");
    const log = await execution.log();
    console.log(typeof log === "string" ? log : log.data);
  }
}

if (import.meta.filename === process.argv[1]) await main();
