import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { ask, start } from "./support.js";

const client = { client_id: "twin-client", client_secret: "twin-secret" };
const redirect = "https://app.example.com/back";

function authorize(twin: Twin, params: Readonly<Record<string, string>> = {}): Promise<Response> {
  const query = new URLSearchParams({
    client_id: "twin-client",
    response_type: "code",
    redirect_uri: redirect,
    scopes: "account:read_only",
    state: "xyz",
    ...params,
  });
  return twin.fetch(`${twin.origin}/oauth/authorize?${query}`);
}

/** Presses a button of the consent page, as a browser would, and gives where that leads. */
async function press(twin: Twin, page: Response, decision: "allow" | "deny"): Promise<URL> {
  const ticket = /name="ticket" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const reply = await twin.fetch(`${twin.origin}/oauth/authorize`, {
    method: "POST",
    body: new URLSearchParams({ ticket, decision }),
    redirect: "manual",
  });
  expect(reply.status).toBe(302);
  return new URL(reply.headers.get("location") ?? "");
}

function trade(twin: Twin, form: Readonly<Record<string, string>>, path = "/oauth/token"): Promise<Response> {
  return twin.fetch(`${twin.origin}${path}`, { method: "POST", body: new URLSearchParams({ ...client, ...form }) });
}

interface Granted {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

async function granted(twin: Twin, scopes = "account:read_only"): Promise<Granted> {
  const back = await press(twin, await authorize(twin, { scopes }), "allow");
  return (await (await trade(twin, { code: back.searchParams.get("code") ?? "" })).json()) as Granted;
}

const profileWith = async (twin: Twin, token: string): Promise<number> =>
  (await ask(twin, "GET", "/profile/sshkeys", undefined, { authorization: `Bearer ${token}` })).status;

describe("OAuth", () => {
  it("asks the user, hands out a code and a token, refreshes and revokes it", async () => {
    const twin = await start("linode");
    const page = await authorize(twin);
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const back = await press(twin, page, "allow");
    expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual([redirect, "xyz"]);
    const code = back.searchParams.get("code") ?? "";
    const first = (await (await trade(twin, { code })).json()) as Granted;
    expect(first).toMatchObject({ token_type: "bearer", expires_in: 7_200 });
    expect(await profileWith(twin, first.access_token)).toBe(200);
    expect(
      (await ask(twin, "POST", "/profile/sshkeys", { label: "x" }, { authorization: `Bearer ${first.access_token}` }))
        .status,
    ).toBe(403);
    // A code is good once.
    expect((await trade(twin, { code })).status).toBe(400);

    const second = (await (
      await trade(twin, { grant_type: "refresh_token", refresh_token: first.refresh_token })
    ).json()) as Granted;
    expect(await profileWith(twin, first.access_token)).toBe(401);
    expect(await profileWith(twin, second.access_token)).toBe(200);
    expect((await trade(twin, { token: second.access_token }, "/oauth/revoke")).status).toBe(200);
    expect(await profileWith(twin, second.access_token)).toBe(401);

    const third = await granted(twin);
    expect((await trade(twin, { token: third.access_token }, "/oauth/token/expire")).status).toBe(200);
    expect(await profileWith(twin, third.access_token)).toBe(401);
  });

  it("lets tokens run out after two hours", async () => {
    const twin = await start("linode");
    const { access_token: token } = await granted(twin);
    twin.advance(7_190_000);
    expect(await profileWith(twin, token)).toBe(200);
    twin.advance(20_000);
    expect(await profileWith(twin, token)).toBe(401);
  });

  it("tells the client when the user refuses", async () => {
    const twin = await start("linode");
    const back = await press(twin, await authorize(twin), "deny");
    expect([back.searchParams.get("error"), back.searchParams.get("state")]).toEqual(["access_denied", "xyz"]);
  });

  it("hands a token to public clients in the fragment", async () => {
    const twin = await start("linode");
    const back = await press(twin, await authorize(twin, { response_type: "token" }), "allow");
    const token = new URLSearchParams(back.hash.slice(1)).get("access_token") ?? "";
    expect(back.search).toBe("");
    expect(await profileWith(twin, token)).toBe(200);
  });

  it("checks a proof of the code", async () => {
    const twin = await start("linode");
    const verifier = "a-verifier-of-some-length-for-the-proof-0123456789";
    const challenge = {
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    };
    const code = async (): Promise<string> =>
      (await press(twin, await authorize(twin, challenge), "allow")).searchParams.get("code") ?? "";
    expect((await trade(twin, { code: await code() })).status).toBe(400);
    expect((await trade(twin, { code: await code(), code_verifier: "another" })).status).toBe(400);
    expect((await trade(twin, { code: await code(), code_verifier: verifier })).status).toBe(200);
  });

  it("refuses wrong clients, addresses, scopes and secrets", async () => {
    const twin = await start("linode", {
      credentials: { clients: [{ id: "twin-client", secret: "twin-secret", redirectUris: [redirect] }] },
    });
    expect((await authorize(twin, { client_id: "nobody" })).status).toBe(400);
    expect((await authorize(twin, { redirect_uri: "https://evil.example.com/" })).status).toBe(400);
    expect((await authorize(twin, { redirect_uri: `${redirect}ward` })).status).toBe(400);
    expect((await authorize(twin, { redirect_uri: `${redirect}/deeper` })).status).toBe(200);
    expect(
      new URL((await authorize(twin, { scopes: "moon:read_only" })).headers.get("location") ?? "").searchParams.get(
        "error",
      ),
    ).toBe("invalid_scope");
    expect((await trade(twin, { code: "x", client_secret: "wrong" })).status).toBe(401);
  });

  it("knows clients that the account has made", async () => {
    const twin = await start("linode");
    const made = (await ask(twin, "POST", "/account/oauth-clients", { label: "mine", redirect_uri: redirect }))
      .body as { id: string; secret: string };
    const page = await authorize(twin, { client_id: made.id });
    expect(await page.clone().text()).toContain("Let mine in?");
    const code = (await press(twin, page, "allow")).searchParams.get("code") ?? "";
    expect((await trade(twin, { code, client_id: made.id, client_secret: made.secret })).status).toBe(200);
  });

  it("reads scopes from the parameter that the document names", async () => {
    const url = "https://login.example.com/oauth";
    const flows = { authorizationCode: { authorizationUrl: `${url}/authorize`, tokenUrl: `${url}/token`, scopes: { read: "Look." } } }; // prettier-ignore
    const oauth = { type: "oauth2", "x-scopes": { parameter: "rights" }, flows };
    const info = { title: "Rights", version: "1" };
    const paths = { "/a": { get: { operationId: "getA", responses: { "204": { description: "Fine." } } } } };
    const twin = await start({ openapi: "3.1.0", info, paths, components: { securitySchemes: { oauth } } });
    const query = { client_id: "twin-client", redirect_uri: redirect, rights: "fly" };
    const asked = await twin.fetch(`${twin.origin}/oauth/authorize?${new URLSearchParams(query)}`);
    expect(new URL(asked.headers.get("location") ?? "").searchParams.get("error_description")).toBe("Unknown: fly");
  });
});
