import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as linode from "@clientwright/linode";
import { startExampleServer, type ExampleServer } from "../../support/example-server.mjs";

/*
 * Every operation of the Profile API, called over a socket. The server judges each request by the spec, with libraries
 * that know nothing of the generator; beside that, the request is compared with what is written down here by hand.
 */

interface Expected {
  readonly call: (client: linode.LinodeClient) => Promise<unknown>;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What the call resolves to; an object is a part of it. */
  readonly result: unknown;
}

const key = "ssh-rsa AAAA_valid_public_ssh_key_123456785== user@their-computer";
const filter = { "+or": [{ label: "a" }, { label: { "+contains": "ü" } }] };

const operations: Readonly<Record<string, Expected>> = {
  createProxyUserToken: {
    call: (client) => client.createProxyUserToken({ euuid: "A1BC2DEF-34GH-567I-J890KLMN12O34P56" }),
    request: "POST /account/child-accounts/A1BC2DEF-34GH-567I-J890KLMN12O34P56/token",
    result: { token: expect.any(String) },
  },
  getProfile: {
    call: (client) => client.getProfile(),
    request: "GET /profile",
    result: { username: "exampleUser", uid: 1234, referrals: { credit: 0 }, lish_auth_method: "keys_only" },
  },
  updateProfile: {
    call: (client) =>
      client.updateProfile({ email: "me@example.com", lish_auth_method: "keys_only", authorized_keys: null }),
    request: "PUT /profile",
    body: { email: "me@example.com", lish_auth_method: "keys_only", authorized_keys: null },
    result: { username: "exampleUser" },
  },
  listAuthorizedApps: {
    call: (client) => client.listAuthorizedApps({ page: 2, page_size: 25, filter }),
    request: "GET /profile/apps?page=2&page_size=25",
    headers: { "x-filter": String.raw`{"+or":[{"label":"a"},{"label":{"+contains":"\u00fc"}}]}` },
    result: { data: [{ label: "example-app" }], page: 1, pages: 1, results: 1 },
  },
  revokeAuthorizedApp: {
    call: (client) => client.revokeAuthorizedApp({ appId: 123 }),
    request: "DELETE /profile/apps/123",
    result: undefined,
  },
  getAuthorizedApp: {
    call: (client) => client.getAuthorizedApp({ appId: 123 }),
    request: "GET /profile/apps/123",
    result: { id: 123, thumbnail_url: null },
  },
  listTrustedDevices: {
    call: (client) => client.listTrustedDevices(),
    request: "GET /profile/devices",
    result: { data: [{ last_remote_addr: "203.0.113.1" }] },
  },
  revokeTrustedDevice: {
    call: (client) => client.revokeTrustedDevice({ deviceId: 7 }),
    request: "DELETE /profile/devices/7",
    result: undefined,
  },
  getTrustedDevice: {
    call: (client) => client.getTrustedDevice({ deviceId: 7 }),
    request: "GET /profile/devices/7",
    result: { id: 123 },
  },
  listGrants: {
    call: (client) => client.listGrants(),
    request: "GET /profile/grants",
    result: { global: { add_linodes: true }, vpc: [{ permissions: "read_only" }] },
  },
  listLogins: {
    call: (client) => client.listLogins({ page: 1 }),
    request: "GET /profile/logins?page=1",
    result: { data: [{ status: "successful" }] },
  },
  getLogin: {
    call: (client) => client.getLogin({ loginId: 1234 }),
    request: "GET /profile/logins/1234",
    result: { ip: "192.0.2.0", restricted: true },
  },
  deletePhoneNumber: {
    call: (client) => client.deletePhoneNumber(),
    request: "DELETE /profile/phone-number",
    result: undefined,
  },
  sendPhoneNumberVerificationCode: {
    call: (client) => client.sendPhoneNumberVerificationCode({ iso_code: "US", phone_number: "555-555-5555" }),
    request: "POST /profile/phone-number",
    body: { iso_code: "US", phone_number: "555-555-5555" },
    result: undefined,
  },
  verifyPhoneNumber: {
    call: (client) => client.verifyPhoneNumber({ otp_code: "123456" }),
    request: "POST /profile/phone-number/verify",
    body: { otp_code: "123456" },
    result: undefined,
  },
  getUserPreferences: {
    call: (client) => client.getUserPreferences(),
    request: "GET /profile/preferences",
    result: { key1: "value1", key2: "value2" },
  },
  updateUserPreferences: {
    call: (client) => client.updateUserPreferences({ body: { theme: { dark: true }, sizes: [1, 2] } }),
    request: "PUT /profile/preferences",
    body: { theme: { dark: true }, sizes: [1, 2] },
    result: { key1: "value1" },
  },
  listSecurityQuestions: {
    call: (client) => client.listSecurityQuestions(),
    request: "GET /profile/security-questions",
    result: { security_questions: [{ id: 1, question: "In what city were you born?", response: "Gotham City" }] },
  },
  answerSecurityQuestions: {
    call: (client) =>
      client.answerSecurityQuestions({
        security_questions: [1, 2, 11].map((question_id) => ({
          question_id,
          response: `secret answer ${question_id}`,
        })),
      }),
    request: "POST /profile/security-questions",
    body: {
      security_questions: [1, 2, 11].map((question_id) => ({ question_id, response: `secret answer ${question_id}` })),
    },
    result: { security_questions: [{ question_id: 1, security_question: "In what city were you born?" }] },
  },
  listSshKeys: {
    call: (client) => client.listSshKeys({ page_size: 500 }),
    request: "GET /profile/sshkeys?page_size=500",
    result: { data: [{ id: 42, ssh_key: key }] },
  },
  addSshKey: {
    call: (client) => client.addSshKey({ label: "My SSH Key", ssh_key: key }),
    request: "POST /profile/sshkeys",
    body: { label: "My SSH Key", ssh_key: key },
    result: { id: 42, created: "2018-01-01T00:01:01" },
  },
  deleteSshKey: {
    call: (client) => client.deleteSshKey({ sshKeyId: 42 }),
    request: "DELETE /profile/sshkeys/42",
    result: undefined,
  },
  getSshKey: {
    call: (client) => client.getSshKey({ sshKeyId: 42 }),
    request: "GET /profile/sshkeys/42",
    result: { label: "My SSH Key" },
  },
  updateSshKey: {
    call: (client) => client.updateSshKey({ sshKeyId: 42, label: "my laptop" }),
    request: "PUT /profile/sshkeys/42",
    body: { label: "my laptop" },
    result: { id: 42 },
  },
  disableTwoFactor: {
    call: (client) => client.disableTwoFactor(),
    request: "POST /profile/tfa-disable",
    result: undefined,
  },
  createTwoFactorSecret: {
    call: (client) => client.createTwoFactorSecret(),
    request: "POST /profile/tfa-enable",
    result: { secret: "5FXX6KLACOC33GTC" },
  },
  confirmTwoFactor: {
    call: (client) => client.confirmTwoFactor({ tfa_code: "213456" }),
    request: "POST /profile/tfa-enable-confirm",
    body: { tfa_code: "213456" },
    result: { scratch: "sample two factor scratch" },
  },
  listPersonalAccessTokens: {
    call: (client) => client.listPersonalAccessTokens(),
    request: "GET /profile/tokens",
    result: { data: [{ scopes: "*" }] },
  },
  createPersonalAccessToken: {
    call: (client) =>
      client.createPersonalAccessToken({ scopes: "*", expiry: "2018-01-01T13:46:32", label: "linode-cli" }),
    request: "POST /profile/tokens",
    body: { scopes: "*", expiry: "2018-01-01T13:46:32", label: "linode-cli" },
    result: { token: "abcdefghijklmnop" },
  },
  revokePersonalAccessToken: {
    call: (client) => client.revokePersonalAccessToken({ tokenId: 123 }),
    request: "DELETE /profile/tokens/123",
    result: undefined,
  },
  getPersonalAccessToken: {
    call: (client) => client.getPersonalAccessToken({ tokenId: 123 }),
    request: "GET /profile/tokens/123",
    result: { id: 123 },
  },
  updatePersonalAccessToken: {
    call: (client) => client.updatePersonalAccessToken({ tokenId: 123, label: "linode-cli" }),
    request: "PUT /profile/tokens/123",
    body: { label: "linode-cli" },
    result: { label: "linode-cli" },
  },
};

describe("the operations of the Profile API", () => {
  let server: ExampleServer;
  let client: linode.LinodeClient;
  beforeAll(async () => {
    server = await startExampleServer("specs/linode/openapi.yaml", { token: "t0ken" });
    client = new linode.LinodeClient({ baseUrl: server.url, token: "t0ken" });
  });
  afterAll(() => server.close());

  it.each(Object.entries(operations))("%s", async (name, { call, request, headers = {}, body, result }) => {
    const before = server.requests.length;
    const value = await call(client);
    expect(server.requests).toHaveLength(before + 1);
    const seen = server.requests[before];
    expect(seen).toMatchObject({
      operation: name,
      problems: [],
      headers: { authorization: "Bearer t0ken", ...headers },
    });
    expect(`${seen?.method} ${seen?.path}${seen?.query === "" ? "" : `?${seen?.query}`}`).toBe(request);
    expect(seen?.body).toEqual(body);
    if (result === undefined) expect(value).toBeUndefined();
    else expect(value).toMatchObject(result as object);
  });

  it("covers every row of the inventory", (context) => {
    const inventory = "../shared/inventory/operations.tsv";
    if (!existsSync(inventory)) context.skip("There is no inventory beside the project.");
    const rows = readFileSync(inventory, "utf8")
      .split("\n")
      .filter((row) => row.includes("001_0dc23128fdc04984.txt"));
    const template = (request: string): string =>
      request.replace(/\?.*/, "").replace(/\{[^}]+\}|\b\d+\b|A1BC[\w-]+/g, "*");
    for (const [, id = "", method, path] of rows.map((row) => row.split("\t"))) {
      expect(template(operations[id]?.request ?? id), id).toBe(template(`${method} ${path}`));
    }
    expect(rows).toHaveLength(Object.keys(operations).length);
  });
});

describe("the paginators", () => {
  it("go through all pages, one request for each, and only as far as they are asked", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page"));
      const data = [1, 2].map((n) => ({ id: page * 10 + n, label: `key ${page}.${n}`, ssh_key: "k", created: "c" }));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data, page, pages: 3, results: 6 }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = new linode.LinodeClient({ baseUrl: `http://127.0.0.1:${port}`, token: "t" });
    try {
      const labels: string[] = [];
      for await (const { label } of client.paginateSshKeys({ page_size: 25 })) labels.push(label);
      expect(labels).toEqual(["key 1.1", "key 1.2", "key 2.1", "key 2.2", "key 3.1", "key 3.2"]);
      expect(asked).toEqual([1, 2, 3].map((page) => `/profile/sshkeys?page=${page}&page_size=25`));
      asked.length = 0;
      const keys = linode.paginateSshKeys(client);
      expect(asked).toEqual([]);
      expect((await keys.at(4))?.id).toBe(31);
      expect(await keys.total()).toBe(6);
      expect(asked).toEqual(["/profile/sshkeys?page=1", "/profile/sshkeys?page=3"]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe("what a caller meets beside success", () => {
  let server: ExampleServer;
  beforeAll(async () => {
    server = await startExampleServer("specs/linode/openapi.yaml", { token: "t0ken" });
  });
  afterAll(() => server.close());

  it("a refusal names status, operation and reasons, and not the token", async () => {
    const client = new linode.LinodeClient({ baseUrl: server.url, token: "wr0ng" });
    const error: unknown = await client.getProfile().catch((reason: unknown) => reason);
    if (!linode.isApiError(error)) throw error;
    expect(error).toMatchObject({ status: 401, operation: "getProfile", problems: [{ message: "Invalid Token" }] });
    expect(error.message).toContain("Invalid Token");
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain("wr0ng");
  });

  it("works through createClient and a function alone", async () => {
    const client = linode.createClient({ baseUrl: server.url, token: () => Promise.resolve("t0ken") });
    await expect(linode.getProfile(client)).resolves.toMatchObject({ username: "exampleUser" });
  });

  it("an aborted call rejects with the caller's own reason", async () => {
    const client = linode.createClient({ baseUrl: server.url, token: "t0ken" });
    const reason = new Error("not wanted any more");
    await expect(linode.getProfile(client, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
