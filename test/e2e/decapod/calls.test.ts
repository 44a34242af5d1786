import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ApiPermission, DecapodClient, isApiError, PermissionGroup, PlaybookId } from "@clientwright/decapod";
import { isForbiddenError, isNotFoundError, isUnauthorizedError } from "@clientwright/runtime";
import { discoveryToken } from "./server/world.js";
import { failure, useDecapod } from "./support.js";

const decapod = useDecapod();
const hardware = "4C4C4544-0046-5A10-8039-C7C04F4A3632";

describe("playbooks", () => {
  it("tell what can be chosen, and are named by their id", async () => {
    const client = decapod.client();
    const { items } = await client.getPlaybooks();
    const deploy = items.find(({ id }) => id === PlaybookId.ClusterDeploy);
    const [hint] = deploy?.hints ?? [];
    if (deploy === undefined || hint === undefined) throw new Error("the playbook or its hint is missing");
    const { world } = decapod.server;
    const { id: clusterId } = await client.createCluster({ name: "ceph" });
    world.discover(hardware, "node1.example.org", "ansible");
    const made = await client.createPlaybookConfiguration({
      name: "deploy",
      playbook_id: deploy.id,
      cluster_id: clusterId,
      server_ids: [hardware],
      hints: [{ id: hint.id, value: true }],
    });
    expect(made.data.playbook_id).toBe("cluster_deploy");
    expect(made.data.configuration.global_vars).toEqual({ dmcrypt: true });
    expect(made.data.created_execution_id).toBeNull();
    const byName = client.createPlaybookConfiguration({
      name: "deploy again",
      playbook_id: deploy.name,
      cluster_id: clusterId,
      server_ids: [hardware],
      hints: [],
    });
    const error = await failure(byName);
    expect(isApiError(error) && error.problems[0]?.code).toBe("UnknownPlaybookError");
  });

  it("that need no servers take an empty list, and no hints are an empty list too", async () => {
    const client = decapod.client();
    const cluster = await client.createCluster({ name: "ceph" });
    const basis = { cluster_id: cluster.id, server_ids: [], hints: [] };
    await client.createPlaybookConfiguration({ ...basis, name: "hello", playbook_id: PlaybookId.HelloWorld });
    expect(JSON.parse(decapod.server.seen.at(-1)?.body ?? "")).toMatchObject({ server_ids: [], hints: [] });
    const call = client.createPlaybookConfiguration({ ...basis, name: "deploy", playbook_id: "cluster_deploy" });
    const error = await failure(call);
    expect(isApiError(error) && error.problems[0]?.code).toBe("ServerListIsRequiredForPlaybookError");
  });

  it("get each server once, however often it is named", async () => {
    const client = decapod.client();
    const cluster = await client.createCluster({ name: "ceph" });
    decapod.server.world.discover(hardware, "node1.example.org", "ansible");
    await client.createPlaybookConfiguration({
      name: "deploy",
      playbook_id: PlaybookId.ClusterDeploy,
      cluster_id: cluster.id,
      server_ids: [hardware, hardware],
      hints: [],
    });
    expect(JSON.parse(decapod.server.seen.at(-1)?.body ?? "")).toMatchObject({ server_ids: [hardware] });
  });
});

describe("permissions", () => {
  it("are a list of classes, in a role as in the list of all", async () => {
    const client = decapod.client();
    const { items } = await client.getPermissions();
    expect(items.map(({ name }) => name)).toEqual([PermissionGroup.Api, PermissionGroup.Playbook]);
    const made = await client.createRole({ name: "all", permissions: items });
    expect(made.data.permissions).toEqual(items);
    expect(JSON.parse(decapod.server.seen.at(-1)?.body ?? "")).toEqual({ name: "all", permissions: items });
  });

  it("of one class guard calls, of the other the playbooks that they run", async () => {
    const root = decapod.client();
    const role = root.role(
      await root.createRole({
        name: "runner",
        permissions: [
          { name: PermissionGroup.Api, permissions: [ApiPermission.CreateExecution] },
          { name: PermissionGroup.Playbook, permissions: [] },
        ],
      }),
    );
    const data = { login: "ann", email: "ann@example.org", full_name: "Ann", role_id: role.id };
    const { id } = await root.createUser(data);
    decapod.server.world.passwords.set(id, "0ther");
    const ann = decapod.client({ username: "ann", password: "0ther" });
    const cluster = await root.createCluster({ name: "ceph" });
    const configuration = await root.createPlaybookConfiguration({
      name: "hello",
      playbook_id: PlaybookId.HelloWorld,
      cluster_id: cluster.id,
      server_ids: [],
      hints: [],
    });
    const run = (): Promise<unknown> =>
      ann.createExecution({ playbook_configuration: { id: configuration.id, version: 1 } });
    expect(isForbiddenError(await failure(ann.listClusters()))).toBe(true);
    expect(isForbiddenError(await failure(run()))).toBe(true);
    role.permissions = [
      { name: PermissionGroup.Api, permissions: [ApiPermission.CreateExecution] },
      { name: PermissionGroup.Playbook, permissions: [PlaybookId.HelloWorld] },
    ];
    await role.save();
    expect(await run()).toMatchObject({ model: "execution" });
    // The list is that of the installation, whatever the role of who asks.
    expect(await ann.getPermissions()).toEqual(await root.getPermissions());
    expect((await ann.getRoleSelf()).data.name).toBe("runner");
  });
});

describe("a server", () => {
  it("is reported with the token of the installation, and found later by its hardware", async () => {
    const client = new DecapodClient({ baseUrl: decapod.server.url, discoveryToken });
    const input = { id: hardware, host: "node1.example.org", username: "ansible" };
    expect(await client.createServer(input)).toBeUndefined();
    expect(decapod.server.seen.at(-1)?.headers["authorization"]).toBe(discoveryToken);
    expect(decapod.server.logins()).toBe(0);
    const found = await decapod.client().getServer({ serverId: hardware });
    expect(found).toMatchObject({ id: hardware, data: { fqdn: "node1.example.org", username: "ansible" } });
  });

  it("is better left to itself, which the documentation of the call says", () => {
    const source = readFileSync("generated/decapod/src/operations/servers.ts", "utf8");
    const [, words = ""] = /\/\*\*((?:(?!\/\*\*).)*)\*\/\s*export async function createServer\(/s.exec(source) ?? [];
    expect(words.replaceAll(/\s+\*?\s*/g, " ")).toMatch(/leave this to the servers themselves.*generateCloudConfig/);
  });

  it("is not reported with a wrong token", async () => {
    const client = new DecapodClient({ baseUrl: decapod.server.url, discoveryToken: "wr0ng" });
    const input = { id: hardware, host: "node1.example.org", username: "ansible" };
    expect(isUnauthorizedError(await failure(client.createServer(input)))).toBe(true);
  });
});

describe("a lost password", () => {
  it("is replaced with the token from the mail, which serves once", async () => {
    const { server } = decapod;
    const client = decapod.client();
    await client.getUserSelf();
    expect((await client.requestPasswordReset({ login: "root" })).message).toMatch(/requested/);
    const [resetToken = ""] = server.world.resets.keys();
    for (let times = 0; times < 2; times++)
      expect((await client.peekPasswordReset({ resetToken })).message).toMatch(/valid/);
    expect((await client.resetPassword({ resetToken, password: "n3w" })).message).toMatch(/was reset/);
    expect(isNotFoundError(await failure(client.peekPasswordReset({ resetToken })))).toBe(true);
    expect((await decapod.client({ password: "n3w" }).getUserSelf()).data.login).toBe("root");
    // The old session has ended, and the old password does not open another one.
    expect(String(await failure(client.getUserSelf()))).toMatch(/login failed/);
  });

  it("of a login that there is not is an error", async () => {
    const error = await failure(decapod.client().requestPasswordReset({ login: "nobody" }));
    expect(isApiError(error) && error.problems[0]?.code).toBe("UnknownUserError");
  });
});

describe("the integration of Cinder", () => {
  it("is files by path, in a folder that the call, the client or the API chooses", async () => {
    const { world } = decapod.server;
    const { id: clusterId } = world.clusters.add({ name: "withCinder", configuration: {} }, null);
    const client = decapod.client();
    const files = await client.getCinderIntegration({ clusterId });
    expect(files["/etc/ceph/ceph.conf"]).toBe("[global]\n");
    const elsewhere = await client.cluster(clusterId).cinderIntegration({ root: "/srv" });
    expect(Object.keys(elsewhere)).toEqual(["/srv/ceph.conf", "/srv/ceph.client.cinder.keyring"]);
    await decapod.client({ root: "/opt" }).getCinderIntegration({ clusterId });
    expect(decapod.server.lines()).toEqual(
      ["/etc/ceph", "/srv", "/opt"].map((root) => `GET /v1/cinder_integration/${clusterId}/?root=${root}`),
    );
  });

  it("is asked for without a folder that is empty", async () => {
    const { id: clusterId } = decapod.server.world.clusters.add({ name: "withCinder", configuration: {} }, null);
    await decapod.client().getCinderIntegration({ clusterId, root: "" });
    expect(decapod.server.lines()).toEqual([`GET /v1/cinder_integration/${clusterId}/`]);
  });

  it("is not there before its playbook has run", async () => {
    const { id: clusterId } = decapod.server.world.clusters.add({ name: "ceph", configuration: {} }, null);
    expect(isNotFoundError(await failure(decapod.client().getCinderIntegration({ clusterId })))).toBe(true);
  });
});

describe("the version of the server", () => {
  it("and its clock are told without a login, so that they serve as a health check", async () => {
    const { version, time } = await new DecapodClient({ baseUrl: decapod.server.url }).getInfo();
    expect(version).toBe("1.2.0");
    expect(Object.keys(time).sort()).toEqual(["local", "unix", "utc"]);
    expect(time.local).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/);
    expect(decapod.server.logins()).toBe(0);
  });
});
