import { randomUUID } from "node:crypto";
import { permissions, playbooks } from "./catalogue.js";
import { cut, listModels } from "./listing.js";
import { badBody, notFound, Refusal } from "./refusal.js";
import type { Model, Shelf } from "./shelf.js";
import { discoveryToken, texts, type World } from "./world.js";

/** A request as it concerns a route. */
export interface Asked {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  /** The parts of the path that stand for stars. */
  readonly parts: readonly string[];
  /** Who asks; only where the route lets nobody else in. */
  readonly user: Model | undefined;
}

/** A piece of text that is no JSON. */
export class Plain {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** One kind of request: who may make it, and what it does. */
export interface Route {
  readonly method: string;
  /** Stars stand for one part each. */
  readonly path: string;
  /** `none` needs no token, `token` any, `discovery` also the one of the installation; others are permissions. */
  readonly needs: string;
  readonly answer: (asked: Asked) => unknown;
}

export function routesOf(world: World): readonly Route[] {
  const route = (method: string, path: string, needs: string, answer: Route["answer"]): Route => ({
    method,
    path: `/v1/${path}`,
    needs,
    answer,
  });
  const id = (asked: Asked): string => asked.parts[0] ?? "";

  /** The seven requests that every kind of model has, less its creation. */
  const model = (name: string, shelf: Shelf, fields: readonly string[], versions: string): readonly Route[] => [
    route("GET", `${name}/`, `view_${name}`, ({ query }) => listModels(shelf.all(), query)),
    route("GET", `${name}/*/`, `view_${name}`, (asked) => shelf.get(id(asked))),
    route("PUT", `${name}/*/`, `edit_${name}`, (asked) =>
      shelf.update(id(asked), asked.body, fields, asked.user?.id ?? null),
    ),
    route("DELETE", `${name}/*/`, `delete_${name}`, (asked) => {
      refuseToDelete(world, name, id(asked));
      return shelf.delete(id(asked), asked.user?.id ?? null);
    }),
    route("GET", `${name}/*/version/`, versions, (asked) => cut(shelf.versions(id(asked)), asked.query)),
    route("GET", `${name}/*/version/*/`, versions, ({ parts: [which = "", version] }) =>
      shelf.version(which, Number(version)),
    ),
  ];

  return [
    route("POST", "auth/", "none", ({ body }) => {
      const { username, password } = texts(body, "username", "password");
      return world.logIn(username, password);
    }),
    route("DELETE", "auth/", "token", ({ headers }) => {
      world.sessions.delete(headers["authorization"] ?? "");
      return {};
    }),
    route("GET", "info/", "none", () => {
      const iso = new Date(world.now() * 1000).toISOString().replace("Z", "000");
      return { version: "1.2.0", time: { local: iso, utc: iso, unix: world.now() } };
    }),
    route("POST", "password_reset/", "none", ({ body }) => {
      const { login } = texts(body, "login");
      const user = world.users.all().find(({ data }) => data["login"] === login);
      if (user === undefined) throw new Refusal(400, "UnknownUserError", "Unknown user");
      world.resets.set(randomUUID(), user.id);
      return { message: "Password reset was requested." };
    }),
    route("GET", "password_reset/*/", "none", (asked) => {
      if (!world.resets.has(id(asked))) throw notFound();
      return { message: "Password reset token is valid." };
    }),
    route("POST", "password_reset/*/", "none", (asked) => {
      const user = world.resets.get(id(asked));
      if (user === undefined) throw notFound();
      world.passwords.set(user, texts(asked.body, "password").password);
      world.resets.delete(id(asked));
      for (const [token, session] of world.sessions) if (session.user === user) world.sessions.delete(token);
      return { message: "Password was reset." };
    }),
    route("GET", "permission/", "token", () => ({ items: permissions })),
    route("GET", "playbook/", "token", () => ({ items: playbooks })),
    route("GET", "user/self/", "token", ({ user }) => user),
    route("GET", "role/self/", "token", ({ user }) => {
      const role = user?.data["role_id"];
      if (typeof role !== "string") throw notFound();
      return world.roles.get(role);
    }),
    route("POST", "user/", "create_user", ({ body, user }) => {
      const wanted = ["login", "email", "full_name", "role_id"];
      const data = only(body, wanted);
      if (wanted.some((name) => data[name] === undefined || data[name] === "")) throw badBody("something is missing");
      unique(world.users, "login", data["login"]);
      return world.users.add(data, user?.id ?? null);
    }),
    route("POST", "role/", "create_role", ({ body, user }) => {
      const data = only(body, ["name", "permissions"]);
      if (!Array.isArray(data["permissions"])) throw badBody("permissions is no list");
      unique(world.roles, "name", data["name"]);
      return world.roles.add(data, user?.id ?? null);
    }),
    route("POST", "cluster/", "create_cluster", ({ body, user }) => {
      const { name } = texts(body, "name");
      if (!/^[a-zA-Z0-9]+$/.test(name)) throw badBody("name is not of letters and digits");
      unique(world.clusters, "name", name);
      return world.clusters.add({ name, configuration: {} }, user?.id ?? null);
    }),
    route("POST", "server/", "discovery", ({ body }) => {
      const server = texts(body, "id", "host", "username");
      world.discover(server.id, server.host, server.username);
      return {};
    }),
    route("POST", "playbook_configuration/", "create_playbook_configuration", ({ body, user }) =>
      configure(world, body, user),
    ),
    route("POST", "execution/", "create_execution", ({ body, user }) => {
      const wanted = Object(only(body, ["playbook_configuration"])["playbook_configuration"]) as Partial<Model>;
      const found = world.configurations.versions(wanted.id ?? "").find(({ version }) => version === wanted.version);
      if (found === undefined) throw new Refusal(400, "UnknownPlaybookConfiguration");
      if (!user || !world.may(user, String(found.data["playbook_id"]), "playbook")) throw new Refusal(403, "Forbidden");
      return world.execute(found);
    }),
    route("GET", "execution/", "view_execution", ({ query }) => listModels(world.executions.all(), query)),
    route("GET", "execution/*/", "view_execution", (asked) => world.lookAt(id(asked))),
    route("DELETE", "execution/*/", "delete_execution", (asked) => world.cancel(id(asked))),
    route("GET", "execution/*/version/", "view_execution_version", (asked) =>
      cut(world.executions.versions(id(asked)), asked.query),
    ),
    route("GET", "execution/*/version/*/", "view_execution", ({ parts: [which = "", version] }) =>
      world.executions.version(which, Number(version)),
    ),
    route("GET", "execution/*/steps/", "view_execution_steps", (asked) =>
      cut(world.stepsOf(world.executions.get(id(asked)).id), asked.query),
    ),
    route("GET", "execution/*/log/", "view_execution_steps", (asked) => {
      const text = world.logOf(world.executions.get(id(asked)).id);
      if (text === undefined) throw notFound();
      const { accept, "content-type": type } = asked.headers;
      const wantsJson = accept === "application/json" || type === "application/json";
      const saves = /^(1|true|yes)$/i.test(asked.query.get("download") ?? "");
      return wantsJson && !saves ? { data: text } : new Plain(text);
    }),
    route("GET", "cinder_integration/*/", "view_cinder", (asked) => {
      const { data } = world.clusters.get(id(asked));
      if (data["name"] !== "withCinder") throw notFound();
      const root = asked.query.get("root") ?? "/etc/ceph";
      return { [`${root}/ceph.conf`]: "[global]\n", [`${root}/ceph.client.cinder.keyring`]: "[client.cinder]\n" };
    }),
    ...model("user", world.users, ["login", "email", "full_name", "role_id"], "view_user_versions"),
    ...model("role", world.roles, ["name", "permissions"], "view_role_versions"),
    ...model("cluster", world.clusters, ["name"], "view_cluster_versions"),
    ...model("server", world.servers, ["name"], "view_server_versions"),
    ...model(
      "playbook_configuration",
      world.configurations,
      ["name", "configuration"],
      "view_playbook_configuration_version",
    ),
  ];
}

/** Who may make a request; nobody in particular where it needs no token. */
export function admit(world: World, { needs }: Route, token: string): ReturnType<World["userOf"]> | undefined {
  if (needs === "none" || (needs === "discovery" && token === discoveryToken)) return undefined;
  const session = world.userOf(token);
  const permission = needs === "discovery" ? "create_server" : needs;
  if (permission !== "token" && !world.may(session.user, permission, "api")) throw new Refusal(403, "Forbidden");
  return session;
}

function only(body: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  const members = { ...(Object(body) as Record<string, unknown>) };
  const stray = Object.keys(members).filter((name) => !names.includes(name));
  if (stray.length > 0) throw badBody(`there must be no ${stray.join()}`);
  return members;
}

function unique(shelf: Shelf, name: string, value: unknown): void {
  if (shelf.all().some(({ data, time_deleted: gone }) => gone === 0 && data[name] === value))
    throw new Refusal(400, "ImpossibleToCreateSuchModel", `the ${name} is taken`);
}

function configure(world: World, body: unknown, user: Model | undefined): Model {
  const wanted = only(body, ["name", "playbook_id", "cluster_id", "server_ids", "hints", "run"]);
  const { name, playbook_id: playbookId, cluster_id: clusterId, server_ids: servers, hints, run = false } = wanted;
  if (!Array.isArray(servers) || !Array.isArray(hints)) throw badBody("server_ids and hints have to be lists");
  if (new Set(servers).size < servers.length) throw badBody("server_ids has non-unique elements");
  const playbook = playbooks.find((each) => each.id === playbookId);
  if (playbook === undefined) throw new Refusal(400, "UnknownPlaybookError");
  if (!world.clusters.all().some((cluster) => cluster.id === clusterId)) throw new Refusal(400, "UnknownClusterError");
  if (playbook.required_server_list && servers.length === 0)
    throw new Refusal(400, "ServerListIsRequiredForPlaybookError");
  const used = playbook.required_server_list ? servers.map((server) => world.servers.get(String(server))) : [];
  const chosen = Object.fromEntries((hints as { id: string; value: unknown }[]).map((hint) => [hint.id, hint.value]));
  const ips = used.map(({ data }) => data["ip"]);
  const configuration = { global_vars: chosen, inventory: { _meta: { hostvars: {} }, mons: ips } };
  const made = world.configurations.add(
    { name, playbook_id: playbookId, cluster_id: clusterId, configuration },
    user?.id ?? null,
  );
  const created = run === true ? world.execute(made).id : null;
  return { ...made, data: { ...made.data, created_execution_id: created } };
}

function refuseToDelete(world: World, kind: string, id: string): void {
  const isRunning = ({ data }: Model): boolean => /^(created|started|canceling)$/.test(String(data["state"]));
  const uses = ({ data }: Model): boolean => (data["playbook_configuration"] as { id: string }).id === id;
  if (kind === "playbook_configuration" && world.executions.all().some((each) => uses(each) && isRunning(each)))
    throw new Refusal(400, "CannotDeleteLockedPlaybookConfiguration");
  if (kind === "cluster" && world.servers.all().some(({ data }) => data["cluster_id"] === id))
    throw new Refusal(400, "CannotDeleteClusterWithServers");
  const isHeld = ({ data, time_deleted: gone }: Model): boolean => gone === 0 && data["role_id"] === id;
  if (kind === "role" && world.users.all().some(isHeld)) throw new Refusal(400, "CannotDeleteRoleWithActiveUsers");
}
