import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sshpk from "sshpk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { start, wrongReplies } from "./support.js";

/* The vendors' own clients, which know nothing of the twin, are run against it. */

const require = createRequire(import.meta.url);
const where = (name: string): string | undefined => {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
};

interface Page<T> {
  readonly results: number;
  readonly data: readonly T[];
}

/** The calls of the vendor's client that are made here. */
interface LinodeClient {
  readonly baseRequest: {
    readonly interceptors: {
      readonly request: { clear(): void; use(change: (config: { url?: string }) => object): void };
    };
  };
  setToken(token: string): void;
  createSSHKey(key: object): Promise<{ readonly id: number }>;
  getSSHKeys(params?: object, filter?: object): Promise<Page<{ readonly id: number }>>;
  getSSHKey(id: number): Promise<object>;
  updateSSHKey(id: number, changes: object): Promise<object>;
  deleteSSHKey(id: number): Promise<object>;
  getProfile(): Promise<{ readonly timezone: string }>;
  updateProfile(changes: object): Promise<object>;
  getLinodeTypes(): Promise<Page<{ readonly id: string }>>;
  getRegions(): Promise<Page<{ readonly id: string }>>;
  createLinode(linode: object): Promise<{ readonly id: number; readonly status: string }>;
  getLinode(id: number): Promise<{ readonly status: string }>;
  getLinodes(params: object, filter: object): Promise<Page<object>>;
  linodeShutdown(id: number): Promise<object>;
  deleteLinode(id: number): Promise<object>;
  createVolume(volume: object): Promise<{ readonly id: number }>;
  attachVolume(id: number, to: object): Promise<object>;
  getLinodeVolumes(id: number): Promise<Page<{ readonly id: number }>>;
}

const outside = (twin: Twin): readonly string[] =>
  twin.requests.flatMap(({ operation, target, problems }) =>
    problems.map((problem) => `${operation ?? ""} ${target}: ${problem}`),
  );

// The package does not export its package.json.
const hasLinode = ((): boolean => {
  try {
    return require.resolve("@linode/api-v4") !== "";
  } catch {
    return false;
  }
})();

describe.skipIf(!hasLinode)(`@linode/api-v4${hasLinode ? "" : " (skipped: it is not installed)"}`, () => {
  async function client(twin: Twin, token = "twin-token"): Promise<LinodeClient> {
    // Its types need a bundler to be found.
    const api = (await import("@linode/api-v4" as string)) as LinodeClient;
    // Interceptors last for the whole process; the last one that was added is asked first.
    api.baseRequest.interceptors.request.clear();
    api.setToken(token);
    api.baseRequest.interceptors.request.use((config) => ({
      ...config,
      url: (config.url ?? "").replace(/^https:\/\/api\.linode\.com\/v4(beta)?/, twin.url),
    }));
    return api;
  }

  /** Why a call was refused, as the client has read it. */
  async function reasons(call: Promise<unknown>): Promise<readonly string[]> {
    const error = (await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )) as { response?: { data?: { errors?: { reason: string }[] } } } | undefined;
    return (error?.response?.data?.errors ?? []).map(({ reason }) => reason);
  }

  it("keeps SSH keys and the profile", async () => {
    const twin = await start("linode", { seed: "empty", listen: {} });
    const api = await client(twin);
    const key = await api.createSSHKey({ label: "laptop", ssh_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@laptop" });
    expect(await api.getSSHKeys()).toMatchObject({ results: 1, data: [{ id: key.id, label: "laptop" }] });
    expect(await api.updateSSHKey(key.id, { label: "desk" })).toMatchObject({ label: "desk" });
    expect((await api.getSSHKeys({}, { label: { "+contains": "des" } })).results).toBe(1);
    expect((await api.getSSHKeys({}, { label: "laptop" })).results).toBe(0);
    await api.deleteSSHKey(key.id);
    expect(await reasons(api.getSSHKey(key.id))).toEqual(["There is no such sshkey."]);
    expect(await api.updateProfile({ timezone: "Europe/Paris" })).toMatchObject({ timezone: "Europe/Paris" });
    expect((await api.getProfile()).timezone).toBe("Europe/Paris");
    expect(outside(twin)).toEqual([]);
    expect(wrongReplies(twin)).toEqual([]);
  });

  it("makes a Linode, sees it boot, shuts it down and deletes it", async () => {
    const twin = await start("linode", { listen: {}, speed: 0 });
    const api = await client(twin);
    const [type] = (await api.getLinodeTypes()).data;
    const [region] = (await api.getRegions()).data;
    const made = await api.createLinode({
      type: type?.id ?? "",
      region: region?.id ?? "",
      label: "web",
      image: "linode/debian11",
      root_pass: "aComplexP@ssword-for-the-twin-1",
    });
    expect(made.status).toBe("provisioning");
    twin.advance(60_000);
    expect((await api.getLinode(made.id)).status).toBe("running");
    await api.linodeShutdown(made.id);
    twin.advance(60_000);
    expect((await api.getLinode(made.id)).status).toBe("offline");
    expect((await api.getLinodes({}, { label: "web" })).results).toBe(1);
    const volume = await api.createVolume({ label: "data", size: 20, region: region?.id ?? "" });
    twin.advance(60_000);
    await api.attachVolume(volume.id, { linode_id: made.id });
    expect((await api.getLinodeVolumes(made.id)).data.map(({ id }) => id)).toEqual([volume.id]);
    await api.deleteLinode(made.id);
    twin.advance(60_000);
    expect(await reasons(api.getLinode(made.id))).toEqual(["There is no such instance."]);
    expect(wrongReplies(twin)).toEqual([]);
  });

  it("is refused in a form that it reads", async () => {
    const twin = await start("linode", { listen: {} });
    expect(await reasons((await client(twin, "nobody")).getProfile())).toEqual(["The token is not known."]);
    twin.fail("getProfile", 503, { times: 1 });
    expect(await reasons((await client(twin)).getProfile())).toEqual(["A fault was asked for: status 503."]);
  });
});

const triton = where("triton");

describe.skipIf(triton === undefined)(`triton${triton === undefined ? " (skipped: it is not installed)" : ""}`, () => {
  let home = "";
  let publicKey = "";
  let keyId = "";
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "clientwright-triton-"));
    mkdirSync(join(home, ".ssh"), { mode: 0o700 });
    const file = join(home, ".ssh", "id_rsa");
    execFileSync("ssh-keygen", ["-q", "-N", "", "-t", "rsa", "-b", "2048", "-m", "PEM", "-f", file]);
    publicKey = readFileSync(`${file}.pub`, "utf8").trim();
    keyId = sshpk.parseKey(publicKey, "ssh").fingerprint("md5").toString("hex").replace(/^MD5:/, "");
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function run(twin: Twin, ...argv: string[]): Promise<string> {
    const env = {
      PATH: process.env["PATH"],
      HOME: home,
      TRITON_URL: twin.url,
      TRITON_ACCOUNT: "ada",
      TRITON_KEY_ID: keyId,
      NODE_NO_WARNINGS: "1",
    };
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [join(triton ?? "", "bin/triton"), ...argv],
        { env, timeout: 60_000 },
        (error, out, complaints) => {
          if (error) reject(new Error(`triton ${argv.join(" ")}: ${complaints}\n${out}`));
          else resolve(out);
        },
      );
    });
  }

  it("lists, makes, stops and deletes instances, with signed requests", async () => {
    const twin = await start("cloudapi", { listen: {}, credentials: { keys: [{ publicKey }] } });
    const packages = (await run(twin, "package", "list", "-j"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { name: string });
    const images = (await run(twin, "image", "list", "-j"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string });
    expect(packages.length).toBeGreaterThan(0);
    const out = await run(
      twin,
      "instance",
      "create",
      "-w",
      "-n",
      "web",
      "-t",
      "role=front",
      images[0]?.id ?? "",
      packages[0]?.name ?? "",
    );
    expect(out).toContain("Creating instance web");
    const listed = (await run(twin, "instance", "list", "-j"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { name: string; state: string; tags: object });
    expect(listed.find(({ name }) => name === "web")).toMatchObject({ state: "running", tags: { role: "front" } });
    await run(twin, "instance", "stop", "-w", "web");
    expect(JSON.parse(await run(twin, "instance", "get", "-j", "web"))).toMatchObject({ state: "stopped" });
    await run(twin, "instance", "delete", "-w", "-f", "web");
    expect(await run(twin, "instance", "list", "-j")).not.toContain('"web"');
    expect(outside(twin)).toEqual([]);
    expect(wrongReplies(twin)).toEqual([]);
  }, 120_000);

  it("keeps keys and tags", async () => {
    const twin = await start("cloudapi", { listen: {}, credentials: { keys: [{ publicKey }] } });
    const [machine] = (await run(twin, "instance", "list", "-j"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string });
    await run(twin, "instance", "tag", "set", machine?.id ?? "", "colour=red");
    expect(JSON.parse(await run(twin, "instance", "tag", "list", "-j", machine?.id ?? ""))).toMatchObject({
      colour: "red",
    });
    await run(twin, "key", "add", "-n", "second", join(home, ".ssh", "id_rsa.pub"));
    expect(await run(twin, "key", "list", "-j")).toContain('"second"');
    await run(twin, "key", "delete", "-y", "second");
    expect(await run(twin, "key", "list", "-j")).not.toContain('"second"');
    expect(outside(twin)).toEqual([]);
    expect(wrongReplies(twin)).toEqual([]);
  }, 120_000);
});
