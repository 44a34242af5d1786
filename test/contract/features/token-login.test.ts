import { describe, expect, it } from "vitest";
import { createClient, depotLogin, depotLogin2 } from "../../golden/token-login/expected/src/api.js";
import { DepotClient } from "../../golden/token-login/expected/src/client.js";
import {
  getStatus,
  listCrates,
  login,
  logout,
  openVault,
} from "../../golden/token-login/expected/src/operations/general.js";
import { recorder, type Answer, type Sent } from "./support.js";

/* A client whose sign-in is an operation of the API: what goes out, and when. */

const account = { username: "joe", password: "secret" };

/** A server that hands out `t1`, `t2`, … and takes only the newest. */
function depot(): ReturnType<typeof recorder> {
  let newest = 0;
  return recorder(({ method, target, headers }: Sent): Answer | undefined => {
    if (target === "/v1/auth" && method === "POST") {
      newest++;
      return { body: { id: `t${newest}`, data: { expires_at: Date.now() / 1000 + 600 } } };
    }
    if (target === "/v1/auth") return { body: {} };
    if (target === "/v1/vault/session")
      return { status: 204, headers: { "x-vault-token": "v1", "x-vault-ttl": "600" } };
    if (target === "/v1/crates")
      return headers["authorization"] === `t${newest}` ? { body: ["a"] } : { status: 401, body: {} };
    return undefined;
  });
}

const lines = (sent: readonly Sent[]): readonly string[] => sent.map(({ method, target }) => `${method} ${target}`);

describe("a client that logs in by itself", () => {
  it("does so before the first call that needs it, and not for one that needs none", async () => {
    const { transport, sent } = depot();
    const client = new DepotClient({ ...account, transport });
    await client.getStatus();
    expect(lines(sent)).toEqual(["GET /v1/status"]);
    expect(await client.listCrates()).toEqual(["a"]);
    await client.listCrates();
    expect(lines(sent).slice(1)).toEqual(["POST /v1/auth", "GET /v1/crates", "GET /v1/crates"]);
    expect(sent[1]?.body).toEqual({ username: "joe", password: "secret" });
    expect(sent[1]?.headers["authorization"]).toBeUndefined();
    expect(sent.slice(2).map(({ headers }) => headers["authorization"])).toEqual(["t1", "t1"]);
  });

  it("ends the session by the method and by the function, once, and logs in anew afterwards", async () => {
    const { transport, sent } = depot();
    const client = new DepotClient({ ...account, transport });
    await client.logout();
    expect(sent).toEqual([]);
    await client.listCrates();
    await client.logout();
    await logout(client);
    expect(lines(sent).slice(2)).toEqual(["DELETE /v1/auth"]);
    expect(sent[2]?.headers["authorization"]).toBe("t1");
    expect(await listCrates(client)).toEqual(["a"]);
    expect(sent.at(-1)?.headers["authorization"]).toBe("t2");
  });

  it("logs in again when the server has forgotten the session", async () => {
    const { transport, sent } = depot();
    const client = createClient({ ...account, transport });
    await listCrates(client);
    // Somebody else's login makes the first token useless.
    expect(await login(createClient({ transport }), account)).toMatchObject({ id: "t2" });
    expect(await listCrates(client)).toEqual(["a"]);
    expect(lines(sent).slice(3)).toEqual(["GET /v1/crates", "POST /v1/auth", "GET /v1/crates"]);
  });

  it("goes on with a session that was opened by hand", async () => {
    const { transport, sent } = depot();
    const client = createClient({ ...account, transport });
    expect(await login(client, account)).toMatchObject({ id: "t1" });
    expect(await listCrates(client)).toEqual(["a"]);
    expect(lines(sent)).toEqual(["POST /v1/auth", "GET /v1/crates"]);
  });

  it("can be told to log in and to forget", async () => {
    const { transport, sent } = depot();
    const client = createClient({ ...account, transport });
    await depotLogin.login(client);
    depotLogin.forget(client);
    await listCrates(client);
    expect(lines(sent)).toEqual(["POST /v1/auth", "POST /v1/auth", "GET /v1/crates"]);
  });

  it("says which options are missing", async () => {
    const { transport, sent } = depot();
    const client = createClient({ transport });
    await expect(listCrates(client)).rejects.toThrow(/listCrates needs a sign-in: set username .*password/);
    await getStatus(client);
    expect(sent).toHaveLength(1);
  });

  it("reads user name, password and address from the environment", async () => {
    const { transport, sent } = depot();
    const names = ["DEPOT_USER", "DEPOT_PASSWORD", "DEPOT_URL"] as const;
    try {
      for (const name of names) process.env[name] = name === "DEPOT_URL" ? "https://other.example/v1" : name;
      await DepotClient.fromEnv({ transport, password: "given" })
        .listCrates()
        .catch(() => undefined);
    } finally {
      for (const name of names) delete process.env[name];
    }
    expect(sent[0]?.body).toEqual({ username: "DEPOT_USER", password: "given" });
  });

  it("finds a token in a header, and puts credentials where they belong in a form", async () => {
    const { transport, sent } = depot();
    const client = createClient({ username2: "joe", password2: "pw", transport });
    await openVault(client);
    expect(lines(sent)).toEqual(["POST /v1/vault/session", "GET /v1/vault"]);
    expect(sent[0]?.headers["content-type"]).toContain("application/x-www-form-urlencoded");
    expect(sent[1]?.headers["x-vault"]).toBe("Token v1");
    await depotLogin2.logout(client);
    await openVault(client);
    expect(lines(sent).slice(2)).toEqual(["POST /v1/vault/session", "GET /v1/vault"]);
  });
});
