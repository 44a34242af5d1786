import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  apiKey,
  authorization,
  basic,
  bearer,
  clientCredentials,
  ConfigurationError,
  finishAuthorization,
  fromEnv,
  mutualTls,
  refreshingToken,
  revokeToken,
  Service,
  SigningError,
  startAuthorization,
  tokenLogin,
  type Call,
  type ServiceDefinition,
  type SignInScheme,
} from "@clientwright/runtime";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

function service(
  credentials: Record<string, SignInScheme>,
  security: ServiceDefinition["security"],
): ServiceDefinition {
  return { ...definition, credentials, security };
}

describe("schemes", () => {
  const schemes = {
    token: bearer({ option: "token", env: ["A_TOKEN", "B_TOKEN"] }),
    login: basic({
      username: "username",
      password: "password",
      env: { username: ["A_USER"], password: ["A_PASSWORD"] },
    }),
    header: apiKey({ option: "headerKey", in: "header", name: "X-Key", prefix: "Key " }),
    query: apiKey({ option: "queryKey", in: "query", name: "api key" }),
    cookie: apiKey({ option: "cookieKey", in: "cookie", name: "sid" }),
    digest: authorization({ option: "digest", scheme: "Digest" }),
    tls: mutualTls(),
  };

  test.each([
    ["token", { token: () => Promise.resolve("t") }, { authorization: "Bearer t" }],
    [
      "login",
      { username: "ü", password: "p:w" },
      { authorization: `Basic ${Buffer.from("ü:p:w").toString("base64")}` },
    ],
    ["header", { headerKey: "k" }, { "x-key": "Key k" }],
    ["cookie", { cookieKey: "a b" }, { cookie: "c=1; sid=a%20b" }],
    ["digest", { digest: "realm=x" }, { authorization: "Digest realm=x" }],
  ])("%s", async (name, options, wanted) => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    await clientFor(url, { token: undefined, ...options }, service(schemes, [[name]])).send({
      ...get,
      cookies: { c: 1 },
    });
    expect(seen[0]?.headers).toMatchObject(wanted);
  });

  test("query", async () => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    const client = clientFor(url, { queryKey: "k&y" }, service(schemes, [["query"]]));
    await client.send({ ...get, query: { a: 1 } });
    await client.send(get);
    expect(seen.map((request) => request.url)).toEqual(["/thing?a=1&api%20key=k%26y", "/thing?api%20key=k%26y"]);
  });

  test("alternatives and sets", async () => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    const call = async (
      options: object,
      security: ServiceDefinition["security"],
      own?: Call["security"],
    ): Promise<string> => {
      await clientFor(url, { token: undefined, ...options }, service(schemes, security)).send({
        ...get,
        security: own,
      });
      const { authorization: auth, "x-key": key } = seen.at(-1)?.headers ?? {};
      return [auth, key].filter(Boolean).join(" + ");
    };
    const both = { token: "t", headerKey: "k" };
    expect(await call(both, [["token"], ["header"]])).toBe("Bearer t");
    expect(await call({ headerKey: "k" }, [["token"], ["header"]])).toBe("Key k");
    expect(await call(both, [["token", "header"]])).toBe("Bearer t + Key k");
    expect(await call({ token: "t" }, [["token", "header"], []])).toBe("");
    expect(await call(both, [[], ["token"]])).toBe("Bearer t");
    expect(await call(both, [])).toBe("");
    expect(await call(both, undefined)).toBe("");
    expect(await call(both, [["token"]], [])).toBe("");
    expect(await call(both, [["token"]], [["header"]])).toBe("Key k");
    expect(await call({}, [["tls"]])).toBe("");
    const error = await failure(call({ token: "t" }, [["token", "header"], ["login"]]));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/headerKey.*username.*password/);
  });

  test("a provider that gives nothing", async () => {
    const client = clientFor("http://127.0.0.1:1", { token: () => "" });
    expect(await failure(client.send(get))).toBeInstanceOf(SigningError);
  });

  test("fromEnv reads what the description names", () => {
    const described = service(schemes, []);
    expect(fromEnv(described, { B_TOKEN: "b", A_USER: "u", A_PASSWORD: "", OTHER: "x" })).toEqual({
      token: "b",
      username: "u",
    });
    expect(fromEnv(described, { A_TOKEN: "a", B_TOKEN: "b" })).toEqual({ token: "a" });
    process.env["A_TOKEN"] = "from process";
    expect(fromEnv(described)).toEqual({ token: "from process" });
    delete process.env["A_TOKEN"];
  });
});

describe("token login", () => {
  const session = tokenLogin({
    credentials: { username: "login", password: "password" },
    login: { operation: "login", method: "POST", path: "/auth/" },
    logout: { operation: "logout", method: "DELETE", path: "/auth/" },
    token: "/id",
    expiresAt: "/data/expires_at",
  });
  const decapod = service({ session }, [["session"]]);
  const account = { login: "joe", password: "pw", token: undefined };

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
    const { url, logins } = await sessions({ lifeMs: 5_600 });
    const client = clientFor(url, account, decapod);
    await client.send(get);
    await client.send(get);
    expect(logins()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1700));
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

describe("OAuth 2", () => {
  const app = {
    clientId: "id",
    clientSecret: "s3cret",
    redirectUri: "https://app.example/back?x=1",
    options: { retry: { retries: 0 } },
  };
  const server = (url: string) => ({
    authorizationUrl: "https://login.example/oauth/authorize?tenant=1",
    tokenUrl: `${url}/oauth/token`,
    revocationUrl: `${url}/oauth/revoke`,
    scopes: { "linodes:read_only": "read", "linodes:*": "all" },
    scopeSeparator: ",",
    scopeParameter: "scopes",
  });

  test("begins with state and PKCE", async () => {
    const begun = await startAuthorization(server("https://x.example"), app, {
      scopes: ["linodes:read_only", "linodes:*"],
    });
    const url = new URL(begun.url);
    expect(url.origin + url.pathname).toBe("https://login.example/oauth/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: "1",
      client_id: "id",
      response_type: "code",
      redirect_uri: app.redirectUri,
      scopes: "linodes:read_only,linodes:*",
      state: begun.state,
      code_challenge: createHash("sha256").update(begun.codeVerifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    expect(begun.codeVerifier).toMatch(/^[\w-]{43}$/);
    const again = await startAuthorization(server("https://x.example"), app);
    expect(again.state).not.toBe(begun.state);
  });

  test("ends with tokens", async () => {
    const { url, seen } = await serve((_, response) =>
      json(response, { access_token: "a", refresh_token: "r", expires_in: 7200, scopes: "linodes:*" }),
    );
    const begun = { state: "st", codeVerifier: "v" };
    const tokens = await finishAuthorization(
      server(url),
      app,
      begun,
      "https://app.example/back?x=1&code=c%26d&state=st",
    );
    expect(tokens).toMatchObject({ accessToken: "a", refreshToken: "r", scopes: ["linodes:*"] });
    expect((tokens.expiresAtMs ?? 0) - Date.now()).toBeGreaterThan(7_190_000);
    expect(seen[0]).toMatchObject({ method: "POST", url: "/oauth/token" });
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: "authorization_code",
      code: "c&d",
      code_verifier: "v",
      redirect_uri: app.redirectUri,
      client_id: "id",
      client_secret: "s3cret",
    });
    const wrong = finishAuthorization(server(url), app, begun, "https://app.example/back?code=c&state=other");
    await expect(wrong).rejects.toThrow(SigningError);
    const denied = finishAuthorization(
      server(url),
      app,
      begun,
      "https://app.example/back?error=access_denied&state=st",
    );
    await expect(denied).rejects.toThrow(/access_denied/);
  });

  test("refreshes shortly before the end, once for concurrent calls, and keeps an old refresh token", async () => {
    const { url, seen } = await serve((_, response, __, count) =>
      json(response, { access_token: `a${count}`, expires_in: 3600 }),
    );
    const stored: string[] = [];
    const source = refreshingToken(
      server(url),
      app,
      { accessToken: "a0", refreshToken: "r0", expiresAtMs: Date.now() + 1000 },
      ({ accessToken, refreshToken }) => void stored.push(`${accessToken} ${refreshToken}`),
    );
    expect(await Promise.all([source(), source()])).toEqual(["a1", "a1"]);
    expect(await source()).toBe("a1");
    expect(stored).toEqual(["a1 r0"]);
    expect(seen).toHaveLength(1);
  });

  test("serves applications by themselves, with the secret in a header when wanted", async () => {
    const { url, seen } = await serve((_, response) => json(response, { access_token: "a" }));
    const basicApp = { ...app, clientAuthentication: "basic" as const };
    expect(await clientCredentials(server(url), basicApp, ["linodes:*"])).toEqual({ accessToken: "a" });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from("id:s3cret").toString("base64")}`);
    expect(seen[0]?.body).toBe("grant_type=client_credentials&scope=linodes%3A*");
  });

  test("revokes, follows no redirect, and passes errors on without the secret", async () => {
    const { url, seen } = await serve((_, response, __, count) =>
      count === 1
        ? response.writeHead(200).end()
        : count === 2
          ? response.writeHead(307, { location: "/elsewhere" }).end()
          : json(response, { error: "invalid_client", error_description: "unknown client" }, 400),
    );
    await revokeToken(server(url), app, "tok", "access_token");
    expect(seen[0]).toMatchObject({ url: "/oauth/revoke" });
    expect(await failure(revokeToken(server(url), app, "tok"))).toMatchObject({ status: 307 });
    expect(seen).toHaveLength(2);
    const error = await failure(revokeToken(server(url), app, "tok"));
    expect(error).toMatchObject({ problems: [{ message: "unknown client", code: "invalid_client" }] });
    expect(String(error) + JSON.stringify(error)).not.toContain("s3cret");
  });
});
