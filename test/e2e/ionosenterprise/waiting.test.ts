import { describe, expect, it } from "vitest";
import { waitFor } from "@clientwright/runtime";
import { furnish } from "../../support/ionosenterprise-world.js";
import { pace, refusal, useIonos } from "./support.js";

const account = useIonos();

describe("what depends on a change", () => {
  it("is refused before the change is done, and goes through after the wait for it", async () => {
    const client = account.client();
    const { datacenterId, serverId } = await furnish(client);
    const properties = { name: "late", size: 10, licenceType: "LINUX" } as const;
    account.server.twin.speed = 0; // nothing gets any further
    const creation = await client.beginCreateVolume({ datacenterId, properties });
    const { id } = creation.accepted;
    expect((await creation.status()).metadata?.status).toBe("QUEUED");
    expect(await refusal(client.attachVolume({ datacenterId, serverId, id }))).toBe("it is still at work");

    const seen: unknown[] = [];
    const volume = await creation.result({
      ...pace,
      onProgress: ({ value }) => {
        seen.push(value?.metadata?.status);
        account.server.twin.advance(100);
      },
    });
    expect(seen[0]).toBe("QUEUED");
    expect(seen.at(-1)).toBe("DONE");
    expect(volume.metadata?.state).toBe("AVAILABLE");
    await client.attachVolume({ datacenterId, serverId, id });
    expect((await client.listAttachedVolumes({ datacenterId, serverId })).items.map((each) => each.id)).toEqual([id]);
  });
});

describe("Kubernetes", () => {
  it("is waited for by the state of the one with a name in the list", async () => {
    const client = account.client();
    account.server.twin.speed = 0;
    const { id } = await client.createK8sCluster({ properties: { name: "harbour" } });
    const marks: string[] = [];
    const { items } = await waitFor(
      {
        request: (options) => client.listK8sClusters({}, options),
        check: (list) =>
          list.items.find(({ properties }) => properties?.name === "harbour")?.metadata?.state === "ACTIVE",
        scaleUp: 10_000,
      },
      {
        ...pace,
        onProgress: ({ value }) => {
          marks.push(value?.items[0]?.metadata?.state ?? "none");
          account.server.twin.advance(60_000);
        },
      },
    );
    expect(items.map((each) => each.id)).toEqual([id]);
    expect(marks[0]).toBe("DEPLOYING");
    expect(marks.at(-1)).toBe("ACTIVE");
  });

  it("has waiters that do so for a cluster and a node pool by their ids", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const { id: k8sClusterId } = await client.createK8sCluster({ properties: { name: "harbour" } });
    const cluster = await client.waitUntilKubernetesClusterActive({ k8sClusterId }, pace);
    expect(cluster.metadata?.state).toBe("ACTIVE");
    const { id: nodepoolId } = await client.createK8sNodepool({
      k8sClusterId,
      properties: {
        name: "berths",
        datacenterId,
        nodeCount: 1,
        cpuFamily: "INTEL_XEON",
        coresCount: 1,
        ramSize: 2048,
        availabilityZone: "AUTO",
        storageType: "HDD",
        storageSize: 11,
      },
    });
    const pool = await client.waitUntilKubernetesNodePoolActive({ k8sClusterId, nodepoolId }, pace);
    expect(pool.metadata?.state).toBe("ACTIVE");
    expect(account.server.calls.some(({ target }) => target.startsWith("/requests"))).toBe(true);
    expect(account.last().target).toContain(`/nodepools/${nodepoolId}`);
  });
});
