import { afterEach, describe, expect, it, vi } from "vitest";
import { createClient, DecapodClient, decapodLogin, getInfo, listUsers } from "@clientwright/decapod";
import { isServerError, isSigningError, isUnauthorizedError } from "@clientwright/runtime";
import { tokenSeconds } from "./server/world.js";
import { failure, useDecapod } from "./support.js";

const decapod = useDecapod();
const once = { retry: { retries: 0 } };
/** The answer to the next request to log in or out. */
const answerAuth = (status: number): void =>
  decapod.server.answerNext("/v1/auth/", (response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ code: status, error: "InternalServerError", message: "out of order" }));
  });

/** Lets time pass, for the client and for the server. */
function pass(seconds: number): void {
  const { world } = decapod.server;
  world.ahead += seconds;
  const real = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => real() + seconds * 1000);
}

afterEach(() => void vi.restoreAllMocks());

describe("the login that the client does by itself", () => {
  it("sends nothing when a client is made", async () => {
    decapod.client();
    createClient({ baseUrl: decapod.server.url, username: "root", password: "s3cret" });
    // A request that had been sent before would be there by now.
    await decapod.client().getInfo();
    expect(decapod.server.lines()).toEqual(["GET /v1/info/"]);
    expect(decapod.server.logins()).toBe(0);
  });

  it("comes before the first call that needs a token, and once only", async () => {
    const client = decapod.client();
    await client.listUsers();
    await client.listRoles();
    expect(decapod.server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/auth/",
      "GET /v1/user/",
      "GET /v1/role/",
    ]);
    const [login] = decapod.server.seen;
    expect(JSON.parse(login?.body ?? "")).toEqual({ username: "root", password: "s3cret" });
    expect(login?.headers["content-type"]).toBe("application/json");
  });

  it("is shared by calls that start at the same time", async () => {
    const client = decapod.client();
    await Promise.all([client.listUsers(), client.listRoles(), client.getUserSelf(), listUsers(client)]);
    expect(decapod.server.logins()).toBe(1);
    expect(decapod.server.lines()).toHaveLength(4);
  });

  it("carries no token of its own", async () => {
    const client = decapod.client();
    await client.listUsers();
    decapod.server.world.sessions.clear();
    await client.listUsers();
    const logins = decapod.server.seen.filter(({ path }) => path === "/v1/auth/");
    expect(logins.map(({ headers }) => headers["authorization"])).toEqual([undefined, undefined]);
  });

  it("gives a token whose id stands alone in the header", async () => {
    await decapod.client().listUsers();
    const [token = "no session"] = decapod.server.world.sessions.keys();
    expect(decapod.server.seen.at(-1)?.headers["authorization"]).toBe(token);
    expect(token).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("fails as a sign-in when name and password do not go together, and is tried again by the next call", async () => {
    const client = decapod.client({ password: "wr0ng" });
    const error = await failure(client.listUsers());
    expect(isSigningError(error)).toBe(true);
    expect(isUnauthorizedError((error as Error).cause)).toBe(true);
    expect(String(error)).not.toContain("wr0ng");
    await failure(client.listUsers());
    expect(decapod.server.logins()).toBe(2);
    expect(decapod.server.lines()).toEqual([]);
  });

  it("is of one client and not of another", async () => {
    await decapod.client().listUsers();
    await decapod.client().listUsers();
    expect(decapod.server.logins()).toBe(2);
  });

  it("takes name, password and address from the environment", async () => {
    vi.stubEnv("DECAPOD_URL", decapod.server.url);
    vi.stubEnv("DECAPOD_LOGIN", "root");
    vi.stubEnv("DECAPOD_PASSWORD", "s3cret");
    try {
      expect((await DecapodClient.fromEnv().getUserSelf()).data.login).toBe("root");
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe("the end of a session", () => {
  it("is noticed in time, so that no request is refused", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    pass(tokenSeconds + 1);
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(2);
    expect(decapod.server.lines()).toHaveLength(2);
  });

  it("moves away with every use of the token", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    pass(tokenSeconds - 600);
    await client.getUserSelf();
    vi.restoreAllMocks();
    decapod.server.world.ahead = 0;
    pass(2 * (tokenSeconds - 600));
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(1);
  });

  it("is told by the server's own clock, however wrong that is", async () => {
    decapod.server.world.ahead = -10 * tokenSeconds;
    const client = decapod.client();
    await client.getUserSelf();
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(1);
  });

  it("makes the client log in again, and send the refused request once more", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    decapod.server.world.sessions.clear();
    expect((await client.createCluster({ name: "ceph" })).data.name).toBe("ceph");
    expect(decapod.server.logins()).toBe(2);
    expect(decapod.server.lines()).toEqual(["GET /v1/user/self/", "POST /v1/cluster/", "POST /v1/cluster/"]);
  });

  it("makes concurrent calls share the new login too", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    decapod.server.world.sessions.clear();
    await Promise.all([client.listUsers(), client.listRoles(), client.listClusters()]);
    expect(decapod.server.logins()).toBe(2);
  });

  it("is an error when the new token is refused as well", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    decapod.server.world.sessions.clear();
    const refuse = (): void =>
      decapod.server.answerNext("/v1/user/self/", (response) => {
        response.writeHead(401).end();
        refuse();
      });
    refuse();
    expect(isUnauthorizedError(await failure(client.getUserSelf()))).toBe(true);
    expect(decapod.server.logins()).toBe(2);
  });
});

describe("login() by hand", () => {
  it("answers with the token, whom it is for and how long", async () => {
    const token = await decapod.client().login({ username: "root", password: "s3cret" });
    expect(token.model).toBe("token");
    expect(token.data.user?.data.login).toBe("root");
    expect(token.data.expires_at).toBeGreaterThan(decapod.server.world.now());
    expect([...decapod.server.world.sessions.keys()]).toEqual([token.id]);
  });

  it("opens the session that the calls after it use", async () => {
    const client = decapod.client();
    const token = await client.login({ username: "root", password: "s3cret" });
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(1);
    expect(decapod.server.seen.at(-1)?.headers["authorization"]).toBe(token.id);
    await client.logout();
    expect(decapod.server.world.sessions.size).toBe(0);
  });

  it("is an error of the API when it is refused", async () => {
    const call = decapod.client().login({ username: "root", password: "wr0ng" });
    expect(isUnauthorizedError(await failure(call))).toBe(true);
  });

  it("can be done in advance, with what the client was set up with", async () => {
    const client = decapod.client();
    await decapodLogin.login(client);
    await decapodLogin.login(client);
    expect(decapod.server.logins()).toBe(1);
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(1);
  });
});

describe("logout()", () => {
  it("sends nothing without a session", async () => {
    expect(await decapod.client().logout()).toBeUndefined();
    expect(decapod.server.seen).toEqual([]);
  });

  it("ends the session on both sides", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    const [token] = decapod.server.world.sessions.keys();
    await client.logout();
    expect(decapod.server.seen.at(-1)).toMatchObject({ method: "DELETE", path: "/v1/auth/", body: "" });
    expect(decapod.server.seen.at(-1)?.headers["authorization"]).toBe(token);
    expect(decapod.server.world.sessions.size).toBe(0);
    await client.logout();
    expect(decapod.server.lines()).toHaveLength(2);
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(2);
  });

  it("does not mind that the server is gone, and forgets the token", async () => {
    const client = decapod.client(once);
    await client.getUserSelf();
    decapod.server.answerNext("/v1/auth/", (response) => void response.destroy());
    expect(await client.logout()).toBeUndefined();
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(2);
  });

  it("tells that the server refuses, and forgets the token", async () => {
    const client = decapod.client(once);
    await client.getUserSelf();
    answerAuth(500);
    expect(isServerError(await failure(client.logout()))).toBe(true);
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(2);
  });

  it("can be left to the end of the token: to forget it sends nothing", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    decapodLogin.forget(client);
    expect(decapod.server.lines()).toEqual(["GET /v1/user/self/"]);
    await client.getUserSelf();
    expect(decapod.server.logins()).toBe(2);
  });
});

describe("calls that need no login", () => {
  it("carry no token and cause no login", async () => {
    const { server } = decapod;
    const client = new DecapodClient({ baseUrl: server.url });
    await client.getInfo();
    await getInfo(createClient({ baseUrl: server.url }));
    await client.requestPasswordReset({ login: "root" });
    const [resetToken = ""] = server.world.resets.keys();
    await client.peekPasswordReset({ resetToken });
    await client.resetPassword({ resetToken, password: "n3w" });
    expect(server.lines()).toEqual([
      "GET /v1/info/",
      "GET /v1/info/",
      "POST /v1/password_reset/",
      `GET /v1/password_reset/${resetToken}/`,
      `POST /v1/password_reset/${resetToken}/`,
    ]);
    expect(server.logins()).toBe(0);
  });

  it("carry none either when there is one", async () => {
    const client = decapod.client();
    await client.getUserSelf();
    await client.getInfo();
    expect(decapod.server.seen.at(-1)?.headers["authorization"]).toBeUndefined();
  });

  it("are all of those: any other fails before it is sent when the client has no name and password", async () => {
    const error = await failure(new DecapodClient({ baseUrl: decapod.server.url }).listUsers());
    expect(String(error)).toMatch(/username|password|sign/i);
    expect(decapod.server.seen).toEqual([]);
  });
});
