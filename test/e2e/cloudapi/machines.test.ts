import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { CloudApiClient, isApiError, isWaiterError, type MachineResource } from "@clientwright/cloudapi";
import { InputError, waitFor } from "@clientwright/runtime";
import { privateIps, publicIps, toNewMachine } from "../../../specs/cloudapi/extras/machines.js";
import { machineId, serveMachine, type MachineServer, type MachineState } from "./machine-server.js";
import { failure, meet } from "./support.js";

interface Met {
  readonly server: MachineServer;
  readonly client: CloudApiClient;
  readonly machine: MachineResource;
}

/** A server with one machine, and that machine as a thing to act on. */
async function meetMachine(more: Partial<MachineState> = {}): Promise<Met> {
  const server = await serveMachine(more);
  const signer = { keyId: "/ada/keys/mine", algorithm: "rsa-sha256", sign: () => new Uint8Array([1]) };
  const client = new CloudApiClient({ baseUrl: server.url, login: "ada", signer, retry: { retries: 0 } });
  return { server, client, machine: client.machine(machineId) };
}

const below = `/ada/machines/${machineId}`;
const script = "#!/bin/sh\necho booted > /tmp/booted\n";

/** A file with a boot script. */
function bootFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "cloudapi-boot-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "boot.sh"), script);
  return join(folder, "boot.sh");
}

describe("a new machine", () => {
  it.each(["web1", "a", "Web-1.example.org", "0", "web-{{shortId}}"])("may be called %s", (name) => {
    expect(toNewMachine({ name })).toEqual({ name });
  });

  it.each(["", "-web", "web-", ".web", "web.", "my web", "wéb", "web_1", "web\n", "{{id}}"])(
    "is refused before a request is made when it is called %j",
    async (name) => {
      const { server, client } = await meetMachine();
      const make = async (): Promise<unknown> => client.createMachine(toNewMachine({ name }));
      const error = await failure(make());
      expect(error).toBeInstanceOf(InputError);
      expect(String(error)).toContain(JSON.stringify(name));
      expect(server.lines).toEqual([]);
    },
  );

  it("is made from the image when image and dataset are given", async () => {
    const { server, client } = await meetMachine();
    const [image, dataset] = [
      { id: "2b683a82-a066-11e3-97ab-2faa44701c5a" },
      { id: "7456f2b0-67ac-11e0-b5ec-832e6cf079d5" },
    ];
    await client.createMachine(toNewMachine({ image, dataset }));
    await client.createMachine(toNewMachine({ image: undefined, dataset }));
    // A URN that is cut short is for the server to complete.
    await client.createMachine(toNewMachine({ dataset: "sdc:sdc:nodejs" }));
    expect(server.lines).toEqual([
      `POST /ada/machines {"image":"${image.id}"}`,
      `POST /ada/machines {"dataset":"${dataset.id}"}`,
      'POST /ada/machines {"dataset":"sdc:sdc:nodejs"}',
    ]);
  });

  it("gets the text of a file as its boot script, beside other metadata", async () => {
    const { server, client } = await meetMachine();
    const bootScript = await readFile(bootFile(), "utf8");
    await client.createMachine(toNewMachine({ name: "web1", metadata: { colour: "green" }, bootScript }));
    const [, sent = ""] = /^POST \/ada\/machines (.*)$/s.exec(server.lines[0] ?? "") ?? [];
    expect(JSON.parse(sent)).toEqual({
      name: "web1",
      "metadata.colour": "green",
      "metadata.user-script": script,
    });
    expect(server.machine.metadata.get("user-script")).toBe(script);
  });

  it("is put on a list of networks, and on one alone", async () => {
    const { twin, client } = await meet();
    const [one, other] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"] as const;
    await client.createMachine(toNewMachine({ networks: one }));
    await client.createMachine(toNewMachine({ networks: [one, other], firewall_enabled: true }));
    const bodies = twin.requests.map(({ body }) => body);
    expect(bodies).toEqual([{ networks: [one] }, { networks: [one, other], firewall_enabled: true }]);
    expect(twin.requests.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it("comes back with the passwords that were generated for it, which are not printed", async () => {
    const { client } = await meetMachine({ passwords: { root: "s8v9kuht5e", admin: "mf4bteqhpy" } });
    const made = await client.createMachine({ name: "web1" });
    expect(made.metadata.credentials).toEqual({ root: "s8v9kuht5e", admin: "mf4bteqhpy" });
    expect(inspect(client.machine(made))).not.toContain("s8v9kuht5e");
  });
});

describe("the passwords of a machine", () => {
  it("are told when they are asked for, apart from the rest of the metadata", async () => {
    const passwords = { root: "s8v9kuht5e" };
    const { server, client, machine } = await meetMachine({ passwords, metadata: new Map([["colour", "green"]]) });
    const { credentials: unasked, ...rest } = await machine.getMetadata();
    expect([unasked, rest]).toEqual([undefined, { colour: "green" }]);
    const { credentials, ...others } = await machine.getMetadata({ credentials: true });
    expect([credentials, others]).toEqual([passwords, { colour: "green" }]);
    expect((await client.getMachine({ machineId, credentials: true })).metadata.credentials).toEqual(passwords);
    expect(server.lines).toEqual([
      `GET ${below}/metadata`,
      `GET ${below}/metadata?credentials=true`,
      `GET ${below}?credentials=true`,
    ]);
  });
});

describe("a wait while a machine is in a state", () => {
  it("looks again and again until the state is another one, whichever that is", async () => {
    const { server, client } = await meetMachine({ state: "stopping", next: ["stopping", "stopping", "failed"] });
    const after = await waitFor({
      request: (options) => client.getMachine({ machineId }, options),
      check: ({ state }) => state !== "stopping",
      delayMs: 1,
    });
    expect(after.state).toBe("failed");
    expect(server.lines).toEqual([`GET ${below}`, `GET ${below}`, `GET ${below}`]);
  });

  it("has an end, and can be given up", async () => {
    const { client } = await meetMachine({ state: "provisioning" });
    const wait = (more: object): Promise<unknown> =>
      waitFor(
        {
          request: (options) => client.getMachine({ machineId }, options),
          check: ({ state }) => state !== "provisioning",
          delayMs: 1,
        },
        more,
      );
    const late = await failure(wait({ maxWaitMs: 20 }));
    expect(isWaiterError(late) && late.reason).toBe("timeout");
    const reason = new Error("enough");
    expect(await failure(wait({ signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
});

describe("the addresses of a machine", () => {
  const none = { ips: [] };

  it("are public or private by their range", () => {
    const ips = [
      "10.0.0.1",
      "165.225.130.9",
      "172.16.0.1",
      "172.31.255.255",
      "172.32.0.1",
      "192.168.1.1",
      "192.169.0.1",
    ];
    expect(privateIps({ ips })).toEqual(["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]);
    expect(publicIps({ ips })).toEqual(["165.225.130.9", "172.32.0.1", "192.169.0.1"]);
    const six = ["fd00::1", "fe80::1", "2001:db8::1", "dhcp", ""];
    expect([privateIps({ ips: six }), publicIps({ ips: six })]).toEqual([["fd00::1", "fe80::1"], ["2001:db8::1"]]);
    expect([privateIps(none), publicIps(none)]).toEqual([[], []]);
  });

  it("are read again while there are none, and no more once there are", async () => {
    const { server, client } = await meetMachine({ state: "provisioning", next: ["provisioning", "running"] });
    const machine = client.machine(await client.getMachine({ machineId }));
    expect(machine.ips).toEqual([]);
    const addresses = async (): Promise<string[]> => {
      if (machine.ips.length === 0) await machine.refresh();
      return machine.ips;
    };
    expect(await addresses()).toEqual(["10.88.88.26", "165.225.130.9"]);
    expect(await addresses()).toHaveLength(2);
    expect(server.lines).toHaveLength(2);
    expect([publicIps(machine), privateIps(machine)]).toEqual([["165.225.130.9"], ["10.88.88.26"]]);
  });

  it("are there when a machine runs that was waited for", async () => {
    const { client } = await meetMachine();
    const machine = client.machine(await client.createMachine({ name: "web1" }));
    expect(machine.ips).toEqual([]);
    await machine.waitUntilRunning({ delayMs: 1 });
    expect(publicIps(machine)).toEqual(["165.225.130.9"]);
  });
});

describe("the metadata of a machine", () => {
  it("is read, added to, and deleted key by key and as a whole; the machine shows it once it is read again", async () => {
    const { server, machine } = await meetMachine({ metadata: new Map([["colour", "green"]]) });
    expect(await machine.getMetadata()).toEqual({ colour: "green" });
    await machine.load();
    expect(await machine.updateMetadata({ body: { shard: "1" } })).toEqual({ colour: "green", shard: "1" });
    expect((await machine.refresh()).metadata).toEqual({ colour: "green", shard: "1" });
    await machine.deleteMetadataKey({ key: "colour" });
    expect((await machine.refresh()).metadata).toEqual({ shard: "1" });
    expect(await failure(machine.deleteMetadataKey({ key: "colour" }))).toMatchObject({ status: 404 });
    await machine.deleteAllMetadata();
    expect((await machine.refresh()).metadata).toEqual({});
    expect(server.lines.filter((line) => !/^GET/.test(line))).toEqual([
      `POST ${below}/metadata {"shard":"1"}`,
      `DELETE ${below}/metadata/colour`,
      `DELETE ${below}/metadata/colour`,
      `DELETE ${below}/metadata`,
    ]);
  });

  it("holds the boot script, which is set from a file and deleted again", async () => {
    const { server, client, machine } = await meetMachine({ metadata: new Map([["colour", "green"]]) });
    await machine.updateMetadata({ body: { "user-script": await readFile(bootFile(), "utf8") } });
    expect(server.machine.metadata.get("user-script")).toBe(script);
    const { "user-script": bootScript, ...rest } = await machine.getMetadata();
    expect([bootScript, rest]).toEqual([script, { colour: "green" }]);
    expect(await client.getMachineMetadataKey({ machineId, key: "user-script" })).toBe(script);
    await machine.deleteMetadataKey({ key: "user-script" });
    expect(await machine.getMetadata()).toEqual({ colour: "green" });
  });
});

describe("the tags of a machine", () => {
  it("are read, added to, read one by one with their types, and deleted; always at the server", async () => {
    const { server, client, machine } = await meetMachine({ tags: new Map([["role", "web"]]) });
    expect(await machine.getTags()).toEqual({ role: "web" });
    expect(await machine.addTags({ body: { shard: 3, primary: true } })).toEqual({
      role: "web",
      shard: 3,
      primary: true,
    });
    const one = (tag: string): Promise<unknown> => client.getMachineTag({ machineId, tag });
    expect([await one("role"), await one("shard"), await one("primary")]).toEqual(["web", 3, true]);
    await machine.deleteTag({ tag: "role" });
    expect(await failure(one("role"))).toMatchObject({ status: 404 });
    // Somebody else sets one.
    server.machine.tags.set("theirs", "yes");
    expect(await machine.getTags()).toEqual({ shard: 3, primary: true, theirs: "yes" });
    await machine.deleteAllTags();
    expect(await machine.getTags()).toEqual({});
  });
});

describe("the snapshots of a machine", () => {
  it("are taken and waited for, listed, found by name, started from and deleted", async () => {
    const { server, client, machine } = await meetMachine({ state: "stopped" });
    const taken = await machine.createSnapshot({ name: "before" });
    expect([taken.name, taken.state, taken.created]).toEqual(["before", "queued", "2011-06-27T23:50:49.000Z"]);
    await taken.waitUntilCreated({ delayMs: 1 });
    expect(taken.state).toBe("created");
    expect((await machine.snapshots()).map(({ name, state }) => `${name} ${state}`)).toEqual(["before created"]);

    const same = client.snapshot({ machineId, snapshotName: "before" });
    expect(await same.get("state")).toBe("created");
    expect((await same.refresh()).updated).toBe("2011-06-27T23:50:49.000Z");
    await same.start();
    await machine.waitUntilRunning({ delayMs: 1 });
    expect(machine.state).toBe("running");
    await same.delete();
    expect(await machine.snapshots()).toEqual([]);
    const error = await failure(taken.refresh());
    expect(isApiError(error) && error.status).toBe(404);
    expect(server.lines).toContain(`POST ${below}/snapshots {"name":"before"}`);
    expect(server.lines).toContain(`POST ${below}/snapshots/before`);
  });
});

describe("the times of a machine", () => {
  it("are text that a Date takes; the creation stands for a change that has not happened", async () => {
    const { server, machine } = await meetMachine();
    const changed = (): Date => new Date(machine.updated ?? machine.created);
    await machine.load();
    expect(new Date(machine.created)).toEqual(new Date(Date.UTC(2011, 5, 27, 23, 50, 49)));
    expect(changed()).toEqual(new Date(machine.created));
    server.machine.updated = "2011-06-28T00:09:37+00:00";
    await machine.refresh();
    expect(changed()).toEqual(new Date(Date.UTC(2011, 5, 28, 0, 9, 37)));
  });
});
