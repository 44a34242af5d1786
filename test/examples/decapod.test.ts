import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { main as cloudConfig } from "../../examples/decapod/cloud-config.js";
import { main as createRole } from "../../examples/decapod/create-role.js";
import { main as errorJson } from "../../examples/decapod/error-json.js";
import { main as info } from "../../examples/decapod/info.js";
import { main as logout } from "../../examples/decapod/logout.js";
import { main as passwordReset } from "../../examples/decapod/password-reset.js";
import { main as permissions } from "../../examples/decapod/permissions.js";
import { main as playbookConfiguration } from "../../examples/decapod/playbook-configuration.js";
import { main as playbooks } from "../../examples/decapod/playbooks.js";
import { main as quickStart } from "../../examples/decapod/quick-start.js";
import { main as userModel } from "../../examples/decapod/user-model.js";
import { main as versions } from "../../examples/decapod/versions.js";
import { DecapodClient } from "@clientwright/decapod";
import { useDecapod } from "../e2e/decapod/support.js";
import { input, publicKey } from "../unit/extras/cloud-config-support.js";

/*
 * Every program of examples/decapod, with its client set up from the environment, as a reader would run it. What it
 * prints is compared with what it has to print, and what it does with what the server knows afterwards.
 */

const decapod = useDecapod();
const environment = (): Record<string, string> => ({
  DECAPOD_URL: decapod.server.url,
  DECAPOD_LOGIN: "root",
  DECAPOD_PASSWORD: "s3cret",
});

let printed: unknown[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => void printed.push(line));
  for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("the example", () => {
  it("quick-start lists the users", async () => {
    const { users } = decapod.server.world;
    users.add({ login: "ann", email: "ann@example.org", full_name: "Ann Other", role_id: null }, null);
    await quickStart();
    expect(printed).toEqual(["root: Root User <root@example.org>", "ann: Ann Other <ann@example.org>"]);
    expect(decapod.server.logins()).toBe(1);
  });

  it("user-model shows the envelope of one's own user", async () => {
    const [root] = decapod.server.world.users.all();
    await userModel();
    expect(printed).toEqual([
      `user ${root?.id}, version 1`,
      `changed ${new Date((root?.time_updated ?? 0) * 1000).toISOString()} by the server`,
      "in use",
      root?.data,
    ]);
  });

  it("create-role makes a role of both classes of permissions", async () => {
    await createRole();
    const role = decapod.server.world.roles.all().find(({ data }) => data["name"] === "watchers");
    expect(printed).toEqual([`the role watchers is ${role?.id}`]);
    expect(role?.data["permissions"]).toEqual([
      { name: "api", permissions: ["view_cluster", "view_server", "view_playbook_configuration", "create_execution"] },
      { name: "playbook", permissions: ["hello_world"] },
    ]);
  });

  describe("playbook-configuration", () => {
    const prepare = (...plan: readonly string[]): void => {
      const { world } = decapod.server;
      world.plan = plan;
      world.clusters.add({ name: "ceph", configuration: {} }, null);
      world.discover("4C4C4544-0046-5A10-8039-C7C04F4A3632", "node1.example.org", "ansible");
    };
    const run = (): Promise<void> => playbookConfiguration(DecapodClient.fromEnv(), { delayMs: 1 });

    it("deploys to the servers that are free, and waits until that is done", async () => {
      prepare("started", "completed");
      await run();
      expect(printed).toEqual(["the cluster is deployed"]);
      const [made] = decapod.server.world.configurations.all();
      expect(made?.data).toMatchObject({
        name: "deploy ceph",
        playbook_id: "cluster_deploy",
        configuration: { global_vars: { dmcrypt: true }, inventory: { mons: ["10.0.0.2"] } },
      });
    });

    it.each([
      ["failed", "it has failed"],
      ["canceled", "somebody has cancelled it"],
    ])("says that it has %s, and shows the log", async (state, words) => {
      prepare("started", state);
      await run();
      const [execution] = decapod.server.world.executions.all();
      expect(printed).toEqual([words, decapod.server.world.logOf(execution?.id ?? "")]);
    });
  });

  it("info tells whether the server is there, without a login", async () => {
    await info();
    expect(printed).toEqual([
      expect.stringMatching(/^Decapod 1\.2\.0 is there; its clock is -?\d+ s apart from this one$/),
    ]);
    expect(decapod.server.logins()).toBe(0);
  });

  it("permissions lists every permission", async () => {
    await permissions();
    expect(printed).toHaveLength(2);
    expect(printed[0]).toMatch(/^api: create_cluster, create_execution, .*view_user_versions$/);
    expect(printed[1]).toBe("playbook: add_osd, cluster_deploy, hello_world");
  });

  it("playbooks lists the playbooks, with what can be chosen", async () => {
    await playbooks();
    expect(printed).toEqual([
      "add_osd: Add OSD to Ceph cluster (on servers of choice)",
      "cluster_deploy: Deploy Ceph cluster (on servers of choice)",
      "  dmcrypt (boolean): Encrypt the disks",
      "hello_world: Hello World",
    ]);
  });

  describe("password-reset", () => {
    it("replaces a lost password", async () => {
      const asked: string[] = [];
      await passwordReset(undefined, async (question) => {
        asked.push(question);
        const [token = "none"] = decapod.server.world.resets.keys();
        return ["root", token, "n3w"][asked.length - 1] ?? "";
      });
      expect(printed).toEqual(["Password reset was requested.", "Password was reset."]);
      expect(asked).toHaveLength(3);
      expect([...decapod.server.world.passwords.values()]).toEqual(["n3w"]);
    });

    it("says that a link is wrong", async () => {
      await passwordReset(undefined, async (question) => (/Whose/.test(question) ? "root" : "wr0ng"));
      expect(printed).toEqual(["Password reset was requested.", "That link is wrong, or older than a day."]);
      expect([...decapod.server.world.passwords.values()]).toEqual(["s3cret"]);
    });
  });

  it("cloud-config writes user-data that reports a new server", async () => {
    vi.stubEnv("DECAPOD_DISCOVERY_TOKEN", input.serverDiscoveryToken);
    const folder = mkdtempSync(join(tmpdir(), "decapod-key-"));
    try {
      const keyFile = join(folder, "ansible.pub");
      writeFileSync(keyFile, `${publicKey}\n`);
      await cloudConfig(keyFile);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(printed).toEqual([readFileSync("test/unit/extras/cloud-config.expected.txt", "utf8")]);
  });

  it("error-json prints an error of the API as JSON", async () => {
    await errorJson();
    expect(printed.map((line) => JSON.parse(String(line)) as unknown)).toEqual([
      { code: 404, error: "NotFound", description: "There is no such thing" },
    ]);
  });

  it("versions changes one's own user, and reads how it was", async () => {
    await versions();
    expect(printed).toEqual([
      "Root User is now Root User the Second",
      "version 2: Root User the Second",
      "version 1: Root User",
    ]);
  });

  it("logout signs in by hand, works, and gives the token back", async () => {
    await logout();
    expect(printed).toEqual([
      expect.stringMatching(/^the token of root ends \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      "there are 0 clusters",
    ]);
    expect(decapod.server.logins()).toBe(1);
    expect(decapod.server.world.sessions.size).toBe(0);
    expect(decapod.server.lines()).toEqual(["GET /v1/cluster/?per_page=1", "DELETE /v1/auth/"]);
  });
});

describe("as programs of their own", () => {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "decapod-examples-"));
    writeFileSync(join(folder, "ansible.pub"), `${publicKey}\n`);
    await build({
      entryPoints: programs().map((name) => `examples/decapod/${name}.ts`),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "silent",
      alias: {
        "@clientwright/decapod": "./generated/decapod/src/index.ts",
        "@clientwright/runtime": "./runtime/src/index.ts",
      },
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["quick-start", "root: Root User <root@example.org>\n"],
    ["user-model", /^user [0-9a-f-]{36}, version 1\n/],
    ["create-role", /^the role watchers is [0-9a-f-]{36}\n$/],
    ["permissions", /^api: .*\nplaybook: .*\n$/],
    ["playbooks", /^add_osd: /],
    ["logout", /^the token of root ends .*\nthere are 0 clusters\n$/],
    ["info", /^Decapod 1\.2\.0 is there;/],
    ["versions", /^Root User is now Root User the Second\n/],
    ["cloud-config", /^#cloud-config\nusers:\n/],
    ["error-json", '{"code":404,"error":"NotFound","description":"There is no such thing"}\n'],
  ] as const)("%s runs when it is started", async (name, wanted) => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, `${name}.mjs`)], {
      env: { ...process.env, ...environment() },
      cwd: folder,
      timeout: 15_000,
    });
    if (typeof wanted === "string") expect(stdout).toBe(wanted);
    else expect(stdout).toMatch(wanted);
  });
});

function programs(): readonly string[] {
  return readdirSync("examples/decapod").map((file) => basename(file, ".ts"));
}
