import { createHash } from "node:crypto";
import {
  binaryBody,
  clientCredentials,
  finishAuthorization,
  refreshingToken,
  refreshTokens,
  revokeToken,
  SigningError,
  startAuthorization,
  type Call,
  type ServiceDefinition,
  type SignInScheme,
  clientCredentialsToken,
  type RenewingToken,
} from "@clientwright/runtime";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

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

  test.each([
    [{ scope: "a b" }, {}],
    [{ scope: "a,b" }, {}],
    [{ scopes: "a, b" }, {}],
    [{ scopes: "a,b" }, { scopeParameter: "scopes", scopeSeparator: "," }],
    [{ scope: "a;b" }, { scopeSeparator: ";" }],
    [{ permissions: "a|b" }, { scopeParameter: "permissions", scopeSeparator: "|" }],
    // The standard's way, whatever the way to ask for them.
    [{ scope: "a b" }, { scopeParameter: "permissions", scopeSeparator: "|" }],
  ])("tells the scopes that were granted: %j", async (granted, naming) => {
    const { url } = await serve((_, response) => json(response, { access_token: "a", ...granted }));
    const { scopeSeparator: _, scopeParameter: __, ...usual } = server(url);
    const tokens = await refreshTokens({ ...usual, ...naming }, app, "r");
    expect(tokens.scopes).toEqual(["a", "b"]);
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

describe("what the authorization server answers", () => {
  const address = (url: string) => ({ tokenUrl: `${url}/token`, revocationUrl: `${url}/revoke` });
  const app = { clientId: "id", clientSecret: "s3cret", options: { retry: { retries: 0 } } };

  test("to a revocation is of no interest, only its status is", async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<p>done"),
    );
    expect(await revokeToken(address(url), app, "tok")).toBeUndefined();
    const error = await failure(revokeToken({ tokenUrl: `${url}/token` }, app, "tok"));
    expect(error).toBeInstanceOf(SigningError);
  });

  test("is bounded as the application and the call want it", async () => {
    const { url, seen } = await serve((_, response, { url: path }) =>
      path === "/token"
        ? json(response, { access_token: "a".repeat(200) })
        : response.writeHead(307, { location: "/token" }).end(),
    );
    const small = { ...app, options: { ...app.options, limits: { replyBytes: 100, redirects: 5 } } };
    expect(await failure(refreshTokens(address(url), small, "r"))).toMatchObject({ name: "DecodeError" });
    expect(await failure(revokeToken(address(url), small, "t"))).toMatchObject({ status: 307 });
    expect(seen).toHaveLength(2);
    const wide = { limits: { replyBytes: 1000 } };
    expect(await refreshTokens(address(url), small, "r", wide)).toMatchObject({ refreshToken: "r" });
    expect(await failure(refreshTokens(address(url), app, "r", { limits: { replyBytes: 9 } }))).toMatchObject({
      name: "DecodeError",
    });
  });
});

describe("a token that renews itself", () => {
  const app = { clientId: "id", clientSecret: "s3cret", options: { retry: { retries: 0 } } };
  afterEach(() => {
    vi.useRealTimers();
  });

  /** An authorization server that hands out `a1`, `a2`, … and the service that takes the tokens it is told to. */
  async function world(isGood: (token: string) => boolean, reply: object = { expires_in: 3600, refresh_token: "r1" }) {
    let handed = 0;
    const server = await serve((_, response, { url, headers }) => {
      if (url === "/token") return setTimeout(() => json(response, { access_token: `a${++handed}`, ...reply }), 5);
      const token = (headers.authorization ?? "").replace("Bearer ", "");
      return json(response, { token }, isGood(token) ? 200 : 401);
    });
    const service = (source: RenewingToken): ServiceDefinition => {
      const scheme: SignInScheme = {
        options: {},
        open: () => ({
          async sign({ headers }) {
            headers["authorization"] = `Bearer ${await source()}`;
          },
          refused: source.refused,
        }),
      };
      return { ...definition, credentials: { token: scheme } };
    };
    const client = (source: RenewingToken) => clientFor(server.url, { retry: { retries: 0 } }, service(source));
    return { server: { tokenUrl: `${server.url}/token` }, seen: server.seen, handed: () => handed, client };
  }

  const known = { accessToken: "a0", refreshToken: "r0", expiresAtMs: Date.now() + 1e7 };

  test("is refreshed when the service refuses it, once for concurrent calls, and stored", async () => {
    const { server, client, seen, handed } = await world((token) => token === "a1");
    const stored: (string | undefined)[] = [];
    const source = refreshingToken(server, app, known, (fresh) => void stored.push(fresh.refreshToken));
    const one = client(source);
    const calls = [one.send(get), one.send({ ...get, method: "POST" }), one.send(get), client(source).send(get)];
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 4 }, () => ({ token: "a1" })));
    expect(handed()).toBe(1);
    expect(stored).toEqual(["r1"]);
    expect(seen.find(({ url }) => url === "/token")?.body).toContain("refresh_token=r0");
  });

  test("is got anew for the next call when the call that was refused cannot be sent again", async () => {
    const { server, client } = await world((token) => token === "a1");
    const one = client(refreshingToken(server, app, known));
    const body = new Blob(["x"]).stream();
    expect(await failure(one.send({ ...get, method: "PUT", body: binaryBody(body) }))).toMatchObject({ status: 401 });
    expect(await one.send(get)).toEqual({ token: "a1" });
  });

  test("is given as it is when there is nothing to refresh it with", async () => {
    const { server, client, handed } = await world(() => false);
    const source = refreshingToken(server, app, { accessToken: "a0", expiresAtMs: 1 });
    expect(await failure(client(source).send(get))).toMatchObject({ status: 401, operation: "getThing" });
    expect(await source()).toBe("a0");
    expect(handed()).toBe(0);
  });

  test("says why there is no new one, and asks again with the next call", async () => {
    let count = 0;
    const { url } = await serve((_, response) =>
      ++count === 1
        ? json(response, { error: "invalid_client", error_description: "who?" }, 401)
        : json(response, { access_token: "a" }),
    );
    const source = refreshingToken({ tokenUrl: `${url}/token` }, app, { ...known, expiresAtMs: 1 });
    const error = await failure(source());
    expect(error).toBeInstanceOf(SigningError);
    expect(error).toMatchObject({ message: "no new token: getToken: 401 who?", cause: { status: 401 } });
    expect(await source()).toBe("a");
  });

  test("a call fails with what the storing of new tokens throws", async () => {
    const { server } = await world(() => true);
    const full = new Error("disk full");
    const source = refreshingToken(server, app, { ...known, expiresAtMs: 1 }, () => Promise.reject(full));
    expect(await failure(source())).toBe(full);
  });

  test("of the application itself is got by the first call, kept, and renewed before its end and after a refusal", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const good = new Set(["a1"]);
    const { server, client, seen, handed } = await world((token) => good.has(token), { expires_in: 3600 });
    const source = clientCredentialsToken(server, app, ["read", "write"]);
    expect(handed()).toBe(0);
    const one = client(source);
    expect(await Promise.all([one.send(get), one.send(get)])).toEqual([{ token: "a1" }, { token: "a1" }]);
    expect(seen[0]?.body).toBe("grant_type=client_credentials&scope=read+write&client_id=id&client_secret=s3cret");
    good.delete("a1");
    good.add("a2").add("a3");
    expect(await one.send(get)).toEqual({ token: "a2" });
    expect(handed()).toBe(2);
    vi.advanceTimersByTime(3500_000);
    expect(await one.send(get)).toEqual({ token: "a2" });
    vi.advanceTimersByTime(71_000);
    expect(await one.send(get)).toEqual({ token: "a3" });
    expect(handed()).toBe(3);
  });

  test("that lasts less than the margin before its end is used for half its life", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { server, handed } = await world(() => true, { expires_in: 20 });
    const source = clientCredentialsToken(server, app);
    for (let index = 0; index < 5; index++) await source();
    expect(handed()).toBe(1);
    await source();
    vi.advanceTimersByTime(11_000);
    await source();
    expect(handed()).toBe(2);
  });
});
