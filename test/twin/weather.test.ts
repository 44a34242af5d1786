import { describe, expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { ask, start } from "./support.js";

const ways: readonly (readonly [string, (twin: Twin) => typeof fetch])[] = [
  ["over sockets", () => fetch],
  ["without sockets", (twin) => twin.fetch],
];
const headers = { authorization: "Bearer twin-token" };

describe.each(ways)("%s", (_, fetchOf) => {
  async function started(): Promise<{ twin: Twin; get: (signal?: AbortSignal) => Promise<Response> }> {
    const twin = await start("linode", { listen: {} });
    return { twin, get: (signal) => fetchOf(twin)(`${twin.url}/profile`, { headers, ...(signal && { signal }) }) };
  }

  it("an operation fails as often as asked for", async () => {
    const { twin, get } = await started();
    twin.fail("getProfile", 503, { times: 2 });
    const replies = [await get(), await get(), await get()];
    expect(replies.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(await replies[0]?.json()).toEqual({ errors: [{ reason: "A fault was asked for: status 503." }] });
    expect(twin.faults).toMatchObject([{ seen: 3, struck: 2 }]);
    expect(() => twin.fail("nothing", 500)).toThrow("The API has no operation nothing.");
  });

  it("the nth call fails, and 429 says when to try again", async () => {
    const { twin, get } = await started();
    twin.fail("*", 429, { nth: 2, retryAfter: 7 });
    const replies = [await get(), await get(), await get()];
    expect(replies.map(({ status }) => status)).toEqual([200, 429, 200]);
    expect(replies[1]?.headers.get("retry-after")).toBe("7");
  });

  it("a share of calls fails", async () => {
    const { twin, get } = await started();
    twin.fail("*", 500, { rate: 0.5 });
    const replies = await Promise.all(Array.from({ length: 100 }, () => get()));
    const failed = replies.filter(({ status }) => status === 500).length;
    expect(failed).toBeGreaterThan(20);
    expect(failed).toBeLessThan(80);
  });

  it("connections are cut, before the reply and in its body", async () => {
    const { twin, get } = await started();
    twin.fault({ cut: "before", times: 1 });
    await expect(get()).rejects.toThrow(TypeError);
    twin.fault({ cut: "body", times: 1 });
    const half = await get();
    expect(half.status).toBe(200);
    await expect(half.text()).rejects.toThrow(TypeError);
    expect((await get()).status).toBe(200);
  });

  it("replies are late or slow, and clients may give up", async () => {
    const { twin, get } = await started();
    twin.fault({ latencyMs: 60_000, times: 1 });
    await expect(get(AbortSignal.timeout(50))).rejects.toThrow(/timeout|aborted/i);
    twin.fault({ slowBodyMs: 100, times: 1 });
    const begin = performance.now();
    expect(((await (await get()).json()) as { username: string }).username).toBe("exampleUser");
    expect(performance.now() - begin).toBeGreaterThan(80);
  });

  it("bodies are no JSON", async () => {
    const { twin, get } = await started();
    twin.fault({ badJson: true, times: 1 });
    const reply = await get();
    expect(reply.headers.get("content-type")).toBe("application/json");
    await expect(reply.json()).rejects.toThrow(SyntaxError);
    twin.fault({ status: 502, body: "<h1>Bad gateway</h1>", times: 1 });
    const gateway = await get();
    expect([gateway.status, gateway.headers.get("content-type"), await gateway.text()]).toEqual([
      502,
      "text/html",
      "<h1>Bad gateway</h1>",
    ]);
  });
});

it("reads lag behind writes", async () => {
  const twin = await start("linode", { speed: 0 });
  twin.fault({ staleMs: 5_000 });
  await ask(twin, "PUT", "/profile/sshkeys/42", { label: "new" });
  const made = await ask(twin, "POST", "/profile/sshkeys", { label: "next", ssh_key: "ssh-ed25519 AAAA x" });
  expect((await ask(twin, "GET", "/profile/sshkeys/42")).body.label).toBe("My SSH Key");
  expect((await ask(twin, "GET", `/profile/sshkeys/${made.body.id as number}`)).status).toBe(404);
  expect((await ask(twin, "GET", "/profile/sshkeys")).body.results).toBe(1);
  twin.advance(5_000);
  expect((await ask(twin, "GET", "/profile/sshkeys/42")).body.label).toBe("new");
  expect((await ask(twin, "GET", "/profile/sshkeys")).body.results).toBe(2);
});

it("what was carried out before the connection was cut is carried out", async () => {
  const twin = await start("linode", { seed: "empty" });
  twin.fault({ operation: "addSshKey", cut: "before", times: 1 });
  await expect(ask(twin, "POST", "/profile/sshkeys", { label: "one", ssh_key: "ssh-ed25519 AAAA x" })).rejects.toThrow(
    TypeError,
  );
  expect((await ask(twin, "GET", "/profile/sshkeys")).body.results).toBe(1);
});

it("faults can be there from the beginning, and be cleared", async () => {
  const twin = await start("linode", { faults: ["getProfile,status=500", { operation: "listSshKeys", status: 503 }] });
  expect((await ask(twin, "GET", "/profile")).status).toBe(500);
  expect((await ask(twin, "GET", "/profile/sshkeys")).status).toBe(503);
  twin.clearFaults(1);
  expect((await ask(twin, "GET", "/profile")).status).toBe(200);
  twin.clearFaults();
  expect((await ask(twin, "GET", "/profile/sshkeys")).status).toBe(200);
});
