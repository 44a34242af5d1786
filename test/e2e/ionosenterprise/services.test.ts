import { describe, expect, it } from "vitest";
import type {
  KubernetesNodePoolReplacementProperties,
  NewKubernetesNodePoolProperties,
} from "@clientwright/ionosenterprise";
import { furnish } from "../../support/ionosenterprise-world.js";
import { complaints, pace, refusal, useIonos } from "./support.js";

const account = useIonos();

describe("a node pool", () => {
  /** Makes a cluster and a pool in it, and gives both ids. */
  async function create(
    more: Partial<NewKubernetesNodePoolProperties> = {},
  ): Promise<{ readonly k8sClusterId: string; readonly nodepoolId: string }> {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const { id: k8sClusterId } = await client.createK8sCluster({ properties: { name: "harbour" } });
    const properties: NewKubernetesNodePoolProperties = {
      name: "berths",
      datacenterId,
      nodeCount: 2,
      cpuFamily: "INTEL_XEON",
      coresCount: 1,
      ramSize: 2048,
      availabilityZone: "AUTO",
      storageType: "HDD",
      storageSize: 11,
      ...more,
    };
    const { id: nodepoolId } = await client.createK8sNodepool({ k8sClusterId, properties });
    return { k8sClusterId, nodepoolId };
  }

  it("takes storage of more than 10 GB, may have less memory than is recommended, and needs no version", async () => {
    expect(await refusal(create({ storageSize: 10 }))).toBe("the storage of a node is larger than 10 GB");
    const pool = await create({ storageSize: 11, ramSize: 1024 });
    expect(account.last().body).not.toHaveProperty("properties.k8sVersion");
    const { properties } = await account.client().getK8sNodepool(pool);
    expect(properties).toMatchObject({ storageSize: 11, ramSize: 1024 });
  });

  it("is told by every change how many nodes there shall be", async () => {
    const pool = await create();
    const client = account.client();
    const silent = { k8sVersion: "1.18.1" } as KubernetesNodePoolReplacementProperties;
    const change = client.updateK8sNodepool({ ...pool, properties: silent });
    expect(await complaints(change)).toEqual(["properties.nodeCount is required"]);
    await client.updateK8sNodepool({ ...pool, properties: { nodeCount: 3 } });
    expect(account.last().body).toEqual({ properties: { nodeCount: 3 } });
    expect((await client.getK8sNodepool(pool)).properties?.nodeCount).toBe(3);
  });

  it("scales by itself between a least and a greatest number, from the start or later", async () => {
    const client = account.client();
    const pool = await create({ autoScaling: { minNodeCount: 2, maxNodeCount: 3 } });
    const scaling = async (): Promise<unknown> => (await client.getK8sNodepool(pool)).properties?.autoScaling;
    expect(await scaling()).toEqual({ minNodeCount: 2, maxNodeCount: 3 });
    await client.waitUntilKubernetesNodePoolActive(pool, pace);
    const autoScaling = { minNodeCount: 0, maxNodeCount: 5 };
    await client.updateK8sNodepool({ ...pool, properties: { nodeCount: 2, autoScaling } });
    expect(account.last().body).toEqual({ properties: { nodeCount: 2, autoScaling } });
    expect(await scaling()).toEqual(autoScaling);
  });

  it("has labels and annotations of texts, and may be in no further LAN", async () => {
    const labels = { tier: "web", "example.org/stage": "test" };
    const annotations = { owner: "harbour master" };
    const pool = await create({ labels, annotations, lans: [] });
    expect(account.last().body).toMatchObject({ properties: { labels, annotations, lans: [] } });
    const { properties } = await account.client().getK8sNodepool(pool);
    expect(properties).toMatchObject({ labels, annotations, lans: [] });
    await create({ lans: [{ id: 1 }] });
    expect(account.last().body).toMatchObject({ properties: { lans: [{ id: 1 }] } });
    const numbers = { tier: 7 } as unknown as Record<string, string>;
    expect(await complaints(create({ labels: numbers }))).toEqual(["properties.labels.tier must be string"]);
  });
});

describe("an S3 key", () => {
  it("is locked and unlocked without being deleted", async () => {
    const client = account.client();
    const { id: userId } = await client.createUser({
      properties: { firstname: "Ann", lastname: "Other", email: "a@example.org", password: "a-long-passphrase" },
    });
    const { id: keyId } = await client.createS3Key({ userId });
    for (const active of [false, true]) {
      await client.updateS3Key({ userId, keyId, properties: { active } });
      expect(account.last().body).toEqual({ properties: { active } });
      expect((await client.getS3Key({ userId, keyId })).properties?.active).toBe(active);
    }
    const key = client.s3Key({ userId, keyId });
    key.active = false;
    await key.save();
    expect((await client.paginateS3Keys({ userId }).toArray()).map(({ id }) => id)).toEqual([keyId]);
  });
});

describe("a backup unit", () => {
  const good = { name: "vault7", password: "a-long-passphrase", email: "backup@example.org" };

  it.each(["vault 7", "vault_7", "vault-7", "tresör"])("cannot be called %s", async (name) => {
    const client = account.client();
    const words = "a name is of letters and digits";
    expect(await refusal(client.createBackupUnit({ properties: { ...good, name } }))).toBe(words);
    const { id: backupunitId } = await client.createBackupUnit({ properties: good });
    expect(await refusal(client.updateBackupUnit({ backupunitId, name }))).toBe(words);
    expect(await refusal(client.replaceBackupUnit({ backupunitId, properties: { ...good, name } }))).toBe(words);
  });

  it("needs a password and an address, which need not be that of a user", async () => {
    const client = account.client();
    const half = { name: "vault7" } as typeof good;
    expect(await complaints(client.createBackupUnit({ properties: half }))).toEqual([
      "properties.password is required",
      "properties.email is required",
    ]);
    const { id: backupunitId } = await client.createBackupUnit({ properties: good });
    const users = (await client.paginateUsers().toArray()).map(({ properties }) => properties?.email);
    expect(users).not.toContain(good.email);
    await client.updateBackupUnit({ backupunitId, email: "night@example.org" });
    expect(account.last().body).toEqual({ email: "night@example.org" });
    expect((await client.getBackupUnit({ backupunitId })).properties?.email).toBe("night@example.org");
  });
});
