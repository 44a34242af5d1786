import { randomUUID } from "node:crypto";
import { permissions } from "./catalogue.js";
import { badBody, Refusal } from "./refusal.js";
import { Shelf, type Model } from "./shelf.js";

/** How long a token is good after its last use, in seconds. */
export const tokenSeconds = 1800;

/** The fixed token of the installation. */
export const discoveryToken = "26758c32-3421-4f3d-9603-e4b5337e7ecc";

/** All that a server knows. */
export class World {
  /** How far the server's clock is ahead of this machine's, in seconds. */
  ahead = 0;
  /** The states that executions go through from now on, one with each look at them. */
  plan: readonly string[] = ["started", "completed"];
  readonly users: Shelf = new Shelf("user", () => this.now());
  readonly roles: Shelf = new Shelf("role", () => this.now());
  readonly clusters: Shelf = new Shelf("cluster", () => this.now());
  readonly servers: Shelf = new Shelf("server", () => this.now());
  readonly configurations: Shelf = new Shelf("playbook_configuration", () => this.now());
  readonly executions: Shelf = new Shelf("execution", () => this.now());
  readonly passwords = new Map<string, string>();
  readonly sessions = new Map<string, { readonly user: string; endsAt: number }>();
  /** The tokens in the mails that the server has sent, each with the user whose password is lost. */
  readonly resets = new Map<string, string>();
  readonly #ahead = new Map<string, readonly string[]>();

  constructor() {
    const role = this.roles.add({ name: "wheel", permissions }, null);
    const root = this.users.add(
      { login: "root", email: "root@example.org", full_name: "Root User", role_id: role.id },
      null,
    );
    this.passwords.set(root.id, "s3cret");
  }

  now(): number {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  logIn(login: unknown, password: unknown): Model {
    const user = this.users.all().find(({ data, time_deleted: gone }) => data["login"] === login && gone === 0);
    if (user === undefined || this.passwords.get(user.id) !== password)
      throw new Refusal(401, "Unauthorized", "Unauthorized");
    const id = randomUUID();
    const endsAt = this.now() + tokenSeconds;
    this.sessions.set(id, { user: user.id, endsAt });
    return {
      id,
      model: "token",
      version: 1,
      time_updated: this.now(),
      time_deleted: 0,
      initiator_id: null,
      data: { user, expires_at: endsAt },
    };
  }

  /** The user of a token, which lives on by being used. */
  userOf(token: string): { readonly user: Model; readonly endsAt: number } {
    const session = this.sessions.get(token);
    if (session === undefined || session.endsAt <= this.now()) throw new Refusal(401, "Unauthorized", "Unauthorized");
    session.endsAt = this.now() + tokenSeconds;
    return { user: this.users.get(session.user), endsAt: session.endsAt };
  }

  may(user: Model, permission: string, group: string): boolean {
    const id = user.data["role_id"];
    if (typeof id !== "string") return false;
    const sets = this.roles.get(id).data["permissions"] as readonly { name: string; permissions: string[] }[];
    return sets.some((set) => set.name === group && set.permissions.includes(permission));
  }

  /** Takes in a server, as the discovery does some time after the request. */
  discover(id: string, host: string, username: string): Model {
    const data = {
      name: host,
      username,
      fqdn: host,
      ip: "10.0.0.2",
      state: "operational",
      cluster_id: null,
      facts: {},
    };
    return this.servers.add(data, null, id);
  }

  execute(configuration: Model): Model {
    const { id, version, data } = configuration;
    const made = this.executions.add(
      { playbook_configuration: { id, version, playbook_name: data["playbook_id"] }, state: "created" },
      null,
    );
    this.#ahead.set(made.id, this.plan);
    return made;
  }

  /** Shows an execution, and lets it move on behind the viewer's back. */
  lookAt(id: string): Model {
    const seen = this.executions.get(id);
    const [next, ...rest] = this.#ahead.get(id) ?? [];
    this.#ahead.set(id, rest);
    if (next !== undefined) this.move(id, next);
    return seen;
  }

  move(id: string, state: string): Model {
    return this.executions.change(id, { ...this.executions.get(id).data, state }, null);
  }

  cancel(id: string): Model {
    const { data } = this.executions.get(id);
    if (data["state"] === "created") {
      this.#ahead.delete(id);
      return this.move(id, "canceled");
    }
    if (data["state"] !== "started") return this.executions.get(id);
    this.#ahead.set(id, ["canceled"]);
    return this.move(id, "canceling");
  }

  /** What Ansible has written; nothing before the start. */
  logOf(id: string): string | undefined {
    const states = this.executions.versions(id).map(({ data }) => data["state"]);
    return states.includes("started") ? `PLAY [${id}] ***\n\nTASK [grüßen] ***\nok: [10.0.0.2]\n` : undefined;
  }

  /** The steps so far, the latest first. */
  stepsOf(id: string): readonly Model[] {
    if (this.logOf(id) === undefined) return [];
    return ["ok", "skipped", "error"].map((result, index) => ({
      id: `58${String(index).padStart(22, "0")}`,
      model: "execution_step",
      version: 1,
      time_updated: this.now(),
      time_deleted: 0,
      initiator_id: id,
      data: {
        execution_id: id,
        role: "ceph.mon",
        name: `task ${3 - index}`,
        result,
        error: result === "error" ? { msg: "no such disk" } : {},
        server_id: "4C4C4544-0046-5A10-8039-C7C04F4A3632",
        time_started: this.now() - 2,
        time_finished: this.now() - 1,
      },
    }));
  }
}

/** The members of a body, each of which has to be there as text; no others may. */
export function texts<Name extends string>(body: unknown, ...names: readonly Name[]): Record<Name, string> {
  const members = new Map<string, unknown>(Object.entries(Object(body) as object));
  if (members.size !== names.length) throw badBody(`the body has ${[...members.keys()].join()}, not ${names.join()}`);
  for (const name of names) {
    const value = members.get(name);
    if (typeof value !== "string" || value === "") throw badBody(`${name} is missing`);
  }
  return Object.fromEntries(members) as Record<Name, string>;
}
