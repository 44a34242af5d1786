import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient, LinodeOAuth } from "@clientwright/linode";
import { startTwin } from "@clientwright/twin";
import { main as boot } from "../../examples/linode/boot.js";
import { main as byId } from "../../examples/linode/by-id.js";
import { main as catalogue } from "../../examples/linode/catalogue.js";
import { main as createEmpty } from "../../examples/linode/create-empty.js";
import { main as createFromBackup } from "../../examples/linode/create-from-backup.js";
import { main as createFromFirst } from "../../examples/linode/create-from-first.js";
import { main as createFromImage } from "../../examples/linode/create-from-image.js";
import { main as createFromStackScript } from "../../examples/linode/create-from-stackscript.js";
import { main as createWithKeys, readKeys } from "../../examples/linode/create-with-keys.js";
import { main as filters } from "../../examples/linode/filters.js";
import { main as grouping, small } from "../../examples/linode/grouping.js";
import { main as load } from "../../examples/linode/load.js";
import { application, everything, wanted } from "../../examples/linode/oauth-app.js";
import { main as profileApps } from "../../examples/linode/profile-apps.js";
import { main as profileDevices } from "../../examples/linode/profile-devices.js";
import { main as profileGrants } from "../../examples/linode/profile-grants.js";
import { main as profileLogins } from "../../examples/linode/profile-logins.js";
import { main as profilePhone } from "../../examples/linode/profile-phone.js";
import { main as profilePreferences } from "../../examples/linode/profile-preferences.js";
import { main as profileSshKeys } from "../../examples/linode/profile-ssh-keys.js";
import { main as profileTokens } from "../../examples/linode/profile-tokens.js";
import { main as profileTwoFactor } from "../../examples/linode/profile-two-factor.js";
import { main as profileUpdate } from "../../examples/linode/profile-update.js";
import { main as profile } from "../../examples/linode/profile.js";
import { main as quickStart } from "../../examples/linode/quick-start.js";
import { main as relationships } from "../../examples/linode/relationships.js";
import { main as sortAndLimit } from "../../examples/linode/sort-and-limit.js";
import { main as stackScript } from "../../examples/linode/stackscript.js";
import { main as swapIps } from "../../examples/linode/swap-ips.js";
import { main as updateDelete } from "../../examples/linode/update-delete.js";
import { useLinode } from "../support/linode-twin.js";

/*
 * Every program of examples/linode at a twin of the API. What it prints is compared with what it has to print, and what
 * it sends and does with what the account has afterwards.
 */

const account = useLinode();

let printed: unknown[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  // Whatever a program sends is within the spec, by the judgement of the twin.
  for (const { target, problems, notes } of account.twin.requests) expect([...problems, ...notes], target).toEqual([]);
});

/** Six Linodes, by which one can tell filters from one another. */
async function makeLinodes(): Promise<void> {
  const list = [
    ["web-green", "production", "us-east"],
    ["web-blue", "production", "us-west"],
    ["db-green", "staging", "us-west"],
    ["db-blue", "staging", "us-east"],
    ["toy", "attic", "us-east"],
  ] as const;
  for (const [label, group, region] of list)
    await account.client.createInstance({ label, group, region, type: "g6-standard-1" });
  await account.client.updateInstance({ linodeId: 123, label: "first", group: "attic" });
}

describe("the example", () => {
  it("quick-start prints the name of every Linode", async () => {
    await makeLinodes();
    await quickStart(account.client);
    expect(printed).toEqual(["first", "web-green", "web-blue", "db-green", "db-blue", "toy"]);
  });

  it("create-from-image takes the first region by its place, and prints how to get in", async () => {
    await createFromImage(account.client);
    const [, address, password] = /^ssh root@(203\.0\.113\.1) - ([\w+/]{64})$/.exec(String(printed[0])) ?? [];
    expect(address).toBe("203.0.113.1");
    expect(account.lines()).toEqual(["GET /regions?page=1", "POST /linode/instances"]);
    expect(account.lastBody()).toEqual({
      type: "g6-standard-2",
      region: "us-east",
      image: "linode/debian11",
      root_pass: password,
    });
    expect((await account.client.getInstance({ linodeId: 124 })).image).toBe("linode/debian11");
  });

  it("create-from-first takes the first type, region and image as objects", async () => {
    await createFromFirst(account.client);
    const { root_pass: password, ...rest } = account.lastBody() as Record<string, string>;
    expect(rest).toEqual({ type: "g6-standard-2", region: "us-east", image: "linode/debian11" });
    expect(printed).toEqual([`instance-124: Linode 4GB in us-east with Debian 11; the password is ${password}`]);
  });

  it("create-from-stackscript sends the number of the StackScript, and the answers", async () => {
    await createFromStackScript(account.client);
    expect(account.lastBody()).toMatchObject({
      image: "linode/debian9",
      stackscript_id: 10079,
      stackscript_data: { gh_username: "example" },
    });
    expect(printed).toEqual(["a-stackscript sets up instance-124"]);
  });

  it("create-from-backup sends the number of the snapshot, and no image", async () => {
    await createFromBackup(account.client);
    expect(account.lastBody()).toEqual({ type: "g6-standard-1", region: "us-east", backup_id: 123456 });
    expect(printed).toEqual(['instance-124 is made from the snapshot "Webserver-Backup-2018"']);
  });

  it("create-empty makes a Linode without anything, and then gives it a disk and a config", async () => {
    account.twin.speed = 1_000_000;
    try {
      await createEmpty(account.client, { delayMs: 1 });
    } finally {
      account.twin.speed = 0;
    }
    expect(account.sent[0]).toMatchObject({ body: { type: "g6-standard-2", region: "us-east" } });
    const [disk] = await account.client.paginateInstanceDisks({ linodeId: 124 }).toArray();
    expect(account.lastBody()).toEqual({
      label: "instance-124_config_1",
      devices: { sda: { disk_id: disk?.id }, sdb: null },
    });
    expect(printed).toEqual([
      "instance-124 is there, without disks and configs, and switched off",
      "it can be booted with instance-124_config_1",
    ]);
  });

  describe("create-with-keys", () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "linode-keys-"));
      writeFileSync(join(folder, "good.pub"), "ssh-rsa AAAA me@desk\n");
      writeFileSync(join(folder, "bad.pub"), "-----BEGIN PRIVATE KEY-----\n");
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it("sends keys, and what files of keys hold", async () => {
      await createWithKeys(account.client, ["ssh-ed25519 AAAA me@laptop", join(folder, "good.pub")]);
      expect(account.lastBody()).toMatchObject({
        authorized_keys: ["ssh-ed25519 AAAA me@laptop", "ssh-rsa AAAA me@desk"],
      });
      expect(printed).toEqual(["ssh root@203.0.113.1, with one of 2 keys"]);
    });

    it("looks for ~ at home, and takes one key as well as many", async () => {
      vi.stubEnv("HOME", folder);
      vi.stubEnv("USERPROFILE", folder);
      try {
        expect(await readKeys("~/good.pub")).toEqual(["ssh-rsa AAAA me@desk"]);
      } finally {
        vi.unstubAllEnvs();
      }
    });

    it.each(["missing.pub", "bad.pub"])("sends nothing when a file is no key: %s", async (name) => {
      await expect(createWithKeys(account.client, join(folder, name))).rejects.toThrow(name);
      expect(account.lines()).toEqual([]);
    });

    it.each([
      "ssh-dss AAAA",
      "ssh-rsa AAAA",
      "ecdsa-sha2-nistp384 AAAA",
      "ssh-ed25519 AAAA",
      "sk-ecdsa-sha2-nistp256@openssh.com AAAA",
    ])("knows a key by its format: %s", async (key) => {
      expect(await readKeys([key])).toEqual([key]);
    });
  });

  describe("filters", () => {
    it.each([
      ["in production", "web-green, web-blue"],
      ["in production or staging", "web-green, web-blue, db-green, db-blue"],
      ["in production, and green", "web-green"],
      ["outside us-east", "web-blue, db-green"],
      ["in production, in us-east", "web-green"],
      ["in staging, or in production in us-east", "web-green, db-green, db-blue"],
    ])("lists the Linodes %s", async (question, labels) => {
      await makeLinodes();
      await filters(account.client);
      expect(printed).toContain(`${question}: ${labels}`);
    });

    it("has the server do the work", async () => {
      await filters(account.client);
      expect(account.sent.map(({ headers }) => JSON.parse(headers["x-filter"] ?? "") as unknown)).toEqual([
        { group: "production" },
        { "+or": [{ group: "production" }, { group: "staging" }] },
        { "+and": [{ group: "production" }, { label: { "+contains": "green" } }] },
        { region: { "+neq": "us-east" } },
        { "+and": [{ group: "production" }, { region: "us-east" }] },
        { "+or": [{ group: "staging" }, { "+and": [{ group: "production" }, { region: "us-east" }] }] },
      ]);
    });
  });

  it("sort-and-limit lists the first five, and then all by their groups", async () => {
    await makeLinodes();
    await sortAndLimit(account.client);
    expect(printed.slice(0, 5)).toEqual(["first", "web-green", "web-blue", "db-green", "db-blue"]);
    expect(printed.slice(5)).toEqual([
      "attic: first",
      "attic: toy",
      "production: web-green",
      "production: web-blue",
      "staging: db-green",
      "staging: db-blue",
    ]);
    expect(account.sent.at(-1)?.headers["x-filter"]).toBe('{"+order_by":"group"}');
  });

  it("catalogue lists images of a vendor, standard types and own StackScripts", async () => {
    await catalogue(account.client);
    expect(printed).toEqual([
      "image linode/debian11",
      "image linode/debian9",
      "type g6-standard-2: $20 a month",
      "type g6-standard-1: $20 a month",
      "StackScript 10079: a-stackscript",
    ]);
    expect(account.sent.map(({ headers }) => headers["x-filter"])).toEqual([
      '{"vendor":"Debian"}',
      '{"class":"standard"}',
      '{"mine":true}',
    ]);
    printed = [];
    await catalogue(account.client, "Gentoo");
    expect(printed).not.toContainEqual(expect.stringMatching(/^image/));
  });

  it("by-id makes an object without a request, and reads all with one", async () => {
    await byId(account.client);
    expect(printed).toEqual([
      "the number is 123",
      "the label is not known yet",
      "the label is linode123",
      "the group is Linode-Group, the region us-east",
    ]);
    expect(account.lines()).toEqual(["GET /linode/instances/123"]);
  });

  it("by-id says that there is no such Linode", async () => {
    await byId(account.client, 999);
    expect(printed.at(-1)).toBe("there is no such Linode, or it belongs to somebody else");
  });

  it("load reads a Linode and a config of a NodeBalancer, each with one request", async () => {
    await load(account.client);
    expect(printed).toEqual(["linode123 is running", expect.stringMatching(/^port \d+ speaks http$/)]);
    expect(account.lines()).toEqual(["GET /linode/instances/123", "GET /nodebalancers/12345/configs/4567"]);
  });

  describe("boot", () => {
    const switchOff = async (): Promise<void> => {
      await account.client.shutdownInstance({ linodeId: 123 });
      account.twin.advance(600_000);
    };

    it("reads the status twice, as it changes by itself", async () => {
      await switchOff();
      const onProgress = (): void => account.twin.advance(600_000);
      await boot(account.client, 123, { delayMs: 1, onProgress });
      expect(printed).toEqual(["booting", "running"]);
    });

    it("does not wait for ever", async () => {
      await switchOff();
      await boot(account.client, 123, { delayMs: 1, maxWaitMs: 20 });
      expect(printed).toEqual(["booting", expect.stringMatching(/^it is not up: /)]);
    });
  });

  it("update-delete sends the changes by one request, and deletes", async () => {
    await updateDelete(account.client);
    expect(printed).toEqual(["it is new-label now", "it is gone"]);
    expect(account.lastBody()).toMatchObject({ label: "new-label", group: "new-group", tags: ["new-tag"] });
    expect(account.lines().at(-1)).toBe("DELETE /linode/instances/123");
    account.twin.advance(600_000);
    expect((await account.client.listInstances()).results).toBe(0);
  });

  it("update-delete says what the server does not like, and deletes nothing", async () => {
    account.twin.fail("updateInstance", 400, { body: { errors: [{ field: "label", reason: "Label is taken" }] } });
    await updateDelete(account.client);
    expect(printed).toEqual(["label: Label is taken"]);
    expect(account.lines()).not.toContain("DELETE /linode/instances/123");
  });

  it("relationships reads a list of disks once, and the region when it is asked for more than its id", async () => {
    await relationships(account.client);
    expect(printed).toEqual(["it has 1 disks", "the first is Debian 9 Disk", "it is in us-east", "which is in us"]);
    expect(account.lines()).toEqual([
      "GET /linode/instances/123",
      "GET /linode/instances/123/disks?page=1",
      "GET /regions/us-east",
    ]);
  });

  it("grouping makes calls of any kind on the client itself, or as functions", async () => {
    await grouping(account.client);
    await small(createClient({ token: "twin-token", transport: account.transport }));
    expect(printed).toEqual(["2 regions, 1 Linodes", "2 regions, 1 Linodes"]);
    expect(account.lines()).toEqual(["GET /regions", "GET /linode/instances", "GET /regions", "GET /linode/instances"]);
  });

  it("swap-ips assigns the address of each to the other, by one request", async () => {
    const { client } = account;
    const other = await client.createInstance({ type: "g6-standard-1", region: "us-east" });
    const known = await client.getInstanceIps({ linodeId: 123 });
    const [first, second] = (await client.listIps()).data.map(({ address }) => address);
    for (const [index, address] of [first, second].entries()) {
      const body = { ...known, ipv4: { ...known.ipv4, public: [{ address }] } };
      account.twin.fail("getInstanceIps", 200, { nth: index + 1, times: 1, body });
    }
    await swapIps(client, 123, other.id);
    expect(printed).toEqual([`${first} is with ${other.id} now, and ${second} with 123`]);
    expect(account.lastBody()).toEqual({
      region: "us-east",
      assignments: [
        { address: first, linode_id: other.id },
        { address: second, linode_id: 123 },
      ],
    });
  });

  it("stackscript stores what a file holds, and shows the questions", async () => {
    const folder = mkdtempSync(join(tmpdir(), "linode-script-"));
    try {
      writeFileSync(join(folder, "set-up.sh"), "#!/bin/sh\necho hello\n");
      writeFileSync(join(folder, "other.txt"), "echo hello\n");
      await stackScript(account.client, join(folder, "set-up.sh"));
      expect(account.lastBody()).toEqual({
        label: "set-up",
        images: ["linode/debian11"],
        script: "#!/bin/sh\necho hello\n",
      });
      expect(printed[0]).toMatch(/^10080 is (public|private)$/);
      await expect(stackScript(account.client, join(folder, "other.txt"))).rejects.toThrow("does not begin with #!");
      expect(account.lines()).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the example of the profile", () => {
  it("profile shows whose token it is", async () => {
    await profile(account.client);
    expect(printed).toEqual([
      "exampleUser <example-user@gmail.com>, US/Eastern",
      "may do everything",
      "two-factor sign-in is on",
      "0 people came through https://www.linode.com/?r=871be32f49c1411b14f29f618aaf0c14637fb8d3",
    ]);
  });

  it("profile-update changes what it names", async () => {
    await profileUpdate(account.client);
    expect(printed).toEqual(["exampleUser <me@example.com>, Europe/Paris, Lish: keys_only"]);
    expect(await account.client.getProfile()).toMatchObject({ email: "me@example.com", email_notifications: false });
  });

  it("profile-apps lists, reads and shuts out", async () => {
    await profileApps(account.client);
    expect(printed).toEqual([
      "123 example-app, until 2018-01-15T00:01:01",
      "example-app (linodes:read_only) has no access any more",
    ]);
    expect((await account.client.listAuthorizedApps()).results).toBe(0);
  });

  it("profile-devices lists, reads and revokes", async () => {
    await profileDevices(account.client);
    expect(printed).toEqual(["123 at 203.0.113.1, until 2018-01-31T01:01:01", "Mozilla/5.0 has to sign in again"]);
    expect((await account.client.listTrustedDevices()).results).toBe(0);
  });

  it("profile-grants decides by add_linodes, and lets unrestricted users do everything", async () => {
    await profileGrants(account.client);
    expect(printed).toEqual(["[ Make a Linode ]", "example-entity: read_only"]);
    const grants = await account.client.listGrants();
    printed = [];
    account.twin.fail("listGrants", 200, { times: 1, body: { ...grants, linode: [], global: { add_linodes: false } } });
    await profileGrants(account.client);
    expect(printed).toEqual(["Ask the owner of the account for a Linode."]);
    printed = [];
    account.twin.fail("listGrants", 204, { times: 1 });
    await profileGrants(account.client);
    expect(printed).toEqual(["[ Make a Linode ]"]);
  });

  it("profile-logins lists logins in the time of the reader, and reads one", async () => {
    await profileLogins(account.client, "America/New_York");
    expect(printed).toEqual(["31/12/2017, 19:01:01 from 192.0.2.0: successful", "example_user is restricted"]);
  });

  it("profile-phone deletes the old number, sends a code and verifies it", async () => {
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => ["555-555-5555", "123456"][asked.push(question) - 1] ?? "";
    await profilePhone(account.client, ask);
    expect(printed).toEqual(["the old number is deleted; it gets no more messages", "the new number is verified"]);
    expect(account.sent.slice(1).map(({ method, target, body }) => [`${method} ${target}`, body])).toEqual([
      ["DELETE /profile/phone-number", undefined],
      ["POST /profile/phone-number", { iso_code: "US", phone_number: "555-555-5555" }],
      ["POST /profile/phone-number/verify", { otp_code: "123456" }],
    ]);
    account.twin.fail("verifyPhoneNumber", 400);
    await profilePhone(account.client, async () => "1");
    expect(printed.at(-1)).toBe("that is not the code, or it is older than ten minutes");
  });

  it("profile-preferences reads and replaces", async () => {
    await account.client.updateUserPreferences({ body: { sizes: [1, 2] } });
    await profilePreferences(account.client);
    expect(printed).toEqual([{ sizes: [1, 2], theme: "dark" }]);
    expect(await account.client.getUserPreferences()).toEqual({ sizes: [1, 2], theme: "dark" });
  });

  it("profile-two-factor answers three questions, makes the secret, confirms, and disables", async () => {
    const questions = [1, 2, 3, 4].map((id) => ({ id, question: `Question ${id}?`, response: null }));
    account.twin.fail("listSecurityQuestions", 200, { body: { security_questions: questions } });
    const asked: string[] = [];
    await profileTwoFactor(account.client, async (question) => {
      asked.push(question);
      return /code/.test(question) ? "213456" : "yes";
    });
    expect(asked.slice(0, 3)).toEqual(["Question 1? ", "Question 2? ", "Question 3? "]);
    expect(account.sent.slice(1).map(({ target, body }) => [target, body])).toEqual([
      [
        "/profile/security-questions",
        { security_questions: [1, 2, 3].map((id) => ({ question_id: id, response: "yes" })) },
      ],
      ["/profile/tfa-enable", undefined],
      ["/profile/tfa-enable-confirm", { tfa_code: "213456" }],
      ["/profile/tfa-disable", undefined],
    ]);
    expect(printed).toEqual([
      expect.stringMatching(/^until 2018-03-01T00:01:01, put this into the app on your phone: \w+$/),
      expect.stringMatching(/^write this down, for when the phone is lost; it is never shown again: \w+/),
      "two-factor sign-in is off",
    ]);
  });

  it("profile-ssh-keys adds, lists, renames, reads and removes", async () => {
    await profileSshKeys(account.client);
    expect(printed).toEqual(["42 My SSH Key", "43 laptop", "old laptop", "the key is removed"]);
    expect((await account.client.listSshKeys()).results).toBe(1);
  });

  it("profile-tokens makes, lists, renames, reads and revokes", async () => {
    await profileTokens(account.client, Date.UTC(2030, 0, 31, 12));
    expect(account.sent[0]?.body).toEqual({
      label: "watcher",
      scopes: "linodes:read_only events:read_only",
      expiry: "2030-02-01T12:00:00",
    });
    const [, secret = ""] = /^keep it: ([0-9a-f]{64})$/.exec(String(printed[0])) ?? [];
    expect(printed.slice(1)).toEqual([
      "123 linode-cli: *",
      "124 watcher: linodes:read_only events:read_only",
      `night watcher begins with ${secret.slice(0, 16)}`,
      "it is revoked",
    ]);
    const late = account.clientWith({ token: secret });
    await expect(late.listInstances()).rejects.toMatchObject({ status: 401 });
  });
});

describe("the example oauth-app", () => {
  it("names its scopes: some, or all there are", () => {
    expect(wanted).toEqual(["nodebalancers:read_write", "linodes:read_only"]);
    expect(everything).toHaveLength(31);
    expect(everything).toEqual(expect.arrayContaining(["account:read_write", "volumes:read_only"]));
  });

  it("asks for scopes with commas, one or many, and for none by saying nothing", async () => {
    const scopesIn = async (scopes: typeof wanted): Promise<string | null> => {
      const { url } = await new LinodeOAuth({ clientId: "x" }).start({ scopes });
      return new URL(url).searchParams.get("scopes");
    };
    expect(await scopesIn(wanted)).toBe("nodebalancers:read_write,linodes:read_only");
    expect(await scopesIn(wanted.slice(1))).toBe("linodes:read_only");
    expect(await scopesIn([])).toBeNull();
  });

  it.each([
    ["some scopes", wanted],
    ["all scopes", everything],
  ])("sends users to Linode for %s, takes them back, works for them and signs them out", async (_, scopes) => {
    const { transport, twin } = account;
    const secret = { clientId: "twin-client", clientSecret: "twin-secret", options: { transport } };
    const server = application(new LinodeOAuth(secret), scopes, { transport });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const login = await fetch(`${here}/login`, { redirect: "manual" });
      const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
      const to = new URL(login.headers.get("location") ?? "");
      expect(to.origin + to.pathname).toBe("https://login.linode.com/oauth/authorize");
      expect(to.searchParams.get("scopes")).toBe(scopes.join(","));
      expect(account.lines()).toEqual([]);

      to.searchParams.set("redirect_uri", `${here}/back`);
      const page = await (await twin.fetch(`${twin.origin}${to.pathname}${to.search}`)).text();
      const form = { ticket: /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? "", decision: "allow" };
      const allowed = await twin.fetch(`${twin.origin}/oauth/authorize`, {
        method: "POST",
        body: new URLSearchParams(form),
        redirect: "manual",
      });
      const back = await fetch(allowed.headers.get("location") ?? "", { headers: { cookie } });
      expect(await back.text()).toBe(`Hello exampleUser, this may be done for you: ${scopes.join(", ")}`);

      const token = account.sent.at(-1)?.headers["authorization"]?.replace("Bearer ", "");
      const copy = account.clientWith({ token: token ?? "" });
      expect((await copy.listInstances()).results).toBe(1);
      const out = await fetch(`${here}/logout`, { headers: { cookie } });
      expect(await out.text()).toBe("You are signed out.");
      await expect(copy.listInstances()).rejects.toMatchObject({ status: 401 });
      expect((await fetch(`${here}/logout`, { headers: { cookie } })).status).toBe(404);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe("as programs of their own", () => {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "linode-examples-"));
    await build({
      entryPoints: programs().map((name) => `examples/linode/${name}.ts`),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "silent",
      alias: {
        "@clientwright/linode": "./generated/linode/src/index.ts",
        "@clientwright/runtime": "./runtime/src/index.ts",
      },
    });
    // Programs talk to Linode itself; here, what they send there goes to the twin.
    writeFileSync(
      join(folder, "twin.mjs"),
      `const send = globalThis.fetch;
globalThis.fetch = (url, init) => send(String(url).replace("https://api.linode.com/v4", process.env.TWIN), init);
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["quick-start", "linode123\n"],
    ["create-from-image", /^ssh root@203\.0\.113\.1 - \S{64}\n$/],
    ["filters", /^in production: \n/],
    ["relationships", /^it has 1 disks\n/],
    ["profile", /^exampleUser </],
    ["profile-tokens", /^keep it: [0-9a-f]{64}\n/],
  ] as const)("%s runs when it is started", async (name, wantedOutput) => {
    const twin = await startTwin("specs/linode/openapi.yaml");
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["--import", join(folder, "twin.mjs"), join(folder, `${name}.mjs`)],
        { env: { ...process.env, TWIN: twin.url, LINODE_TOKEN: "twin-token" }, cwd: folder, timeout: 30_000 },
      );
      if (typeof wantedOutput === "string") expect(stdout).toBe(wantedOutput);
      else expect(stdout).toMatch(wantedOutput);
    } finally {
      await twin.close();
    }
  });
});

function programs(): readonly string[] {
  return readdirSync("examples/linode").map((file) => basename(file, ".ts"));
}
