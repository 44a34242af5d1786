import { describe, expect, it } from "vitest";
import { isApiError, isStaleError } from "@clientwright/decapod";
import { failure, useDecapod } from "./support.js";

const decapod = useDecapod();

describe("a model", () => {
  it("is an envelope around its data, with times in seconds", async () => {
    const before = Math.floor(Date.now() / 1000);
    const cluster = await decapod.client().createCluster({ name: "ceph" });
    expect(Object.keys(cluster).sort()).toEqual(
      ["id", "model", "version", "initiator_id", "time_updated", "time_deleted", "data"].sort(),
    );
    expect(cluster).toMatchObject({ model: "cluster", version: 1, time_deleted: 0, data: { name: "ceph" } });
    expect(cluster.time_updated).toBeGreaterThanOrEqual(before);
    expect(cluster.time_updated).toBeLessThanOrEqual(Date.now() / 1000);
    const self = await decapod.client().getUserSelf();
    expect(cluster.initiator_id).toBe(self.id);
    expect(self.initiator_id).toBeNull();
  });

  it("gets a new version by a change, and keeps the older ones", async () => {
    const client = decapod.client();
    const made = await client.createCluster({ name: "one" });
    const changed = await client.updateCluster({ clusterId: made.id, ...made, data: { ...made.data, name: "two" } });
    expect(changed).toMatchObject({ id: made.id, version: 2, data: { name: "two" } });
    expect(await client.getClusterVersion({ clusterId: made.id, version: 1 })).toEqual(made);
    const { items } = await client.listClusterVersions({ clusterId: made.id });
    expect(items.map(({ version }) => version)).toEqual([2, 1]);
  });

  it("is marked as deleted, can still be read, and cannot be changed any more", async () => {
    const client = decapod.client();
    const cluster = client.cluster(await client.createCluster({ name: "ceph" }));
    expect(cluster.isDeleted).toBe(false);
    await cluster.delete();
    expect(cluster.isDeleted).toBe(true);
    expect(cluster.time_deleted).toBeGreaterThan(0);
    expect(cluster.version).toBe(2);
    expect((await client.cluster(cluster.id).load()).isDeleted).toBe(true);
    expect((await client.listClusters()).total).toBe(0);
    cluster.name = "again";
    const error = await failure(cluster.save());
    expect(isApiError(error) && error.problems[0]?.code).toBe("CannotUpdateDeletedModel");
    expect(cluster.changes).toEqual({ name: "again" });
  });

  it.each(["user", "role", "cluster", "server", "playbookConfiguration"] as const)(
    "of the kind %s tells whether it is deleted",
    async (kind) => {
      const { world } = decapod.server;
      const shelves = {
        user: world.users,
        role: world.roles,
        cluster: world.clusters,
        server: world.servers,
        playbookConfiguration: world.configurations,
      };
      const { id } = shelves[kind].add({ name: "x" }, null);
      const client = decapod.client();
      const thing = client[kind](id);
      expect((await thing.load()).isDeleted).toBe(false);
      shelves[kind].delete(id, null);
      expect((await thing.refresh()).isDeleted).toBe(true);
    },
  );
});

describe("an update", () => {
  it("sends the whole model as it was read, with the changes in its data", async () => {
    const client = decapod.client();
    const made = await client.createUser({
      login: "ann",
      email: "ann@example.org",
      full_name: "Ann",
      role_id: null,
    });
    const user = client.user(made);
    user.full_name = "Ann Other";
    user.email = "other@example.org";
    await user.save();
    expect(decapod.server.lines().at(-1)).toBe(`PUT /v1/user/${made.id}/`);
    expect(JSON.parse(decapod.server.seen.at(-1)?.body ?? "")).toEqual({
      ...made,
      data: { ...made.data, full_name: "Ann Other", email: "other@example.org" },
    });
    expect(user.version).toBe(2);
    expect(user.changes).toEqual({});
    expect(user.full_name).toBe("Ann Other");
  });

  it("reads the model first when it is not known yet", async () => {
    const client = decapod.client();
    const { id } = await client.createRole({ name: "one", permissions: [] });
    const role = client.role(id);
    role.name = "two";
    await role.save();
    expect(decapod.server.lines().slice(-2)).toEqual([`GET /v1/role/${id}/`, `PUT /v1/role/${id}/`]);
    expect((await client.getRole({ roleId: id })).data).toEqual({ name: "two", permissions: [] });
  });

  it("goes on from version to version, since the reply is the new model", async () => {
    const client = decapod.client();
    const cluster = client.cluster(await client.createCluster({ name: "v1" }));
    for (const name of ["v2", "v3"]) {
      cluster.name = name;
      await cluster.save();
    }
    expect(cluster.version).toBe(3);
    const names = await cluster.versions().toArray();
    expect(names.map(({ name }) => name)).toEqual(["v3", "v2", "v1"]);
    expect((await cluster.atVersion({ version: 2 })).name).toBe("v2");
  });

  it("of what somebody else has changed meanwhile is a StaleError, and nothing is lost", async () => {
    const client = decapod.client();
    const made = await client.createCluster({ name: "one" });
    const mine = client.cluster(made);
    const theirs = client.cluster(made);
    theirs.name = "theirs";
    await theirs.save();
    mine.name = "mine";
    const error = await failure(mine.save());
    expect(isStaleError(error)).toBe(true);
    const cause = (error as Error).cause;
    expect(isApiError(cause) && [cause.status, cause.problems[0]?.code]).toEqual([
      400,
      "CannotUpdateManagedFieldsError",
    ]);
    expect(mine.changes).toEqual({ name: "mine" });
    await mine.refresh();
    expect(mine.name).toBe("mine");
    await mine.save();
    expect((await client.getCluster({ clusterId: made.id })).data.name).toBe("mine");
    expect(mine.version).toBe(3);
  });

  it.each([
    ["user", "full_name"],
    ["role", "name"],
    ["server", "name"],
    ["playbookConfiguration", "name"],
  ] as const)("of a stale %s is one as well", async (kind, field) => {
    const { world } = decapod.server;
    const shelf = {
      user: world.users,
      role: world.roles,
      server: world.servers,
      playbookConfiguration: world.configurations,
    }[kind];
    const { id } = shelf.add({ [field]: "one" }, null);
    const thing = await decapod.client()[kind](id).load();
    shelf.change(id, { [field]: "theirs" }, null);
    Reflect.set(thing, field, "mine");
    expect(isStaleError(await failure(thing.save()))).toBe(true);
  });

  it("of anything but the data is refused", async () => {
    const client = decapod.client();
    const made = await client.createCluster({ name: "one" });
    for (const change of [{ version: 7 }, { time_updated: 1 }, { initiator_id: null }, { time_deleted: 5 }]) {
      const error = await failure(client.updateCluster({ clusterId: made.id, ...made, ...change }));
      expect(isApiError(error) && error.problems[0]?.code).toBe("CannotUpdateManagedFieldsError");
    }
    expect((await client.getCluster({ clusterId: made.id })).version).toBe(1);
  });
});

describe("what belongs together", () => {
  it("may be named by itself in place of its id", async () => {
    const client = decapod.client();
    const made = await client.createCluster({ name: "one" });
    expect(await client.getCluster({ clusterId: made })).toEqual(made);
    await client.updateCluster({ clusterId: made, ...made, data: { name: "two" } });
    await client.deleteCluster({ clusterId: made });
    expect(decapod.server.lines().slice(1)).toEqual(
      ["GET", "PUT", "DELETE"].map((method) => `${method} /v1/cluster/${made.id}/`),
    );
  });

  it("can be had from one another", async () => {
    const { world } = decapod.server;
    const cluster = world.clusters.add({ name: "ceph", configuration: {} }, null);
    const inside = world.discover("4C4C4544-0046-5A10-8039-C7C04F4A3632", "node1.example.org", "ansible");
    world.discover("4C4C4544-0046-5A10-8039-C7C04F4A3633", "node2.example.org", "ansible");
    world.servers.change(inside.id, { ...inside.data, cluster_id: cluster.id }, null);
    const configuration = world.configurations.add(
      { name: "hello", playbook_id: "hello_world", cluster_id: cluster.id, configuration: {} },
      null,
    );
    const client = decapod.client();
    const execution = await client.playbookConfiguration(configuration.id).execute();
    const pc = await execution.getPlaybookConfiguration();
    expect(await pc.get("name")).toBe("hello");
    const found = await pc.getCluster();
    expect(await found.get("name")).toBe("ceph");
    const servers = await found.servers().toArray();
    expect(servers.map(({ fqdn }) => fqdn)).toEqual(["node1.example.org"]);
  });
});
