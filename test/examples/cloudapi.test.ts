import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { main as agent } from "../../examples/cloudapi/agent.js";
import { main as agentKeys } from "../../examples/cloudapi/agent-keys.js";
import { main as connect } from "../../examples/cloudapi/connect.js";
import { main as createMachine } from "../../examples/cloudapi/create-machine.js";
import { main as datacenterHop } from "../../examples/cloudapi/datacenter-hop.js";
import { main as keys } from "../../examples/cloudapi/keys.js";
import { main as listMachines } from "../../examples/cloudapi/list-machines.js";
import { main as packagesDefault } from "../../examples/cloudapi/packages-default.js";
import { main as privateCloud } from "../../examples/cloudapi/private-cloud.js";
import { main as searchDatasets } from "../../examples/cloudapi/search-datasets.js";
import { CloudApiClient } from "@clientwright/cloudapi";
import type { Transport } from "@clientwright/runtime";
import { fingerprint } from "@clientwright/runtime/keys";
import { startTwin, type Twin } from "@clientwright/twin";
import { complaints, linesOf, machine, makeKeys, meet } from "../e2e/cloudapi/support.js";
import { makeFolder, makeKeyFile, startAgent } from "../support/cloudapi-agent.js";

/*
 * Every program of examples/cloudapi, at twins that know the key. What it prints is compared with what it has to print,
 * and what it sends with what the spec allows.
 */

const laptop = makeKeys();
const image = { id: "2b683a82-a066-11e3-97ab-2faa44701c5a", name: "base", version: "13.4.0", os: "smartos" };
const webs = (["one", "two", "three", "four", "five"] as const).map((name) => machine(name, { tags: { role: "web" } }));

let printed: unknown[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("the example", () => {
  it("connect makes a client from a key file, and lists the keys", async () => {
    const folder = makeFolder();
    const mine = makeKeyFile(folder, "id_rsa");
    const { twin } = await meet({ listen: {} }, mine);
    vi.stubEnv("TRITON_URL", twin.url);
    await connect("ada", mine.file);
    expect(printed).toEqual(["barbar: 03:7f:8e:ef:da:3d:3b:9e:a4:82:67:71:8c:35:2c:aa"]);
    expect(linesOf(twin)).toEqual(["GET /ada/keys"]);
    expect(twin.requests[0]?.status).toBe(200);
  });

  it("private-cloud knows data centres by names of one's own, and takes a host name as well", async () => {
    const { twin, options } = await meet({ seed: { "/my": { id: "x", login: "ada", email: "ada@example.org" } } });
    const urls: string[] = [];
    const transport: Transport = (url, request) => {
      urls.push(url);
      return twin.fetch(url.replace(new URL(url).origin, twin.url), request);
    };
    await privateCloud("attic", { ...options, transport });
    await privateCloud("cloudapi.far.example.org", { ...options, transport });
    expect(printed).toEqual([
      "attic: ada@example.org has 0 machines",
      "cloudapi.far.example.org: ada@example.org has 0 machines",
    ]);
    expect(urls).toEqual([
      "https://cloudapi.attic.example.org:8443/ada",
      "https://cloudapi.attic.example.org:8443/ada/machines",
      "https://cloudapi.far.example.org/ada",
      "https://cloudapi.far.example.org/ada/machines",
    ]);
    expect(complaints(twin)).toEqual([]);
  });

  it("datacenter-hop goes to all data centres of the cloud with the same key", async () => {
    const east = await meet({ listen: {}, seed: { "/my/machines": [machine("moon")] } });
    const west = await meet({ listen: {}, seed: { "/my/machines": [machine("sun"), machine("star")] } });
    const datacenters = { "us-east-1": east.twin.url, "us-west-1": west.twin.url };
    west.twin.reset({ "/my/machines": [machine("sun"), machine("star")], "/my/datacenters": datacenters });
    vi.stubEnv("TRITON_URL", west.twin.url);
    await datacenterHop({ login: "ada", signer: west.options.signer });
    expect(printed).toEqual(["us-east-1: moon is running", "us-west-1: sun is running", "us-west-1: star is running"]);
    expect(linesOf(west.twin)).toEqual(["GET /ada/datacenters", "GET /ada/machines?limit=1000&offset=0"]);
    expect([...complaints(east.twin), ...complaints(west.twin)]).toEqual([]);
  });

  it("search-datasets finds datasets and networks by a regular expression", async () => {
    const { twin, client } = await meet();
    await searchDatasets(client);
    expect(printed).toEqual([
      expect.stringMatching(/^dataset sdc:sdc:nodejs:1\.1\.3: /),
      "network external: daeb93a2-532e-4bd4-8788-b6b30f10ac17",
    ]);
    await searchDatasets(client, /^nothing$/);
    expect(printed).toHaveLength(2);
    expect(complaints(twin)).toEqual([]);
  });

  it("packages-default filters packages, and finds the default one", async () => {
    const sizes = [128, 256].map((memory) => ({
      name: `p${memory}`,
      memory,
      disk: 10,
      swap: 2,
      default: memory === 256,
    }));
    const { twin, client } = await meet({ seed: { "/my/packages": sizes } });
    await packagesDefault(client);
    expect(printed).toContain("p128: 128 MiB of memory, 10 MiB of disk space, 2 MiB of swap space");
    expect(printed.join()).not.toContain("p256:");
    expect(printed.at(-1)).toBe("the default is p256");
    expect(linesOf(twin)).toEqual(["GET /ada/packages?memory=128", "GET /ada/packages"]);
    twin.reset("examples");
    await packagesDefault(client, 1);
    expect(printed.at(-1)).toBe("there is no default");
    expect(complaints(twin)).toEqual([]);
  });

  describe("create-machine", () => {
    it("makes a machine, waits, tells its address, stops it and deletes it", async () => {
      const { twin, options } = await meet();
      // The addresses that machines get in the twin are those of the documentation, which are all private.
      const transport: Transport = async (url, request) => {
        const reply = await twin.fetch(url, request);
        const text = (await reply.text()).replaceAll("10.88.88.26", "165.225.130.9");
        return new Response(text === "" ? null : text, reply);
      };
      const client = new CloudApiClient({ ...options, transport });
      const bootScript = join(makeFolder(), "boot.sh");
      writeFileSync(bootScript, "#!/bin/sh\n");
      // The clock of the twin goes on with every look.
      await createMachine(client, bootScript, { delayMs: 1, onProgress: () => twin.advance(60_000) });
      expect(printed).toEqual(["web1 runs at 165.225.130.9", "it is gone"]);
      const sent = twin.requests.find(({ operation }) => operation === "createMachine");
      expect(sent?.body).toEqual({
        name: "web1",
        image: "2b683a82-a066-11e3-97ab-2faa44701c5a",
        package: "sdc_128",
        networks: ["daeb93a2-532e-4bd4-8788-b6b30f10ac17"],
        // They travel flat, and the twin has put them together again.
        tags: { role: "web", shard: 1 },
        metadata: { colour: "green", "user-script": "#!/bin/sh\n" },
      });
      const done = twin.requests.map(({ operation }) => operation).filter((each) => /^(stop|delete)/.test(each ?? ""));
      expect(done).toEqual(["stopMachine", "deleteMachine"]);
      expect(complaints(twin)).toEqual([]);
    });

    it("says so when there is nothing to make it from", async () => {
      const { twin, client } = await meet();
      twin.fault({ operation: "listImages", status: 200, body: [] });
      await expect(createMachine(client)).rejects.toThrow("there is no image");
      expect(linesOf(twin).filter((line) => line.startsWith("POST"))).toEqual([]);
    });
  });

  it("list-machines lists by tags, page by page and by hand, and counts", async () => {
    const { twin, client } = await meet({ seed: { "/my/machines": [...webs, machine("other")] } });
    await listMachines(client);
    const names = ["one", "two", "three", "four", "five"];
    expect(printed).toEqual([
      ...names.map((name) => `${name} is running`),
      "the second page has three and four",
      "there are 5",
    ]);
    expect(linesOf(twin)).toEqual([
      "GET /ada/machines?tag.role=web&limit=1000&offset=0",
      "GET /ada/machines?tag.role=web&limit=2&offset=2",
      "HEAD /ada/machines?tag.role=web",
    ]);
    expect(complaints(twin)).toEqual([]);
  });

  it("keys adds a key, looks at it and deletes it", async () => {
    const file = join(makeFolder(), "laptop.pub");
    writeFileSync(file, `${laptop.publicKey}\n`);
    const { twin, client } = await meet();
    const print = fingerprint(laptop.publicKey);
    await keys(client, file);
    expect(printed).toEqual([
      `added laptop with the fingerprint ${print}`,
      "it is of the kind ssh-rsa",
      "left on the account: 1",
    ]);
    const path = `/ada/keys/${encodeURIComponent(print)}`;
    expect(linesOf(twin)).toEqual(["POST /ada/keys", `GET ${path}`, `DELETE ${path}`, "GET /ada/keys"]);
    expect(complaints(twin)).toEqual([]);
  });

  it("agent signs with a key of the agent, and later with another one", async () => {
    const folder = makeFolder();
    const [held, inFile] = [makeKeyFile(folder, "held"), makeKeyFile(folder, "in-file")];
    vi.stubEnv("SSH_AUTH_SOCK", await startAgent(folder, [held]));
    const known = [held, inFile].map(({ publicKey }) => ({ publicKey, account: "ada" }));
    const { twin } = await meet({ listen: {}, credentials: { keys: known } });
    vi.stubEnv("TRITON_URL", twin.url);
    await agent("ada", undefined, inFile.file);
    expect(printed).toEqual(["barbar@example.com, by the agent", "barbar@example.com, by the file"]);
    expect(twin.requests.map(({ status }) => status)).toEqual([200, 200]);
    // By its fingerprint it is the same key; one that the agent does not hold is none.
    await agent("ada", fingerprint(held.publicKey), inFile.file);
    expect(printed).toHaveLength(4);
    await expect(agent("ada", fingerprint(inFile.publicKey), inFile.file)).rejects.toThrow(/holds no key/);
  });

  it("agent-keys tries the keys of the agent, one after the other, until one is let in or none is left", async () => {
    const folder = makeFolder();
    const held = ["old", "work", "spare"].map((name) => makeKeyFile(folder, name));
    vi.stubEnv("SSH_AUTH_SOCK", await startAgent(folder, held));
    const { twin } = await meet({ listen: {}, credentials: { keys: [{ publicKey: held[1]?.publicKey ?? "" }] } });
    vi.stubEnv("TRITON_URL", twin.url);
    const client = await agentKeys("ada");
    expect(printed).toEqual(["the key old is not known there", "the key work opens the account of barbar@example.com"]);
    expect(twin.requests.map(({ status }) => status)).toEqual([401, 200]);
    await client?.listKeys();
    expect(twin.requests.at(-1)?.status).toBe(200);

    const stranger = await meet({ listen: {} });
    vi.stubEnv("TRITON_URL", stranger.twin.url);
    expect(await agentKeys("ada")).toBeUndefined();
    expect(stranger.twin.requests.map(({ status }) => status)).toEqual([401, 401, 401]);
    // What is no matter of keys is no reason to try another one.
    stranger.twin.fail("getAccount", 403);
    await expect(agentKeys("ada")).rejects.toThrow(/403/);
  });
});

describe("as programs of their own", () => {
  let folder = "";
  let twin: Twin | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cloudapi-examples-"));
    writeFileSync(join(folder, "laptop.pub"), `${laptop.publicKey}\n`);
    writeFileSync(join(folder, "boot.sh"), "#!/bin/sh\n");
    await build({
      entryPoints: programs().map((name) => `examples/cloudapi/${name}.ts`),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "silent",
      // What reads keys is made of older modules.
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      alias: {
        "@clientwright/cloudapi": "./generated/cloudapi/src/index.ts",
        "@clientwright/runtime": "./runtime/src/index.ts",
        "@clientwright/runtime/keys": "./runtime/src/keys/index.ts",
      },
    });
    const credentials = { keys: [{ publicKey: laptop.publicKey, account: "ada" }] };
    // A fast clock, so that nobody has to wait for machines.
    twin = await startTwin("specs/cloudapi/openapi.yaml", { credentials, speed: 1_000 });
  });
  afterAll(async () => {
    await twin?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => twin?.reset({ "/my/datacenters": { here: twin.url }, "/my/machines": webs, "/my/images": [image] }));

  it.each([
    ["datacenter-hop", /^(here: \w+ is running\n){5}$/],
    ["search-datasets", /^dataset sdc:sdc:nodejs:1\.1\.3: .*\nnetwork external: .*\n$/],
    ["packages-default", /\nthere is no default\n$/],
    ["create-machine", /^web1 runs at no public address\nit is gone\n$/],
    ["list-machines", /^(\w+ is running\n){5}the second page has three and four\nthere are 5\n$/],
    ["keys", /^added laptop with the fingerprint .*\nit is of the kind ssh-rsa\nleft on the account: \d\n$/],
  ] as const)("%s runs when it is started", async (name, wanted) => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, `${name}.mjs`)], {
      env: { ...process.env, TRITON_URL: twin?.url, TRITON_ACCOUNT: "ada", TRITON_KEY_MATERIAL: laptop.key },
      cwd: folder,
      timeout: 30_000,
    });
    expect(stdout).toMatch(wanted);
    if (twin !== undefined) expect(complaints(twin)).toEqual([]);
  });

  it("connect runs when it is started, with the key that people have at home", async () => {
    expect(programs()).toContain("connect");
    writeFileSync(join(folder, "run.mjs"), 'import { main } from "./connect.mjs"; await main("ada", "key.pem");\n');
    writeFileSync(join(folder, "key.pem"), laptop.key);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "run.mjs")], {
      env: { ...process.env, TRITON_URL: twin?.url },
      cwd: folder,
      timeout: 30_000,
    });
    expect(stdout).toBe("");
    expect(twin === undefined ? [] : linesOf(twin)).toEqual(["GET /ada/keys"]);
  });
});

function programs(): readonly string[] {
  return readdirSync("examples/cloudapi").map((file) => basename(file, ".ts"));
}
