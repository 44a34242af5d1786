import { describe, expect, it } from "vitest";
import type {
  ClusterUpdate,
  DecapodClient,
  PlaybookConfigurationUpdate,
  RoleUpdate,
  ServerUpdate,
  UserUpdate,
} from "@clientwright/decapod";
import type { Model } from "./server/shelf.js";
import { useDecapod } from "./support.js";

/*
 * Each method of the documented Python client beside the request that it makes, and the call of this package that has
 * to make the same one. What a server of the test answers shows that the request is one that it understands.
 */

const decapod = useDecapod();

/** What the requests are about. */
interface Things {
  readonly user: Model;
  readonly role: Model;
  readonly cluster: Model;
  readonly server: Model;
  readonly configuration: Model;
  readonly execution: Model;
  readonly reset: string;
}

interface Case {
  /** The call of the Python client. */
  readonly python: string;
  readonly call: (client: DecapodClient, things: Things) => Promise<unknown>;
  readonly request: (things: Things) => string;
  readonly body?: (things: Things) => unknown;
}

const serverId = "4C4C4544-0046-5A10-8039-C7C04F4A3632";
const permissions = [{ name: "api" as const, permissions: ["view_cluster"] }];
const lists: Pick<Case, "python"> & { readonly query: string } = {
  python: 'page=2, per_page=10, all_items=False, filter={"name": "a"}, sort_by={"name": 1}',
  query: '?page=2&per_page=10&all=0&filter={"name":"a"}&sort_by={"name":1}',
};
const list = { page: 2, per_page: 10, all: 0, filter: { name: "a" }, sort_by: { name: 1 } } as const;
/** A model as it was read; what the world knows is what the client would have got. */
const whole = <Sent>(model: Model, data: object): Sent =>
  ({ ...model, data: { ...model.data, ...data } }) as unknown as Sent;

const calls: readonly Case[] = [
  {
    python: "login()",
    call: (client) => client.login({ username: "root", password: "s3cret" }),
    request: () => "POST /v1/auth/",
    body: () => ({ username: "root", password: "s3cret" }),
  },
  { python: "logout()", call: (client) => client.logout(), request: () => "DELETE /v1/auth/" },
  { python: "get_info()", call: (client) => client.getInfo(), request: () => "GET /v1/info/" },
  { python: "get_permissions()", call: (client) => client.getPermissions(), request: () => "GET /v1/permission/" },
  { python: "get_playbooks()", call: (client) => client.getPlaybooks(), request: () => "GET /v1/playbook/" },
  { python: "get_user_self()", call: (client) => client.getUserSelf(), request: () => "GET /v1/user/self/" },
  { python: "get_role_self()", call: (client) => client.getRoleSelf(), request: () => "GET /v1/role/self/" },

  { python: "get_users()", call: (client) => client.listUsers(), request: () => "GET /v1/user/" },
  {
    python: 'get_users(filter={"login": {"regexp": "^r"}}, sort_by={"email": -1})',
    call: (client) => client.listUsers({ filter: { login: { regexp: "^r" } }, sort_by: { email: -1 } }),
    request: () => 'GET /v1/user/?filter={"login":{"regexp":"^r"}}&sort_by={"email":-1}',
  },
  {
    python: "get_user(user_id)",
    call: (client, { user }) => client.getUser({ userId: user.id }),
    request: ({ user }) => `GET /v1/user/${user.id}/`,
  },
  {
    python: 'create_user("ann", "ann@example.org", "Ann", role_id)',
    call: (client, { role }) =>
      client.createUser({ login: "ann", email: "ann@example.org", full_name: "Ann", role_id: role.id }),
    request: () => "POST /v1/user/",
    body: ({ role }) => ({ login: "ann", email: "ann@example.org", full_name: "Ann", role_id: role.id }),
  },
  {
    python: "update_user(model)",
    call: (client, { user }) =>
      client.updateUser({ userId: user.id, ...whole<UserUpdate>(user, { full_name: "Other" }) }),
    request: ({ user }) => `PUT /v1/user/${user.id}/`,
    body: ({ user }) => whole(user, { full_name: "Other" }),
  },
  {
    python: "delete_user(user_id)",
    call: (client, { user }) => client.deleteUser({ userId: user.id }),
    request: ({ user }) => `DELETE /v1/user/${user.id}/`,
  },
  {
    python: "get_user_versions(user_id, page=1, per_page=5)",
    call: (client, { user }) => client.listUserVersions({ userId: user.id, page: 1, per_page: 5 }),
    request: ({ user }) => `GET /v1/user/${user.id}/version/?page=1&per_page=5`,
  },
  {
    python: "get_user_version(user_id, 1)",
    call: (client, { user }) => client.getUserVersion({ userId: user.id, version: 1 }),
    request: ({ user }) => `GET /v1/user/${user.id}/version/1/`,
  },

  {
    python: `get_roles(${lists.python})`,
    call: (client) => client.listRoles(list),
    request: () => `GET /v1/role/${lists.query}`,
  },
  {
    python: "get_role(role_id)",
    call: (client, { role }) => client.getRole({ roleId: role.id }),
    request: ({ role }) => `GET /v1/role/${role.id}/`,
  },
  {
    python: 'create_role("watchers", permissions)',
    call: (client) => client.createRole({ name: "watchers", permissions }),
    request: () => "POST /v1/role/",
    body: () => ({ name: "watchers", permissions }),
  },
  {
    python: "update_role(model)",
    call: (client, { role }) => client.updateRole({ roleId: role.id, ...whole<RoleUpdate>(role, { name: "lookers" }) }),
    request: ({ role }) => `PUT /v1/role/${role.id}/`,
    body: ({ role }) => whole(role, { name: "lookers" }),
  },
  {
    python: "delete_role(role_id)",
    call: (client, { role }) => client.deleteRole({ roleId: role.id }),
    request: ({ role }) => `DELETE /v1/role/${role.id}/`,
  },
  {
    python: "get_role_versions(role_id)",
    call: (client, { role }) => client.listRoleVersions({ roleId: role.id }),
    request: ({ role }) => `GET /v1/role/${role.id}/version/`,
  },
  {
    python: "get_role_version(role_id, 1)",
    call: (client, { role }) => client.getRoleVersion({ roleId: role.id, version: 1 }),
    request: ({ role }) => `GET /v1/role/${role.id}/version/1/`,
  },

  {
    python: "get_clusters(all_items=True)",
    call: (client) => client.listClusters({ all: 1 }),
    request: () => "GET /v1/cluster/?all=1",
  },
  {
    python: "get_cluster(cluster_id)",
    call: (client, { cluster }) => client.getCluster({ clusterId: cluster.id }),
    request: ({ cluster }) => `GET /v1/cluster/${cluster.id}/`,
  },
  {
    python: 'create_cluster("ceph2")',
    call: (client) => client.createCluster({ name: "ceph2" }),
    request: () => "POST /v1/cluster/",
    body: () => ({ name: "ceph2" }),
  },
  {
    python: "update_cluster(model)",
    call: (client, { cluster }) =>
      client.updateCluster({ clusterId: cluster.id, ...whole<ClusterUpdate>(cluster, { name: "new" }) }),
    request: ({ cluster }) => `PUT /v1/cluster/${cluster.id}/`,
    body: ({ cluster }) => whole(cluster, { name: "new" }),
  },
  {
    python: "delete_cluster(cluster_id)",
    call: (client, { cluster }) => client.deleteCluster({ clusterId: cluster.id }),
    request: ({ cluster }) => `DELETE /v1/cluster/${cluster.id}/`,
  },
  {
    python: "get_cluster_versions(cluster_id)",
    call: (client, { cluster }) => client.listClusterVersions({ clusterId: cluster.id }),
    request: ({ cluster }) => `GET /v1/cluster/${cluster.id}/version/`,
  },
  {
    python: "get_cluster_version(cluster_id, 1)",
    call: (client, { cluster }) => client.getClusterVersion({ clusterId: cluster.id, version: 1 }),
    request: ({ cluster }) => `GET /v1/cluster/${cluster.id}/version/1/`,
  },
  {
    python: "get_cinder_integration(cluster_id)",
    call: (client, { cluster }) => client.getCinderIntegration({ clusterId: cluster.id }),
    request: ({ cluster }) => `GET /v1/cinder_integration/${cluster.id}/?root=/etc/ceph`,
  },
  {
    python: 'get_cinder_integration(cluster_id, root="/srv/a b")',
    call: (client, { cluster }) => client.getCinderIntegration({ clusterId: cluster.id, root: "/srv/a b" }),
    request: ({ cluster }) => `GET /v1/cinder_integration/${cluster.id}/?root=/srv/a b`,
  },

  {
    python: "get_servers(page=3)",
    call: (client) => client.listServers({ page: 3 }),
    request: () => "GET /v1/server/?page=3",
  },
  {
    python: "get_server(server_id)",
    call: (client) => client.getServer({ serverId }),
    request: () => `GET /v1/server/${serverId}/`,
  },
  {
    python: 'create_server(server_id, "node2.example.org", "ansible")',
    call: (client) => client.createServer({ id: serverId, host: "node2.example.org", username: "ansible" }),
    request: () => "POST /v1/server/",
    body: () => ({ id: serverId, host: "node2.example.org", username: "ansible" }),
  },
  {
    python: "put_server(model)",
    call: (client, { server }) =>
      client.putServer({ serverId: server.id, ...whole<ServerUpdate>(server, { name: "new" }) }),
    request: ({ server }) => `PUT /v1/server/${server.id}/`,
    body: ({ server }) => whole(server, { name: "new" }),
  },
  {
    python: "delete_server(server_id)",
    call: (client) => client.deleteServer({ serverId }),
    request: () => `DELETE /v1/server/${serverId}/`,
  },
  {
    python: "get_server_versions(server_id)",
    call: (client) => client.listServerVersions({ serverId }),
    request: () => `GET /v1/server/${serverId}/version/`,
  },
  {
    python: "get_server_version(server_id, 1)",
    call: (client) => client.getServerVersion({ serverId, version: 1 }),
    request: () => `GET /v1/server/${serverId}/version/1/`,
  },

  {
    python: "get_playbook_configurations(per_page=1)",
    call: (client) => client.listPlaybookConfigurations({ per_page: 1 }),
    request: () => "GET /v1/playbook_configuration/?per_page=1",
  },
  {
    python: "get_playbook_configuration(playbook_configuration_id)",
    call: (client, { configuration }) => client.getPlaybookConfiguration({ playbookConfigurationId: configuration.id }),
    request: ({ configuration }) => `GET /v1/playbook_configuration/${configuration.id}/`,
  },
  {
    python: 'create_playbook_configuration("deploy", cluster_id, "cluster_deploy", [server_id], hints)',
    call: (client, { cluster }) =>
      client.createPlaybookConfiguration({
        name: "deploy",
        cluster_id: cluster.id,
        playbook_id: "cluster_deploy",
        server_ids: [serverId],
        hints: [{ id: "dmcrypt", value: true }],
      }),
    request: () => "POST /v1/playbook_configuration/",
    body: ({ cluster }) => ({
      name: "deploy",
      cluster_id: cluster.id,
      playbook_id: "cluster_deploy",
      server_ids: [serverId],
      hints: [{ id: "dmcrypt", value: true }],
    }),
  },
  {
    python: "update_playbook_configuration(model)",
    call: (client, { configuration }) =>
      client.updatePlaybookConfiguration({
        playbookConfigurationId: configuration.id,
        ...whole<PlaybookConfigurationUpdate>(configuration, { name: "new" }),
      }),
    request: ({ configuration }) => `PUT /v1/playbook_configuration/${configuration.id}/`,
    body: ({ configuration }) => whole(configuration, { name: "new" }),
  },
  {
    python: "delete_playbook_configuration(playbook_configuration_id)",
    call: (client, { configuration }) =>
      client.deletePlaybookConfiguration({ playbookConfigurationId: configuration.id }),
    request: ({ configuration }) => `DELETE /v1/playbook_configuration/${configuration.id}/`,
  },
  {
    python: "get_playbook_configuration_versions(playbook_configuration_id)",
    call: (client, { configuration }) =>
      client.listPlaybookConfigurationVersions({ playbookConfigurationId: configuration.id }),
    request: ({ configuration }) => `GET /v1/playbook_configuration/${configuration.id}/version/`,
  },
  {
    python: "get_playbook_configuration_version(playbook_configuration_id, 1)",
    call: (client, { configuration }) =>
      client.getPlaybookConfigurationVersion({ playbookConfigurationId: configuration.id, version: 1 }),
    request: ({ configuration }) => `GET /v1/playbook_configuration/${configuration.id}/version/1/`,
  },

  {
    python: 'get_executions(sort_by={"state": 1, "time_created": -1})',
    call: (client) => client.listExecutions({ sort_by: { state: 1, time_created: -1 } }),
    request: () => 'GET /v1/execution/?sort_by={"state":1,"time_created":-1}',
  },
  {
    python: "get_execution(execution_id)",
    call: (client, { execution }) => client.getExecution({ executionId: execution.id }),
    request: ({ execution }) => `GET /v1/execution/${execution.id}/`,
  },
  {
    python: "create_execution(playbook_configuration_id, 1)",
    call: (client, { configuration }) =>
      client.createExecution({ playbook_configuration: { id: configuration.id, version: 1 } }),
    request: () => "POST /v1/execution/",
    body: ({ configuration }) => ({ playbook_configuration: { id: configuration.id, version: 1 } }),
  },
  {
    python: "cancel_execution(execution_id)",
    call: (client, { execution }) => client.cancelExecution({ executionId: execution.id }),
    request: ({ execution }) => `DELETE /v1/execution/${execution.id}/`,
  },
  {
    python: "get_execution_versions(execution_id)",
    call: (client, { execution }) => client.listExecutionVersions({ executionId: execution.id }),
    request: ({ execution }) => `GET /v1/execution/${execution.id}/version/`,
  },
  {
    python: "get_execution_version(execution_id, 1)",
    call: (client, { execution }) => client.getExecutionVersion({ executionId: execution.id, version: 1 }),
    request: ({ execution }) => `GET /v1/execution/${execution.id}/version/1/`,
  },
  {
    python: "get_execution_steps(execution_id, all_items=True)",
    call: (client, { execution }) => client.listExecutionSteps({ executionId: execution.id, all: 1 }),
    request: ({ execution }) => `GET /v1/execution/${execution.id}/steps/?all=1`,
  },
  {
    python: "get_execution_log(execution_id)",
    call: (client, { execution }) => client.getExecutionLog({ executionId: execution.id }),
    request: ({ execution }) => `GET /v1/execution/${execution.id}/log/`,
  },

  {
    python: 'request_password_reset("root")',
    call: (client) => client.requestPasswordReset({ login: "root" }),
    request: () => "POST /v1/password_reset/",
    body: () => ({ login: "root" }),
  },
  {
    python: "peek_password_reset(reset_token)",
    call: (client, { reset }) => client.peekPasswordReset({ resetToken: reset }),
    request: ({ reset }) => `GET /v1/password_reset/${reset}/`,
  },
  {
    python: 'reset_password(reset_token, "n3w")',
    call: (client, { reset }) => client.resetPassword({ resetToken: reset, password: "n3w" }),
    request: ({ reset }) => `POST /v1/password_reset/${reset}/`,
    body: () => ({ password: "n3w" }),
  },
];

describe("the requests of the Python client", () => {
  it.each(calls.map((each) => [each.python, each] as const))("%s", async (_python, { call, request, body }) => {
    const { server } = decapod;
    const things = fill();
    const client = decapod.client();
    await client.getUserSelf();
    server.seen.length = 0;
    await call(client, things);
    expect(server.seen).toHaveLength(1);
    const [sent] = server.seen;
    if (sent === undefined) return;
    const query = sent.query === "" ? "" : `?${decodeURIComponent(sent.query.replaceAll("+", " "))}`;
    expect(`${sent.method} ${sent.path}${query}`).toBe(request(things));
    expect(sent.headers["accept"]).toBe("application/json");
    // A request without a body says nothing of its type, which the server does not ask for.
    const wanted = body?.(things);
    expect(sent.body === "" ? undefined : JSON.parse(sent.body)).toEqual(wanted);
    expect(sent.headers["content-type"]).toBe(wanted === undefined ? undefined : "application/json");
  });

  it("are those of all the methods", () => {
    const methods = new Set(calls.map(({ python }) => python.replace(/\(.*/s, "")));
    expect(methods.size).toBe(54);
  });
});

/** Puts one thing of each kind on the server. */
function fill(): Things {
  const { world } = decapod.server;
  const role = world.roles.add({ name: "nobody", permissions }, null);
  const user = world.users.add({ login: "bob", email: "bob@example.org", full_name: "Bob", role_id: null }, null);
  const cluster = world.clusters.add({ name: "withCinder", configuration: {} }, null);
  const server = world.discover(serverId, "node1.example.org", "ansible");
  const configuration = world.configurations.add(
    { name: "hello", playbook_id: "hello_world", cluster_id: cluster.id, configuration: {} },
    null,
  );
  const old = world.configurations.add({ ...configuration.data, name: "old" }, null);
  const execution = world.execute(old);
  world.move(execution.id, "started");
  const reset = "8f1b2c3d-reset";
  world.resets.set(reset, user.id);
  return { user, role, cluster, server, configuration, execution, reset };
}
