import { describe, expect, expectTypeOf, it } from "vitest";
import { AlbumScope } from "../../golden/oauth/expected/src/enums.js";
import { AlbumOAuth } from "../../golden/oauth/expected/src/oauth.js";
import { recorder } from "./support.js";

/* The client for an authorization server: which address gets which form. */

const reply = { access_token: "a1", refresh_token: "r1", expires_in: 7200, scope: "photos:read" };
const { transport, sent } = recorder(({ target }) => (target === "/revoke" ? undefined : { body: reply }));
const app = {
  clientId: "id",
  clientSecret: "hush",
  redirectUri: "https://app.example/back",
  options: { transport, retry: { retries: 0 } },
};
const oauth = new AlbumOAuth(app);
const forms = (): readonly (readonly [string, object])[] =>
  sent.splice(0).map(({ target, body }) => [target, Object.fromEntries(new URLSearchParams(String(body)))]);

describe("the client for an authorization server", () => {
  it("begins a sign-in with the scopes that are named, and sends nothing", async () => {
    const begun = await oauth.start({ scopes: [AlbumScope.PhotosRead, "photos:write"], state: "s" });
    const url = new URL(begun.url);
    expect(url.origin + url.pathname).toBe("https://login.album.example/authorize");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: "id",
      redirect_uri: "https://app.example/back",
      response_type: "code",
      scope: "photos:read,photos:write",
      state: "s",
      code_challenge_method: "S256",
    });
    expect(sent).toEqual([]);
    expectTypeOf<Parameters<typeof oauth.clientCredentials>[0]>().toEqualTypeOf<
      readonly ("photos:read" | "photos:write")[] | undefined
    >();
  });

  it("trades the code, refreshes, revokes, and signs the application in", async () => {
    const begun = await oauth.start({ state: "s" });
    const tokens = await oauth.finish(begun, "https://app.example/back?code=c0de&state=s");
    expect(tokens).toMatchObject({ accessToken: "a1", refreshToken: "r1", scopes: ["photos:read"] });
    await oauth.refresh("r0");
    await oauth.revoke("a1", "access_token");
    await oauth.clientCredentials(["photos:read"]);
    const id = { client_id: "id", client_secret: "hush" };
    expect(forms()).toEqual([
      [
        "/token",
        {
          ...id,
          grant_type: "authorization_code",
          code: "c0de",
          code_verifier: begun.codeVerifier,
          redirect_uri: "https://app.example/back",
        },
      ],
      ["/refresh", { ...id, grant_type: "refresh_token", refresh_token: "r0" }],
      ["/revoke", { ...id, token: "a1", token_type_hint: "access_token" }],
      ["/token", { ...id, grant_type: "client_credentials", scope: "photos:read" }],
    ]);
  });

  it("refuses another sign-in than the one begun", async () => {
    const begun = await oauth.start();
    await expect(oauth.finish(begun, "https://app.example/back?code=c&state=other")).rejects.toThrow(/not the one/);
    expect(sent).toEqual([]);
  });

  it("gives clients a token that renews itself", async () => {
    const seen: string[] = [];
    const source = oauth.tokenSource({ accessToken: "old", refreshToken: "r0", expiresAtMs: 0 }, ({ accessToken }) => {
      seen.push(accessToken);
    });
    expect(await Promise.all([source(), source()])).toEqual(["a1", "a1"]);
    expect(seen).toEqual(["a1"]);
    expect(forms()).toHaveLength(1);
  });

  it("knows the application from the environment", async () => {
    process.env["ALBUM_CLIENT_ID"] = "from-env";
    try {
      const { clientSecret: _, ...rest } = app;
      const { clientId: __, ...unnamed } = rest;
      await AlbumOAuth.fromEnv(unnamed).refresh("r0");
    } finally {
      delete process.env["ALBUM_CLIENT_ID"];
    }
    expect(forms()).toEqual([
      ["/refresh", { client_id: "from-env", grant_type: "refresh_token", refresh_token: "r0" }],
    ]);
  });
});
