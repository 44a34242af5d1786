import { execFileSync } from "node:child_process";
import { createPrivateKey, createSign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sshpk from "sshpk";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { ask, start, wrongReplies, type Answer } from "./support.js";

interface Key {
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly sign: (text: string) => string;
}

let folder = "";
let mine: Key;
let other: Key;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clientwright-twin-"));
  mine = makeKey("mine");
  other = makeKey("other");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makeKey(name: string): Key {
  const file = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-N", "", "-t", "rsa", "-b", "2048", "-m", "PEM", "-f", file]);
  const publicKey = readFileSync(`${file}.pub`, "utf8").trim();
  const privateKey = createPrivateKey(readFileSync(file));
  const fingerprint = sshpk.parseKey(publicKey, "ssh").fingerprint("md5").toString("hex").replace(/^MD5:/, "");
  return { publicKey, fingerprint, sign: (text) => createSign("sha256").update(text).sign(privateKey, "base64") };
}

function classic(
  key: Key,
  date: string = new Date().toUTCString(),
  name: string = key.fingerprint,
): Record<string, string> {
  return { date, authorization: `Signature keyId="/ada/keys/${name}",algorithm="rsa-sha256" ${key.sign(date)}` };
}

function draft(key: Key, date: string = new Date().toUTCString()): Record<string, string> {
  return {
    date,
    authorization: `Signature keyId="/ada/keys/${key.fingerprint}",algorithm="rsa-sha256",headers="date",signature="${key.sign(`date: ${date}`)}"`,
  };
}

const signed = (twin: Twin, method: string, path: string, body?: unknown): Promise<Answer> =>
  ask(twin, method, path, body, draft(mine));
const started = (seed: "empty" | "examples" = "examples"): Promise<Twin> =>
  start("cloudapi", { seed, speed: 0, credentials: { keys: [{ publicKey: mine.publicKey, name: "mine" }] } });

it("verifies signatures in both forms", async () => {
  const twin = await started();
  const as = async (headers: Record<string, string>): Promise<number> =>
    (await ask(twin, "GET", "/my/machines", undefined, headers)).status;
  expect(await as(classic(mine))).toBe(200);
  expect(await as(draft(mine))).toBe(200);
  expect(await as(classic(mine, undefined, "mine"))).toBe(200);
  expect(await as({})).toBe(401);
  expect(await as(classic(other))).toBe(401);
  expect(await as({ ...draft(mine), date: new Date(Date.now() + 1_000).toUTCString() })).toBe(401);
  expect(await as(classic(mine, new Date(Date.now() - 600_000).toUTCString()))).toBe(401);
  const refused = await ask(twin, "GET", "/my/machines", undefined, draft(other));
  expect(refused.body).toMatchObject({ code: "InvalidCredentials" });
});

it("takes keys that the account has stored, until they are deleted", async () => {
  const twin = await started();
  const stored = await signed(twin, "POST", "/my/keys", { name: "second", key: other.publicKey });
  expect(stored.body).toMatchObject({ name: "second", fingerprint: other.fingerprint });
  expect((await ask(twin, "GET", "/my/machines", undefined, draft(other))).status).toBe(200);
  expect((await signed(twin, "GET", `/my/keys/${encodeURIComponent(other.fingerprint)}`)).body.name).toBe("second");
  await signed(twin, "DELETE", "/my/keys/second");
  expect((await ask(twin, "GET", "/my/machines", undefined, draft(other))).status).toBe(401);
});

it("judges dates by a clock that may be off", async () => {
  const twin = await started();
  twin.fault({ clockSkewMs: 600_000 });
  const refused = await ask(twin, "GET", "/my/machines", undefined, draft(mine));
  expect(refused.status).toBe(401);
  const servers = refused.headers.get("date") ?? "";
  expect(Date.parse(servers) - Date.now()).toBeGreaterThan(590_000);
  expect((await ask(twin, "GET", "/my/machines", undefined, draft(mine, servers))).status).toBe(200);
});

it("makes, stops, starts and deletes machines", async () => {
  const twin = await started();
  const [image] = (await signed(twin, "GET", "/my/images")).body as { id: string }[];
  const [kind] = (await signed(twin, "GET", "/my/packages")).body as { name: string }[];
  const made = await signed(twin, "POST", "/my/machines", {
    name: "web",
    image: image?.id,
    package: kind?.name,
    "tag.role": "front",
    "metadata.colour": "red",
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: "web",
    state: "provisioning",
    tags: { role: "front" },
    metadata: { colour: "red" },
  });
  const path = `/my/machines/${made.body.id as string}`;
  twin.advance(60_000);
  expect((await signed(twin, "GET", path)).body.state).toBe("running");
  // The account's own name leads to the same machines.
  expect((await signed(twin, "GET", path.replace("/my/", "/ada/"))).body.id).toBe(made.body.id);
  expect((await signed(twin, "POST", `${path}?action=start`)).body).toMatchObject({ code: "InvalidState" });
  const stopped = await signed(twin, "POST", `${path}?action=stop`);
  expect([stopped.status, stopped.body]).toEqual([202, undefined]);
  expect((await signed(twin, "GET", path)).body.state).toBe("stopping");
  twin.advance(60_000);
  expect((await signed(twin, "POST", `${path}?action=rename&name=www`)).status).toBe(202);
  expect((await signed(twin, "GET", path)).body).toMatchObject({ state: "stopped", name: "www" });
  expect((await signed(twin, "DELETE", path)).status).toBe(204);
  const gone = await signed(twin, "GET", path);
  expect([gone.status, gone.body.state]).toEqual([410, "deleted"]);
  expect(((await signed(twin, "GET", "/my/machines")).body as { id: string }[]).map(({ id }) => id)).not.toContain(
    made.body.id,
  );
  expect(wrongReplies(twin)).toEqual([]);
});

it("keeps tags with the machine, all together and one by one", async () => {
  const twin = await started();
  const [machine] = (await signed(twin, "GET", "/my/machines")).body as { id: string }[];
  const path = `/my/machines/${machine?.id ?? ""}`;
  await signed(twin, "PUT", `${path}/tags`, { role: "front" });
  expect((await signed(twin, "POST", `${path}/tags`, { colour: "red" })).body).toEqual({
    role: "front",
    colour: "red",
  });
  expect((await signed(twin, "GET", path)).body.tags).toEqual({ role: "front", colour: "red" });
  expect((await signed(twin, "GET", `${path}/tags/colour`)).body).toBe("red");
  expect((await signed(twin, "GET", "/my/machines?tag.colour=red")).body).toHaveLength(1);
  expect((await signed(twin, "GET", "/my/machines?tag.colour=blue")).body).toHaveLength(0);
  expect((await signed(twin, "DELETE", `${path}/tags/colour`)).status).toBe(204);
  expect((await signed(twin, "GET", `${path}/tags`)).body).toEqual({ role: "front" });
  expect((await signed(twin, "GET", `${path}/tags/colour`)).status).toBe(404);
});

it("keeps metadata with the machine, all together and one by one, beside what only the server sets", async () => {
  const twin = await started();
  const [machine] = (await signed(twin, "GET", "/my/machines")).body as { id: string }[];
  const path = `/my/machines/${machine?.id ?? ""}`;
  await signed(twin, "DELETE", `${path}/metadata`);
  expect((await signed(twin, "POST", `${path}/metadata`, { a: "1", b: "2" })).body).toEqual({
    a: "1",
    b: "2",
    credentials: {},
  });
  expect((await signed(twin, "GET", `${path}/metadata/a`)).body).toBe("1");
  expect((await signed(twin, "DELETE", `${path}/metadata/a`)).status).toBe(204);
  expect((await signed(twin, "GET", path)).body.metadata).toEqual({ b: "2", credentials: {} });
  expect((await signed(twin, "GET", `${path}/metadata/a`)).status).toBe(404);
  expect((await signed(twin, "DELETE", `${path}/metadata`)).status).toBe(204);
  expect((await signed(twin, "GET", `${path}/metadata`)).body).toEqual({ credentials: {} });
  expect(wrongReplies(twin)).toEqual([]);
});

it("starts a machine from a snapshot, once it is stopped", async () => {
  const twin = await started();
  const machines = (await signed(twin, "GET", "/my/machines")).body as { id: string; state: string }[];
  const path = `/my/machines/${machines.find(({ state }) => state === "running")?.id ?? ""}`;
  const made = await signed(twin, "POST", `${path}/snapshots`, { name: "before" });
  expect(made.status).toBe(201);
  twin.advance(600_000);
  expect((await signed(twin, "POST", `${path}/snapshots/before`)).body).toMatchObject({ code: "InvalidState" });
  await signed(twin, "POST", `${path}?action=stop`);
  twin.advance(60_000);
  expect((await signed(twin, "POST", `${path}/snapshots/nothing`)).status).toBe(404);
  expect((await signed(twin, "GET", path)).body.state).toBe("stopped");
  expect((await signed(twin, "POST", `${path}/snapshots/before`)).status).toBe(202);
  expect((await signed(twin, "GET", path)).body.state).toBe("running");
  expect(wrongReplies(twin)).toEqual([]);
});

it("counts and pages lists", async () => {
  const twin = await started();
  const count = await signed(twin, "HEAD", "/my/machines");
  const all = (await signed(twin, "GET", "/my/machines")).body as { id: string }[];
  expect(all.length).toBeGreaterThan(1);
  expect([count.status, count.body, count.headers.get("x-resource-count")]).toEqual([
    200,
    undefined,
    String(all.length),
  ]);
  const page = (await signed(twin, "GET", "/my/machines?limit=1&offset=1")).body as { id: string }[];
  expect(page.map(({ id }) => id)).toEqual([all[1]?.id]);
});
