import { describe, expect, it } from "vitest";
import type { LinodeClient } from "@clientwright/linode";
import { isForbiddenError, isUnauthorizedError } from "@clientwright/runtime";
import { documentationOf } from "../../support/linode-docs.js";
import { useLinode } from "../../support/linode-twin.js";

/*
 * The rules of the profile. Most are rules of the server: what a client has to do with them is to send what the caller
 * says, to hand on what the server answers, and to tell the rule where the caller looks, in the documentation of the call.
 */

const account = useLinode();
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@laptop";

describe("the keys for Lish", () => {
  it("go along with any way to sign in, and the documentation tells when they do not count", async () => {
    const { client } = account;
    const changed = await client.updateProfile({ lish_auth_method: "disabled", authorized_keys: [key] });
    expect(changed).toMatchObject({ lish_auth_method: "disabled", authorized_keys: [key] });
    expect((await client.updateProfile({ authorized_keys: null })).authorized_keys).toBeNull();
    const words = documentationOf("models.ts", "Profile", "authorized_keys");
    expect(words).toMatch(/open the Linode Shell \(Lish\).*do not count while `lish_auth_method` is `disabled`/);
  });
});

describe("the referrals", () => {
  it("may be absent, as the documentation tells: they come with the first 25 dollars", async () => {
    const { referrals, ...poor } = await account.client.getProfile();
    expect(Object.keys(referrals ?? {}).sort()).toEqual(["code", "completed", "credit", "pending", "total", "url"]);
    account.twin.fail("getProfile", 200, { body: poor });
    expect((await account.client.getProfile()).referrals).toBeUndefined();
    expect(documentationOf("models.ts", "Profile", "referrals")).toMatch(/once the account has paid 25 US dollars/);
  });
});

describe("an app", () => {
  it("may end never and have no picture, and is shut out at once", async () => {
    const known = await account.client.getAuthorizedApp({ appId: 123 });
    account.twin.fail("getAuthorizedApp", 200, { times: 1, body: { ...known, expiry: null, thumbnail_url: null } });
    const app = await account.client.authorizedApp(123).load();
    expect([app.expiry, app.thumbnail_url]).toEqual([null, null]);
    expect(documentationOf("models.ts", "AuthorizedApp", "expiry")).toMatch(/null when it lasts until it is withdrawn/);
    await app.delete();
    await expect(account.client.getAuthorizedApp({ appId: 123 })).rejects.toMatchObject({ status: 404 });
    expect(documentationOf("operations/authorized-apps.ts", "revokeAuthorizedApp")).toMatch(/stops working at once/);
  });
});

describe("a trusted device", () => {
  it("is trusted for a month, and has to sign in again once it is revoked", async () => {
    const device = await account.client.getTrustedDevice({ deviceId: 123 });
    const days = (Date.parse(`${device.expiry}Z`) - Date.parse(`${device.created}Z`)) / 86_400_000;
    expect(days).toBe(30);
    expect(documentationOf("models.ts", "TrustedDevice", "expiry")).toMatch(/Usually 30 days/);
    await account.client.trustedDevice(device).delete();
    await expect(account.client.getTrustedDevice({ deviceId: device })).rejects.toMatchObject({ status: 404 });
    expect(documentationOf("operations/trusted-devices.ts", "revokeTrustedDevice")).toMatch(/has to sign in anew/);
  });
});

describe("grants", () => {
  it("are undefined for who may do everything, since the reply has neither 200 nor a body", async () => {
    account.twin.fail("listGrants", 204, { times: 1 });
    const statuses: number[] = [];
    const onReply = ({ status }: { readonly status: number }): void => void statuses.push(status);
    expect(await account.client.listGrants({ onReply })).toBeUndefined();
    expect(statuses).toEqual([204]);
  });

  it("are lists of things, each with a permission, and a global object, for any token", async () => {
    const grants = await account.client.listGrants();
    const { global, ...lists } = grants ?? {};
    expect(Object.keys(lists).sort()).toEqual([
      ...["database", "domain", "image", "linode", "longview"],
      ...["nodebalancer", "stackscript", "volume", "vpc"],
    ]);
    for (const list of Object.values(lists))
      expect(list).toEqual([{ id: 123, label: "example-entity", permissions: "read_only" }]);
    expect(global).toMatchObject({ add_linodes: true, account_access: "read_only" });
    expect(documentationOf("operations/grants.ts", "listGrants")).toMatch(/Every token may ask, whatever its scopes/);
  });
});

describe("logins", () => {
  it("are those of 90 days, and each tells how it ended", async () => {
    const known = await account.client.getLogin({ loginId: 1234 });
    expect(known.status).toBe("successful");
    account.twin.fail("getLogin", 200, { body: { ...known, status: "failed" } });
    expect((await account.client.getLogin({ loginId: 1234 })).status).toBe("failed");
    const words = documentationOf("operations/logins.ts", "listLogins");
    expect(words).toMatch(/of the last 90 days.*Only logins that succeeded are listed/);
  });
});

describe("a phone number", () => {
  it("is sent a code, verified by it, and deleted before another one", async () => {
    const { client } = account;
    await client.sendPhoneNumberVerificationCode({ iso_code: "US", phone_number: "555-555-5555" });
    account.twin.fail("verifyPhoneNumber", 400, { times: 1 });
    await expect(client.verifyPhoneNumber({ otp_code: "000000" })).rejects.toMatchObject({ status: 400 });
    // The same code comes again within ten minutes.
    await client.sendPhoneNumberVerificationCode({ iso_code: "US", phone_number: "555-555-5555" });
    await client.verifyPhoneNumber({ otp_code: "123456" });
    await client.deletePhoneNumber();
    expect(account.lines()).toEqual([
      "POST /profile/phone-number",
      "POST /profile/phone-number/verify",
      "POST /profile/phone-number",
      "POST /profile/phone-number/verify",
      "DELETE /profile/phone-number",
    ]);
    const [send, verify, remove] = ["sendPhoneNumberVerificationCode", "verifyPhoneNumber", "deletePhoneNumber"].map(
      (name) => documentationOf("operations/phone-number.ts", name),
    );
    expect(send).toMatch(/good for 10 minutes; asking again within that time sends the same one/);
    expect(verify).toMatch(/to the same user.*call `deletePhoneNumber` first and start over/);
    expect(remove).toMatch(/No more text messages are sent/);
  });
});

describe("preferences", () => {
  it("are any JSON, replaced as a whole", async () => {
    const { client } = account;
    await client.updateUserPreferences({ body: { old: true } });
    const body = { theme: { dark: true }, sizes: [1, 2], nothing: null };
    expect(await client.updateUserPreferences({ body })).toEqual(body);
    expect(await client.getUserPreferences()).toEqual(body);
    const words = documentationOf("operations/preferences.ts", "updateUserPreferences");
    expect(words).toMatch(/at most 65,535 characters, and replaces all.*Each OAuth client has a store of its own/);
  });
});

describe("security questions", () => {
  const answers = (...numbers: readonly number[]): Parameters<LinodeClient["answerSecurityQuestions"]>[0] => ({
    security_questions: numbers.map((id) => ({ question_id: id, response: `answer ${id}` })),
  });

  it("have three names for the same things: in the list, in the request and in its reply", async () => {
    const listed = await account.client.listSecurityQuestions();
    expect(Object.keys(listed.security_questions[0] ?? {}).sort()).toEqual(["id", "question", "response"]);
    const answered = await account.client.answerSecurityQuestions(answers(1, 2, 11));
    expect(account.lastBody()).toEqual(answers(1, 2, 11));
    expect(Object.keys(answered.security_questions[0] ?? {}).sort()).toEqual([
      "question_id",
      "response",
      "security_question",
    ]);
  });

  it.each([[[1, 2]], [[1, 2, 3, 4]]])("are answered by three, and not by %j", async (numbers) => {
    const error: unknown = await account.client.answerSecurityQuestions(answers(...numbers)).catch((e: unknown) => e);
    expect(error).toMatchObject({ status: 400, problems: [{ field: "security_questions" }] });
  });

  it("that are left out lose their answers, and all come before two-factor sign-in, says the documentation", () => {
    const words = documentationOf("operations/security-questions.ts", "answerSecurityQuestions");
    expect(words).toMatch(
      /three must be different.*not among the three loses its answer.*cannot be switched on before/,
    );
  });
});

describe("two-factor sign-in", () => {
  it("is switched on by a secret and a code from it, with a spare code shown once, and switched off", async () => {
    const { client } = account;
    const { secret, expiry } = await client.createTwoFactorSecret();
    expect([secret, expiry]).toEqual([expect.stringMatching(/^\w+$/), expect.stringMatching(/^\d{4}-.*:\d\d$/)]);
    const { scratch } = await client.confirmTwoFactor({ tfa_code: "213456" });
    expect(scratch).not.toBe("");
    await client.disableTwoFactor();
    expect(account.lines()).toEqual([
      "POST /profile/tfa-enable",
      "POST /profile/tfa-enable-confirm",
      "POST /profile/tfa-disable",
    ]);
    const [create, confirm] = ["createTwoFactorSecret", "confirmTwoFactor"].map((name) =>
      documentationOf("operations/two-factor-authentication.ts", name),
    );
    expect(create).toMatch(/must have answered the security questions first/);
    expect(confirm).toMatch(/spare code for emergencies, which is not shown again/);
  });
});

describe("an SSH key", () => {
  it("has a label of at most 64 characters, which alone can be changed", async () => {
    const { client } = account;
    const refused = client.addSshKey({ label: "x".repeat(65), ssh_key: key });
    await expect(refused).rejects.toMatchObject({ status: 400, problems: [{ field: "label" }] });
    const added = client.sshKey(await client.addSshKey({ label: "x".repeat(64), ssh_key: key }));
    added.label = "laptop";
    await added.save();
    expect(account.lastBody()).toEqual({ label: "laptop" });
    // @ts-expect-error the key itself stays as it is
    const change: Parameters<LinodeClient["updateSshKey"]>[0] = { sshKeyId: 42, ssh_key: key };
    expect(change).toHaveProperty("ssh_key");
    expect(documentationOf("operations/ssh-keys.ts", "deleteSshKey")).toMatch(/Linodes and disks.*go on accepting it/);
  });

  it.each(["ssh-dss", "ssh-rsa", "ecdsa-sha2-nistp", "ssh-ed25519", "sk-ecdsa-sha2-nistp256"])(
    "may be of the format %s, as the documentation lists",
    async (format) => {
      expect(documentationOf("models.ts", "NewSshKey", "ssh_key")).toContain(`\`${format}`);
      const text = `${format}${format.endsWith("nistp") ? "256" : ""} AAAA me@laptop`;
      expect((await account.client.addSshKey({ label: "k", ssh_key: text })).ssh_key).toBe(text);
    },
  );
});

describe("a personal access token", () => {
  it("is shown whole by its creation alone", async () => {
    const { client } = account;
    const made = await client.createPersonalAccessToken({ label: "mine" });
    expect(made.token).toMatch(/^[0-9a-f]{64}$/);
    const [read, renamed] = [
      await client.getPersonalAccessToken({ tokenId: made }),
      await client.updatePersonalAccessToken({ tokenId: made, label: "yours" }),
    ];
    const listed = (await client.listPersonalAccessTokens()).data.find(({ id }) => id === made.id);
    for (const later of [read, renamed, listed]) expect(later?.token).toBe(made.token.slice(0, 16));
  });

  it("may do what its scopes say, `*` and none at all being everything, and its scopes stay", async () => {
    const { client } = account;
    const reader = await client.createPersonalAccessToken({ scopes: "account:read_only events:read_only" });
    const asReader = account.clientWith({ token: reader.token });
    expect((await asReader.listEvents()).results).toBe(2);
    await expect(asReader.listInstances()).rejects.toSatisfy(isForbiddenError);
    for (const scopes of ["*", undefined]) {
      const all = await client.createPersonalAccessToken({ scopes });
      expect([all.scopes, all.expiry]).toEqual(["*", null]);
      expect((await account.clientWith({ token: all.token }).listInstances()).results).toBe(1);
    }
    // @ts-expect-error only the label can be changed
    const change: Parameters<LinodeClient["updatePersonalAccessToken"]>[0] = { tokenId: 1, scopes: "*" };
    expect(change).toHaveProperty("scopes");
    expect(documentationOf("models.ts", "PersonalAccessToken", "expiry")).toMatch(/cannot be prolonged/);
    expect(documentationOf("models.ts", "NewPersonalAccessToken", "scopes")).toMatch(
      /Not more than the token in use may do, and not to be changed later/,
    );
  });

  it("is not for proxy users, who have a call of their own", async () => {
    account.twin.fail("createPersonalAccessToken", 403);
    await expect(account.client.createPersonalAccessToken()).rejects.toSatisfy(isForbiddenError);
    const made = await account.client.createProxyUserToken({ euuid: "A1BC2DEF-34GH-567I-J890KLMN12O34P56" });
    expect(made.token).not.toBe("");
    const words = documentationOf("operations/personal-access-tokens.ts", "createPersonalAccessToken");
    expect(words).toMatch(/proxy user.*cannot make such tokens; use `createProxyUserToken`/);
  });

  it("can be revoked by itself, and is good for nothing from then on", async () => {
    const made = await account.client.createPersonalAccessToken({ label: "mine" });
    const own = account.clientWith({ token: made.token });
    await own.revokePersonalAccessToken({ tokenId: made });
    await expect(own.getProfile()).rejects.toSatisfy(isUnauthorizedError);
    const words = documentationOf("operations/personal-access-tokens.ts", "revokePersonalAccessToken");
    expect(words).toMatch(/fail with status 401\. The token in use can be revoked too/);
  });
});
