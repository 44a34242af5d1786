import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main, readRecording, SpecError, type Twin } from "../../twin/src/index.js";
import { ask, start } from "./support.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clientwright-twin-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = { label: "laptop", ssh_key: "ssh-ed25519 AAAA me" };
async function control(
  twin: Twin,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const reply = await twin.fetch(`${twin.origin}/__twin${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
}

describe("control from outside", () => {
  it("tells requests, turns the clock, sets faults and begins anew", async () => {
    const twin = await start("linode", { speed: 0 });
    await ask(twin, "GET", "/profile");
    expect((await control(twin, "GET", "/requests")).body["requests"]).toMatchObject([
      { operation: "getProfile", status: 200, problems: [] },
    ]);
    const before = twin.now.getTime();
    await control(twin, "POST", "/advance", { ms: 60_000 });
    expect(twin.now.getTime() - before).toBe(60_000);
    await control(twin, "POST", "/speed", { speed: 5 });
    expect(twin.speed).toBe(5);
    const { body } = await control(twin, "POST", "/faults", { operation: "getProfile", status: 500 });
    expect((await ask(twin, "GET", "/profile")).status).toBe(500);
    await control(twin, "DELETE", `/faults/${body["id"] as number}`);
    expect((await ask(twin, "GET", "/profile")).status).toBe(200);
    await ask(twin, "POST", "/profile/sshkeys", key);
    await control(twin, "POST", "/reset", {});
    expect((await ask(twin, "GET", "/profile/sshkeys")).body.results).toBe(1);
    expect((await control(twin, "POST", "/advance", {})).status).toBe(400);
    expect((await control(twin, "POST", "/faults", { colour: "red" })).status).toBe(400);
    expect((await control(twin, "GET", "/nothing")).status).toBe(404);
  });

  it("is not open to pages of others", async () => {
    const twin = await start("linode");
    expect((await control(twin, "POST", "/reset", {}, { origin: "https://evil.example.com" })).status).toBe(403);
    expect((await control(twin, "GET", "", undefined, { host: "evil.example.com" })).status).toBe(403);
  });

  it("takes memories out and puts them back", async () => {
    const twin = await start("linode", { seed: "empty" });
    await ask(twin, "POST", "/profile/sshkeys", key);
    const { body } = await control(twin, "GET", "/snapshot");
    await ask(twin, "DELETE", "/profile/sshkeys/1");
    await control(twin, "PUT", "/snapshot", body);
    expect((await ask(twin, "GET", "/profile/sshkeys/1")).body.label).toBe("laptop");
    expect((await ask(twin, "POST", "/profile/sshkeys", key)).body.id).toBe(2);
  });
});

describe("files", () => {
  it("keep what a twin remembers", async () => {
    const snapshot = join(folder, "snapshot.json");
    const first = await start("linode", { seed: "empty", snapshot });
    await ask(first, "POST", "/profile/sshkeys", key);
    await first.close();
    const second = await start("linode", { seed: "empty", snapshot });
    expect((await ask(second, "GET", "/profile/sshkeys/1")).body.label).toBe("laptop");
  });

  it("hold seeds", async () => {
    const file = join(folder, "seed.yaml");
    writeFileSync(file, "/profile/sshkeys:\n  - { id: 9, label: desk, ssh_key: ssh-ed25519 AAAA }\n");
    const twin = await start("linode", { seed: { file } });
    expect((await ask(twin, "GET", "/profile/sshkeys/9")).body.label).toBe("desk");
  });

  it("hold recordings without secrets, which replay", async () => {
    const file = join(folder, "run.jsonl");
    const twin = await start("linode", { seed: "empty", record: file });
    const made = (await ask(twin, "POST", "/profile/tokens", { label: "mine", scopes: "*" })).body as { token: string };
    await ask(twin, "POST", "/profile/sshkeys", key);
    await ask(twin, "GET", "/profile/sshkeys/1");
    await ask(twin, "PUT", "/profile/sshkeys/1", { label: "desk" });
    await ask(twin, "GET", "/profile/sshkeys/1");
    const text = readFileSync(file, "utf8");
    expect(text).not.toContain(made.token);
    expect(text).not.toContain("twin-token");
    expect(readRecording(file).map(({ operation }) => operation)).toEqual([
      "createPersonalAccessToken",
      "addSshKey",
      "getSshKey",
      "updateSshKey",
      "getSshKey",
    ]);

    const replay = await start("linode", { replay: file });
    const labels = [];
    for (let times = 0; times < 3; times++) labels.push((await ask(replay, "GET", "/profile/sshkeys/1")).body.label);
    expect(labels).toEqual(["laptop", "desk", "desk"]);
    expect((await ask(replay, "GET", "/profile/sshkeys/2")).body.errors[0].reason).toBe(
      "The recording has no such request.",
    );
  });

  it("that are no specs are refused", async () => {
    const file = join(folder, "nothing.yaml");
    writeFileSync(file, "a: 1\n");
    await expect(start(file)).rejects.toThrow(SpecError);
    await expect(start(join(folder, "missing.yaml"))).rejects.toThrow("There is no spec");
    await expect(start(folder)).rejects.toThrow("has no openapi.yaml");
  });
});

describe("the command line", () => {
  async function run(
    argv: readonly string[],
    meanwhile: (out: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<{ code: number; out: string; error: string }> {
    const stop = new AbortController();
    let [out, error] = ["", ""];
    const done = main(argv, {
      out: (text) => {
        out += text;
        // The last line says how to sign in, or there is none.
        if (/Ctrl-C stops|--open/.test(text) || (argv.includes("--open") && /Page/.test(text)))
          void meanwhile(out).finally(() => stop.abort());
      },
      error: (text) => (error += text),
      signal: stop.signal,
    });
    return { code: await done, out, error };
  }

  it("starts a twin for each spec and stops them", async () => {
    let status = 0;
    const { code, out } = await run(
      [
        "linode",
        "specs/decapod",
        "--fault",
        "getProfile,status=503",
        "--speed",
        "10",
        "--token",
        "mine",
        "--seed",
        "empty",
      ],
      async (text) => {
        const url = /API {3}(http\S+v4)/.exec(text)?.[1] ?? "";
        status = (await fetch(`${url}/profile`, { headers: { authorization: "Bearer mine" } })).status;
      },
    );
    expect([code, status]).toEqual([0, 503]);
    expect(out).toMatch(
      /Linode API\n {2}API {3}http:\/\/127\.0\.0\.1:\d+\/v4\n {2}Page {2}http:\/\/127\.0\.0\.1:\d+\/\n/,
    );
    expect(out).toContain("the token mine");
  });

  it("says what is wrong", async () => {
    expect(await run([])).toMatchObject({ code: 2, error: expect.stringContaining("Say which API") as unknown });
    expect(await run(["--colour"])).toMatchObject({ code: 2 });
    expect(await run(["nowhere"])).toMatchObject({ code: 1, error: "There is no spec nowhere.\n" });
    expect(await run(["linode", "--speed", "x"])).toMatchObject({ code: 1, error: "--speed is a number above 0.\n" });
    expect(await run(["linode", "--fault", "getProfile,colour=red"])).toMatchObject({
      code: 1,
      error: expect.stringContaining("A fault has no `colour`") as unknown,
    });
    expect((await run(["--help"])).out).toContain("Usage");
  });
});
