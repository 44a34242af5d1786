import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { startTwin } from "@clientwright/twin";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { main as backupUnits } from "../../examples/ionosenterprise/backup-units.js";
import { main as componentBuild } from "../../examples/ionosenterprise/component-build.js";
import { main as compositeBuild } from "../../examples/ionosenterprise/composite-build.js";
import { main as connect } from "../../examples/ionosenterprise/connect.js";
import { main as datacenters } from "../../examples/ionosenterprise/datacenters.js";
import { main as errors, wordsFor } from "../../examples/ionosenterprise/errors.js";
import { main as findDatacenter } from "../../examples/ionosenterprise/find-datacenter.js";
import { main as firewallRules } from "../../examples/ionosenterprise/firewall-rules.js";
import { main as groupsAndShares } from "../../examples/ionosenterprise/groups-and-shares.js";
import { main as ownImages } from "../../examples/ionosenterprise/images.js";
import { main as ipBlocks } from "../../examples/ionosenterprise/ip-blocks.js";
import { main as kubernetesCluster } from "../../examples/ionosenterprise/kubernetes-cluster.js";
import { main as kubernetesNodePool } from "../../examples/ionosenterprise/kubernetes-node-pool.js";
import { main as lans } from "../../examples/ionosenterprise/lans.js";
import { main as listDatacenters } from "../../examples/ionosenterprise/list-datacenters.js";
import { main as loadBalancers } from "../../examples/ionosenterprise/load-balancers.js";
import { main as locations } from "../../examples/ionosenterprise/locations.js";
import { main as nics } from "../../examples/ionosenterprise/nics.js";
import { main as crossConnects } from "../../examples/ionosenterprise/private-cross-connects.js";
import { main as requests } from "../../examples/ionosenterprise/requests.js";
import { main as reserveIpBlock } from "../../examples/ionosenterprise/reserve-ip-block.js";
import { main as resources } from "../../examples/ionosenterprise/resources.js";
import { main as s3Keys } from "../../examples/ionosenterprise/s3-keys.js";
import { main as searchImages } from "../../examples/ionosenterprise/search-images.js";
import { main as serverDisks } from "../../examples/ionosenterprise/server-disks.js";
import { main as serverPower } from "../../examples/ionosenterprise/server-power.js";
import { main as servers } from "../../examples/ionosenterprise/servers.js";
import { main as snapshots } from "../../examples/ionosenterprise/snapshots.js";
import { main as users } from "../../examples/ionosenterprise/users.js";
import { main as volumes } from "../../examples/ionosenterprise/volumes.js";
import { pace, useIonos } from "../e2e/ionosenterprise/support.js";
import { furnish, images, onlyImages } from "../support/ionosenterprise-world.js";

/*
 * Every program of examples/ionosenterprise, at the service of test/e2e/ionosenterprise/server. What it prints is
 * compared with what it has to print, and what it does with what it sent or with what is there afterwards.
 */

const account = useIonos({ seed: onlyImages });
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

/** Method and path of what has been sent to change something. */
const changes = (): readonly string[] =>
  account.server.calls
    .filter(({ method }) => method !== "GET")
    .map(({ method, target }) => `${method} ${target.replace(/\?.*/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")}`);
const sent = (method: string, path: RegExp): readonly unknown[] =>
  account.server.calls.filter((call) => call.method === method && path.test(call.target)).map(({ body }) => body);
/** Forgets what has been sent so far, so that only the example's requests are looked at. */
const afresh = (): void => account.server.forget();

describe("the example", () => {
  it("connect signs in with a user name and a password", async () => {
    await connect("twin", "twin", { baseUrl: account.server.url, transport: account.server.transport });
    expect(printed).toEqual(["contract 31721637 of no-reply@example.com"]);
    expect(account.last().headers["authorization"]).toBe(`Basic ${btoa("twin:twin")}`);
  });

  describe("errors", () => {
    it.each([
      [401, "the user name or the password is wrong"],
      [404, "there is no such thing"],
      [422, /^the values are not allowed: \S/],
      [429, "too many requests; try again later"],
      [403, /^the API answered 403: getServer: 403 \S/],
    ])("tells what %i means", async (status, wanted) => {
      account.server.twin.fail("getServer", status);
      await errors(account.client({ retry: { retries: 0 } }));
      expect(printed).toHaveLength(1);
      expect(printed[0]).toMatch(wanted);
    });

    it("prints the name when all is well, and lets other errors through", async () => {
      const { datacenterId, serverId } = await furnish(account.client());
      await errors(account.client(), datacenterId, serverId);
      expect(printed).toEqual(["the server is called desk"]);
      expect(() => wordsFor(new RangeError("no"))).toThrow(RangeError);
    });
  });

  it("list-datacenters lists all data centres", async () => {
    const ids = [];
    for (const name of ["one", "two"]) {
      ids.push((await account.client().createDatacenter({ properties: { name, location: "us/ewr" } })).id);
    }
    await listDatacenters(account.client());
    expect(printed).toEqual([`${ids[0]}  us/ewr  one`, `${ids[1]}  us/ewr  two`]);
  });

  it("search-images finds disks by place and part of the name, in any letters", async () => {
    await searchImages(account.client());
    expect(printed).toEqual(["1a2b3c4d-1689-11e7-97ce-525400f64d8d  minimal-UBUNTU  de/fkb"]);
    printed = [];
    await searchImages(account.client(), "uBuNtU", "us/las");
    expect(printed).toContain("5a2b3c4d-1689-11e7-97ce-525400f64d8d  Ubuntu-20.04  us/las");
    expect(printed.every((line) => /ubuntu.* {2}us\/las$/i.test(line))).toBe(true);
    printed = [];
    await searchImages(account.client(), "windows");
    expect(printed).toEqual([]);
  });

  it("reserve-ip-block reserves addresses, and prints the block", async () => {
    await reserveIpBlock(account.client(), pace);
    const block = JSON.parse(printed.join("\n")) as object;
    expect(block).toMatchObject({ id: uuid, type: "ipblock", properties: { location: "us/las", size: 5 } });
    expect(block).toMatchObject({ metadata: { state: "AVAILABLE" } });
    expect(changes()).toEqual(["POST /ipblocks"]);
  });

  it("component-build builds a data centre piece by piece, and waits for each", async () => {
    await componentBuild(account.client(), pace);
    expect(changes()).toEqual([
      "POST /datacenters",
      "POST /datacenters/ID/lans",
      "POST /datacenters/ID/servers",
      "POST /datacenters/ID/servers/ID/nics",
      "POST /datacenters/ID/servers/ID/nics/ID/firewallrules",
      "POST /datacenters/ID/volumes",
      "POST /datacenters/ID/servers/ID/volumes",
      "POST /datacenters/ID/volumes",
      "POST /datacenters/ID/servers/ID/volumes",
    ]);
    // Between one change and the next its status has been asked for, until it was done.
    const kinds = account.server.calls.map(({ method, target }) => (/\/status/.test(target) ? "status" : method));
    expect(kinds.join(" ")).toMatch(/^(POST (status )+GET ){9}GET$/);
    const all = JSON.parse(printed.join("\n")) as object;
    expect(all).toMatchObject({
      properties: { name: "Workshop", location: "us/las" },
      entities: {
        lans: { items: [{ id: "1", properties: { public: true } }] },
        servers: { items: [{ properties: { name: "bench", cores: 4, ram: 4096, cpuFamily: "INTEL_XEON" } }] },
        volumes: { items: [{ properties: { name: "system" } }, { properties: { name: "data" } }] },
      },
    });
    const [server] = (all as { entities: { servers: { items: [{ entities: object }] } } }).entities.servers.items;
    expect(server.entities).toMatchObject({
      volumes: { items: [{ properties: { name: "system" } }, { properties: { name: "data" } }] },
      nics: {
        items: [
          {
            properties: { name: "outside", lan: 1, firewallActive: true, nat: false },
            entities: { firewallrules: { items: [{ properties: { protocol: "TCP", portRangeStart: 22 } }] } },
          },
        ],
      },
    });
  });

  it("composite-build builds it all by one request, and then lets LAN 1 reach the internet", async () => {
    await compositeBuild(account.client(), pace);
    expect(changes()).toEqual(["POST /datacenters", "PATCH /datacenters/ID/lans/1"]);
    expect(sent("PATCH", /lans/)).toEqual([{ name: "Outside", public: true }]);
    const kinds = account.server.calls.map(({ method, target }) => (/\/status/.test(target) ? "status" : method));
    expect(kinds.join(" ")).toMatch(/^(POST|PATCH) (status )+GET PATCH (status )+GET GET$/);
    expect(JSON.parse(printed.join("\n"))).toMatchObject({
      properties: { name: "Workshop" },
      entities: {
        lans: {
          items: [{ id: "1", properties: { name: "Outside", public: true } }, { properties: { public: false } }],
        },
        servers: {
          items: [
            {
              properties: { name: "bench" },
              entities: {
                volumes: { items: [{ properties: { name: "system" } }, { properties: { name: "data" } }] },
                nics: {
                  items: [
                    { entities: { firewallrules: { items: [{ properties: { name: "SSH from anywhere" } }] } } },
                    { properties: { name: "inside", lan: 2 } },
                  ],
                },
              },
            },
          ],
        },
      },
    });
  });

  it("datacenters creates, reads, lists, renames and deletes one", async () => {
    await datacenters(account.client(), pace);
    expect(printed).toEqual([
      "Staging at de/fkb is AVAILABLE",
      "- Staging",
      "it is called Production now",
      "it is gone, with all that was in it",
    ]);
    expect(changes()).toEqual(["POST /datacenters", "PATCH /datacenters/ID", "DELETE /datacenters/ID"]);
    expect((await account.client().listDatacenters()).items).toEqual([]);
  });

  it("find-datacenter finds one by part of its name", async () => {
    const { id } = await account.client().createDatacenter({ properties: { name: "Production", location: "de/fra" } });
    await findDatacenter(account.client());
    expect(printed).toEqual([`${id}  Production`]);
  });

  it("locations lists the places, and looks at one", async () => {
    await locations(account.client());
    expect(printed).toEqual(["us/las", "de/fkb", "lasvegas: ubuntu:latest, windows:2016"]);
    expect(account.last().target).toMatch(/^\/locations\/us\/las(\?|$)/);
  });

  it("servers creates, reads, lists, changes and deletes one", async () => {
    await furnish(account.client());
    afresh();
    await servers(account.client(), pace);
    expect(printed).toEqual([
      "web has 1 core and 2048 MB",
      "- desk",
      "- web",
      "it is web1 now and has 4096 MB",
      "it is gone",
    ]);
    expect(changes()).toEqual([
      "POST /datacenters/ID/servers",
      "PATCH /datacenters/ID/servers/ID",
      "DELETE /datacenters/ID/servers/ID",
    ]);
  });

  it("server-disks attaches and detaches a volume and a CD-ROM", async () => {
    await furnish(account.client());
    afresh();
    await serverDisks(account.client(), pace);
    expect(printed.slice(0, 2)).toEqual(["data: 10 GB", "data is attached"]);
    expect(printed.slice(2)).toEqual([
      expect.stringMatching(/ is in a drive$/),
      expect.stringMatching(/ is a CDROM$/),
      "0 volumes and 0 CD-ROMs",
    ]);
    expect(changes()).toEqual([
      "POST /datacenters/ID/volumes",
      "POST /datacenters/ID/servers/ID/volumes",
      "DELETE /datacenters/ID/servers/ID/volumes/ID",
      "POST /datacenters/ID/servers/ID/cdroms",
      "DELETE /datacenters/ID/servers/ID/cdroms/ID",
    ]);
  });

  it("server-power reboots a server, and switches it off and on", async () => {
    await furnish(account.client());
    afresh();
    await serverPower(account.client(), pace);
    expect(printed).toEqual(["rebooted", "stopped: SHUTOFF", "started: RUNNING"]);
    const base = "POST /datacenters/ID/servers/ID";
    expect(changes()).toEqual([`${base}/reboot`, `${base}/stop`, `${base}/start`]);
  });

  it("images renames and deletes one's own, and leaves the others alone", async () => {
    await ownImages(account.client(), pace);
    expect(printed).toContain("own: template");
    expect(printed).toContain("vendor: Debian-11");
    expect(printed.slice(-2)).toEqual(["golden: What new machines start from", "deleted"]);
    const { id } = images.own as { readonly id: string };
    expect(account.server.calls.filter(({ method }) => method === "DELETE")[0]?.target).toContain(id);
    expect(sent("PATCH", /images/)).toEqual([
      {
        name: "golden",
        description: "What new machines start from",
        licenceType: "LINUX",
        cpuHotPlug: true,
        discVirtioHotUnplug: false,
      },
    ]);
    const left = (await account.client().listImages()).items.map((image) => image.properties?.name);
    expect(left).toContain("Debian-11");
    expect(left).not.toContain("golden");
  });

  it("volumes creates, reads, lists, grows and deletes one", async () => {
    await furnish(account.client());
    await volumes(account.client(), pace);
    expect(printed).toEqual(["drawer: 10 GB", "archive: 20 GB", "large archive: 60 GB", "deleted"]);
    expect(sent("PATCH", /volumes/)).toEqual([{ name: "large archive", size: 60 }]);
  });

  it("snapshots takes one, uses it, restores it, renames it and deletes it", async () => {
    await furnish(account.client());
    afresh();
    await snapshots(account.client(), pace);
    // A twin always has the snapshot of the description's examples, too.
    expect(printed).toEqual([
      "Snapshot Name: Snapshot description",
      "before: Before the upgrade",
      "copy is made from it",
      "drawer is as it was",
      "the snapshot is called kept",
      "the snapshot is deleted",
    ]);
    expect(sent("POST", /create-snapshot/)).toEqual(["name=before&description=Before+the+upgrade"]);
    expect(sent("POST", /restore-snapshot/)).toEqual([expect.stringMatching(/^snapshotId=[0-9a-f-]{36}$/)]);
    const left = (await account.client().listSnapshots()).items.map((snapshot) => snapshot.properties?.name);
    expect(left).toEqual(["Snapshot Name"]);
  });

  it("ip-blocks reserves addresses where the data centre is, and gives them back", async () => {
    await furnish(account.client());
    await ipBlocks(account.client(), pace);
    expect(printed).toEqual(["front doors: 4", "front doors is at de/fkb", "given back"]);
    expect((await account.client().listIpblocks()).items).toEqual([]);
  });

  it("lans makes one with a member and a fail-over, and deletes it", async () => {
    const { datacenterId } = await furnish(account.client());
    await lans(account.client(), pace);
    expect(printed).toEqual([
      "LAN 1: cable",
      "LAN 2: Inside",
      "eth0 is in it",
      "Outside is public",
      expect.stringMatching(/^198\.51\.100\.7 fails over to [0-9a-f-]{36}$/),
      "deleted",
    ]);
    expect((await account.client().listLans({ datacenterId })).items.map(({ id }) => id)).toEqual(["1"]);
  });

  it("nics adds one, gives it an address, and takes it away", async () => {
    await furnish(account.client());
    await nics(account.client(), pace);
    expect(printed).toEqual(["plug is in LAN 1", "eth0 is in LAN 1", "inside has 10.0.0.7", "deleted"]);
  });

  it("firewall-rules lets SSH and pings in, and deletes both", async () => {
    await furnish(account.client());
    await firewallRules(account.client(), pace);
    expect(printed).toEqual(["SSH from one machine (TCP)", "pings (ICMP)", "SSH from anywhere", "deleted"]);
    expect(sent("POST", /firewallrules/)[1]).toEqual({
      properties: { name: "pings", protocol: "ICMP", icmpType: 8, icmpCode: 0 },
    });
  });

  it("load-balancers puts one in front of a NIC, and takes it away", async () => {
    await furnish(account.client());
    await loadBalancers(account.client(), pace);
    expect(printed).toEqual(["- front", "plug takes part", "it is in LAN 1", "it is called back now", "deleted"]);
  });

  it("groups-and-shares shares a data centre with a group, and undoes it", async () => {
    const { datacenterId } = await furnish(account.client());
    // A twin always has the share of the description's examples, too.
    const elsewhere = "6887cc8b-2c17-49cf-bd7f-db831b74f1d5";
    await groupsAndShares(account.client());
    expect(printed.filter((line) => !line.startsWith(elsewhere))).toEqual([
      "- builders",
      "keepers may not create data centres",
      `${datacenterId}: edit true, share false`,
      "shared: true",
      "undone",
    ]);
    expect(sent("PUT", /groups\/[^/]+(\?|$)/)[0]).toMatchObject({ properties: { createDataCenter: false } });
    expect((await account.client().listGroups()).items).toEqual([]);
  });

  it("users makes one, changes it, and lets it into a group and out again", async () => {
    await account.client().createGroup({ properties: { name: "crew" } });
    await users(account.client(), "a-long-passphrase");
    expect(printed).toEqual(["Anna Smith (administrator)", "crew: ann@example.org", "deleted"]);
    const five = { lastname: "Smith", email: "ann@example.org", administrator: true, forceSecAuth: false };
    expect(sent("PUT", /users/)).toMatchObject([
      { properties: { firstname: "Ann", ...five } },
      { properties: { firstname: "Anna", ...five } },
    ]);
  });

  it("resources lists what can be shared, and what the contract allows", async () => {
    account.server.twin.reset("examples");
    await resources(account.client());
    expect(printed).toEqual([
      "datacenter: Data Center Name",
      "Data Center Name does not take two-factor sign-in",
      "6 of 500 cores are in use",
    ]);
  });

  it("requests lists the changes, and how the last one went", async () => {
    await furnish(account.client());
    await requests(account.client());
    const { url } = account.server;
    expect(printed).toContain(`POST ${url}/datacenters`);
    expect(printed.slice(-2)).toEqual([expect.stringMatching(/^the last was asked for by /), "it is DONE"]);
  });

  it("kubernetes-cluster makes one, waits until it works, and deletes it", async () => {
    await kubernetesCluster(account.client(), pace);
    expect(printed[0]).toBe("harbour is ACTIVE");
    expect(printed.at(-1)).toBe("harbour is gone");
    expect(printed).toHaveLength(3);
    expect(changes()).toEqual(["POST /k8s", "DELETE /k8s/ID"]);
  });

  it("kubernetes-node-pool makes one with all there is to say, changes it, and deletes it", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    await (await client.beginCreateK8sCluster({ properties: { name: "harbour" } })).result(pace);
    await kubernetesNodePool(client, pace);
    expect(printed).toEqual(["berths is ACTIVE", "up to 5 nodes", "deleted"]);
    expect(sent("POST", /nodepools/)[0]).toMatchObject({
      properties: { datacenterId, lans: [], labels: { tier: "web", stage: "test" }, autoScaling: { maxNodeCount: 3 } },
    });
    expect(sent("PUT", /nodepools/)[0]).toMatchObject({ properties: { nodeCount: 2 } });
  });

  it("private-cross-connects makes one that a LAN joins, and undoes both", async () => {
    const { datacenterId, lanId } = await furnish(account.client());
    await crossConnects(account.client(), pace);
    expect(printed).toEqual(["bridge: Joins two sites", "LAN 1 has joined", "it is called tunnel now", "deleted"]);
    expect(sent("PATCH", /lans/)).toEqual([{ pcc: uuid }, { pcc: null }]);
    expect((await account.client().getLan({ datacenterId, lanId })).properties?.pcc).toBeNull();
  });

  it("s3-keys makes one, locks it, deletes it, and gets a way to the console", async () => {
    const properties = { firstname: "Ann", lastname: "Other", email: "a@example.org", password: "a-long-passphrase" };
    await account.client().createUser({ properties });
    await s3Keys(account.client());
    expect(printed).toEqual(["a key that is in use", "the new key is locked", "the console is open"]);
    expect(sent("PUT", /s3keys/)).toEqual([{ properties: { active: false } }]);
  });

  it("backup-units makes one, changes it, and gets a way to the console", async () => {
    await backupUnits(account.client(), pace);
    expect(printed).toEqual([
      "vault7: backup@example.org",
      "vault7 writes to night@example.org now",
      "the console is open",
      "deleted",
    ]);
  });
});

/** Programs that need nothing to be there but what a twin begins with, each with what it prints. */
const programs = [
  ["connect", /^contract 31721637 of no-reply@example\.com\n$/],
  ["errors", /^there is no such thing\n$/],
  ["list-datacenters", /^[0-9a-f-]{36} {2}de\/fkb {2}Data Center Name\n$/],
  ["locations", /^us\/las\nde\/fkb\nlasvegas: /],
  ["resources", /^datacenter: Data Center Name\n/],
  ["requests", /\nit is \w+\n$/],
  ["reserve-ip-block", /^\{\n {2}"id": "[0-9a-f-]{36}",\n/],
  ["datacenters", /^Staging at de\/fkb is AVAILABLE\n[^]*\nit is gone, with all that was in it\n$/],
  ["kubernetes-cluster", /^\.+ done\n[^]*harbour is ACTIVE\n[^]*harbour is gone\n$/],
] as const;

it("every program of the folder has a test here", () => {
  const text = readFileSync("test/examples/ionosenterprise.test.ts", "utf8");
  const names = readdirSync("examples/ionosenterprise").map((file) => basename(file, ".ts"));
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !text.includes(`it("${name} `) && !text.includes(`describe("${name}"`))).toEqual([]);
});

describe("as programs of their own", () => {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ionosenterprise-examples-"));
    await build({
      entryPoints: programs.map(([name]) => `examples/ionosenterprise/${name}.ts`),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "silent",
      alias: {
        "@clientwright/ionosenterprise": "./generated/ionosenterprise/src/index.ts",
        "@clientwright/runtime": "./runtime/src/index.ts",
      },
    });
    // The programs know the vendor's address only: what they send there goes to the twin, which answers as if from there.
    writeFileSync(
      join(folder, "detour.mjs"),
      `const { fetch } = globalThis;
const vendor = "https://api.ionos.com/cloudapi/v5";
globalThis.fetch = async (url, init) => {
  const reply = await fetch(url.replace(vendor, process.env.TWIN), init);
  const headers = new Headers(reply.headers);
  const location = headers.get("location");
  if (location !== null) headers.set("location", location.replace(process.env.TWIN, vendor));
  return new Response(reply.body, { status: reply.status, headers });
};`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(programs)("%s runs when it is started", async (name, wanted) => {
    const twin = await startTwin("specs/ionosenterprise/openapi.yaml", { speed: 10_000 });
    try {
      const args = ["--import", `file://${folder}/detour.mjs`, join(folder, `${name}.mjs`)];
      const env = { ...process.env, TWIN: twin.url, IONOS_USERNAME: "twin", IONOS_PASSWORD: "twin" };
      const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: folder, timeout: 50_000 });
      expect(stdout).toMatch(wanted);
    } finally {
      await twin.close();
    }
  });
});
