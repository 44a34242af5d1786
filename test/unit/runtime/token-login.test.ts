import {
  binaryBody,
  Service,
  SigningError,
  tokenLogin,
  type Call,
  type ServiceDefinition,
  jsonBody,
} from "@clientwright/runtime";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

const service = (session: ReturnType<typeof tokenLogin>): ServiceDefinition => ({
  ...definition,
  credentials: { session },
  security: [["session"]],
});

describe("token login", () => {
  const session = tokenLogin({
    credentials: { username: "login", password: "password" },
    login: { operation: "login", method: "POST", path: "/auth/" },
    logout: { operation: "logout", method: "DELETE", path: "/auth/" },
    token: ["id"],
    expiresAt: ["data", "expires_at"],
  });
  const decapod = service(session);
  const account = { login: "joe", password: "pw", token: undefined };
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A server with sessions: `lifeMs` is how long they last, `isGood` which tokens it takes. */
  async function sessions({ lifeMs = 60_000, isGood = (_token: string): boolean => true, refuse = 0 } = {}) {
    let logins = 0;
    const server = await serve((_, response, { method, url, headers, body }) => {
      if (url === "/auth/" && method === "POST") {
        logins++;
        if (refuse) return json(response, { errors: [{ reason: "wrong password" }] }, refuse);
        expect(headers.authorization).toBeUndefined();
        expect(JSON.parse(body)).toEqual({ username: "joe", password: "pw" });
        return setTimeout(
          () => json(response, { id: `t${logins}`, data: { expires_at: (Date.now() + lifeMs) / 1000 } }),
          10,
        );
      }
      const good = isGood(headers.authorization ?? "");
      return json(response, { token: headers.authorization }, good ? 200 : 401);
    });
    return { ...server, logins: () => logins };
  }

  test("logs in before the first call that needs it, once for all", async () => {
    const { url, seen, logins } = await sessions();
    const client = clientFor(url, account, decapod);
    await client.send({ ...get, security: [] });
    expect(logins()).toBe(0);
    const replies = await Promise.all(Array.from({ length: 5 }, () => client.send(get)));
    expect(replies).toEqual(Array.from({ length: 5 }, () => ({ token: "t1" })));
    expect(logins()).toBe(1);
    expect(seen[1]).toMatchObject({ method: "POST", url: "/auth/" });
  });

  test("logs in again before the session ends", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { url, logins } = await sessions({ lifeMs: 60_000 });
    const client = clientFor(url, account, decapod);
    await client.send(get);
    vi.advanceTimersByTime(54_000);
    await client.send(get);
    expect(logins()).toBe(1);
    // The server tells its time in whole seconds.
    vi.advanceTimersByTime(2_500);
    await client.send(get);
    expect(logins()).toBe(2);
  });

  test("logs in again once after a 401, also for a POST and for concurrent calls", async () => {
    const good = new Set(["t1"]);
    const { url, logins } = await sessions({ isGood: (token) => good.has(token) });
    const client = clientFor(url, { ...account, retry: { retries: 0 } }, decapod);
    await client.send(get);
    good.clear();
    good.add("t2");
    const replies = await Promise.all([client.send(get), client.send({ ...get, method: "POST" }), client.send(get)]);
    expect(replies).toEqual([{ token: "t2" }, { token: "t2" }, { token: "t2" }]);
    expect(logins()).toBe(2);
  });

  test("gives up after the second 401", async () => {
    const good = new Set(["t1"]);
    const { url, logins, seen } = await sessions({ isGood: (token) => good.has(token) });
    const client = clientFor(url, account, decapod);
    await client.send(get);
    good.clear();
    expect(await failure(client.send(get))).toMatchObject({ name: "UnauthorizedError", operation: "getThing" });
    expect(logins()).toBe(2);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined, "t1", "t1", undefined, "t2"]);
  });

  test("says clearly that a login was refused, and tries again with the next call", async () => {
    const { url, logins } = await sessions({ refuse: 401 });
    const client = clientFor(url, account, decapod);
    const error = await failure(client.send(get));
    expect(error).toBeInstanceOf(SigningError);
    expect(String(error)).toMatch(/login.*401.*wrong password/);
    expect(String(error)).not.toContain("pw");
    expect(logins()).toBe(1);
    await failure(client.send(get));
    expect(logins()).toBe(2);
  });

  test("logs out, once, and only if there is a session", async () => {
    const { url, seen, logins } = await sessions();
    const client = clientFor(url, account, decapod);
    await session.logout(client);
    expect(seen).toHaveLength(0);
    await session.login(client);
    await client.send(get);
    expect(logins()).toBe(1);
    await session.logout(client);
    await session.logout(client);
    expect(seen.filter(({ method }) => method === "DELETE").map(({ headers }) => headers.authorization)).toEqual([
      "t1",
    ]);
    await client.send(get);
    session.forget(client);
    await client.send(get);
    expect(logins()).toBe(3);
    const { login, logout, forget } = session;
    await logout(client);
    await login(client);
    forget(client);
    await client.send(get);
    expect(logins()).toBe(5);
  });

  test("logging out forgets the token also when the server is away, and passes on a refusal", async () => {
    const { url, server } = await sessions();
    const client = clientFor(url, { ...account, retry: { retries: 0 } }, decapod);
    await session.login(client);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await session.logout(client);
    const strict = await sessions({ isGood: () => false });
    const other = clientFor(strict.url, account, decapod);
    await session.login(other);
    expect(await failure(session.logout(other))).toMatchObject({ status: 401 });
    await session.logout(other);
  });

  test("without its options the error names them", async () => {
    const error = await failure(new Service(decapod, { baseUrl: "http://127.0.0.1:1" }).send(get));
    expect(String(error)).toMatch(/login.*password/);
  });

  test("an abort of one call leaves the login to the others", async () => {
    const { url } = await sessions();
    const client = clientFor(url, account, decapod);
    const controller = new AbortController();
    const aborted = failure(client.send(get, { signal: controller.signal }));
    const other = client.send(get);
    setTimeout(() => controller.abort("mine"), 2);
    expect(await aborted).toBe("mine");
    expect(await other).toEqual({ token: "t1" });
  });
});

describe("a token login", () => {
  const login = { operation: "login", method: "POST", path: "/login" };

  test.each<[string, object, Record<string, string>, number]>([
    ["seconds from now, in the body", { expiresIn: ["ttl"] }, {}, 2],
    ["seconds from now, in a header", { expiresIn: { header: "X-Ttl" } }, { "x-ttl": "-1" }, 2],
    [
      "a date in a header",
      { expiresAt: { header: "X-End" } },
      { "x-end": new Date(Date.now() - 60_000).toISOString() },
      2,
    ],
    ["UNIX seconds as text in a header", { expiresAt: { header: "X-End" } }, { "x-end": "1000" }, 2],
    ["an end far away", { expiresAt: { header: "X-End" } }, { "x-end": "99999999999" }, 1],
    ["an end that is not said", { expiresAt: ["end"], expiresIn: ["length"] }, {}, 1],
  ])("knows when a token ends: %s", async (_, expiry, headers, logins) => {
    const { url, seen } = await serve((_request, response, { url: path }) =>
      json(response, path === "/login" ? { ttl: -1 } : {}, 200, { "x-token": "t", ...headers }),
    );
    const session = tokenLogin({
      credentials: { name: "login" },
      body: ({ name }) => jsonBody({ user: [name] }),
      login,
      token: { header: "X-Token" },
      ...expiry,
    });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    await client.send(get);
    await client.send(get);
    const posts = seen.filter(({ method }) => method === "POST");
    expect(posts).toHaveLength(logins);
    expect(JSON.parse(posts[0]?.body ?? "")).toEqual({ user: ["joe"] });
    expect(seen.at(-1)?.headers.authorization).toBe("t");
  });

  test("a reply without the token is an error that names the operation", async () => {
    const { url } = await serve((_request, response) => json(response, {}));
    const session = tokenLogin({ credentials: { name: "login" }, login, token: { header: "X-Token" } });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    expect(String(await failure(client.send(get)))).toContain("login answered without a token");
  });

  test("logging out takes the options of a call", async () => {
    const { url } = await serve((_request, response, { method }) => {
      if (method === "POST") json(response, { id: "t" });
    });
    const logout = { operation: "logout", method: "DELETE", path: "/login" };
    const session = tokenLogin({ credentials: { name: "login" }, login, logout, token: ["id"] });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    await session.login(client);
    const reason = new Error("enough");
    const stopping = AbortSignal.abort(reason);
    expect(await failure(session.logout(client, { signal: stopping }))).toBe(reason);
  });
});

describe("a token that is refused", () => {
  const session = tokenLogin({
    credentials: { name: "login" },
    login: { operation: "login", method: "POST", path: "/login" },
    token: ["id"],
  });

  /** A server that hands out `t1`, `t2`, … and takes those it is told to. */
  async function depot(isGood: (token: string) => boolean) {
    let logins = 0;
    const tokens: string[] = [];
    const { url } = await serve((_, response, { url: path, headers }) => {
      if (path === "/login") return setTimeout(() => json(response, { id: `t${++logins}` }), 5);
      tokens.push(headers.authorization ?? "");
      return json(response, {}, isGood(headers.authorization ?? "") ? 200 : 401);
    });
    const client = clientFor(url, { login: "joe", token: undefined, retry: { retries: 0 } }, service(session));
    return { client, tokens, logins: () => logins };
  }

  test("though it is fresh is not sent again: one more login is tried", async () => {
    const { client, tokens, logins } = await depot((token) => token !== "t1");
    await client.send(get);
    expect(tokens).toEqual(["t1", "t2"]);
    expect(logins()).toBe(2);
  });

  test("though it is fresh costs concurrent calls one login too", async () => {
    const { client, tokens, logins } = await depot((token) => token !== "t1");
    await Promise.all(Array.from({ length: 4 }, () => client.send(get)));
    expect(tokens.sort()).toEqual(["t1", "t1", "t1", "t1", "t2", "t2", "t2", "t2"]);
    expect(logins()).toBe(2);
  });

  test("is not used by the next call, when the call that was refused cannot be sent again", async () => {
    const good = new Set(["t1"]);
    const { client, logins } = await depot((token) => good.has(token));
    await client.send(get);
    good.clear();
    good.add("t2");
    const upload = { ...get, method: "PUT", body: binaryBody(new Blob(["x"]).stream()) };
    expect(await failure(client.send(upload))).toMatchObject({ status: 401 });
    await client.send({ ...upload, body: binaryBody(new Blob(["x"]).stream()) });
    expect(logins()).toBe(2);
  });

  test("and was got by hand is dropped, and asked for again", async () => {
    const { url } = await serve((_, response, { url: path }) =>
      json(response, { id: "t1" }, path === "/login" ? 200 : 401),
    );
    const client = clientFor(url, { token: undefined }, service(session));
    const login = { operation: "login", method: "POST", path: "/login", security: [] };
    await session.adopt(client, (options) => client.send(login, options));
    expect(await failure(client.send(get))).toMatchObject({ status: 401 });
    expect(await failure(client.send(get))).toMatchObject({ name: "ConfigurationError" });
  });
});

describe("a short session", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("is used for half its length, and one that is used up already for one call", async () => {
    let life = 4;
    const { url, seen } = await serve((_, response) => json(response, { id: "t", life }));
    const session = tokenLogin({
      credentials: { name: "login" },
      login: { operation: "login", method: "POST", path: "/login" },
      token: ["id"],
      expiresIn: ["life"],
    });
    const logins = (): number => seen.filter(({ method }) => method === "POST").length;
    vi.useFakeTimers({ toFake: ["performance"] });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    for (let index = 0; index < 5; index++) await client.send(get);
    vi.advanceTimersByTime(1900);
    await client.send(get);
    expect(logins()).toBe(1);
    life = 0;
    vi.advanceTimersByTime(200);
    await client.send(get);
    expect(logins()).toBe(2);
    vi.advanceTimersByTime(1);
    await client.send(get);
    expect(logins()).toBe(3);
  });

  test("goes on as long as it is used, where every use makes it last", async () => {
    const { url, seen } = await serve((_, response) => json(response, { id: "t", life: 100 }));
    const session = tokenLogin({
      credentials: { name: "login" },
      login: { operation: "login", method: "POST", path: "/login" },
      token: ["id"],
      expiresIn: ["life"],
      slides: true,
    });
    vi.useFakeTimers({ toFake: ["performance"] });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    const logins = (): number => seen.filter(({ method }) => method === "POST").length;
    for (let index = 0; index < 4; index++) {
      await client.send(get);
      vi.advanceTimersByTime(90_000);
    }
    expect(logins()).toBe(1);
    vi.advanceTimersByTime(10_000);
    await client.send(get);
    expect(logins()).toBe(2);
  });
});
