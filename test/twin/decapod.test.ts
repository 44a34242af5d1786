import { expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { ask, start, wrongReplies, type Answer } from "./support.js";

async function signedIn(
  twin: Twin,
): Promise<(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>> {
  const { body } = await ask(twin, "POST", "/v1/auth/", { username: "twin", password: "twin" }, { authorization: "" });
  const token = (body as { id: string }).id;
  return (method, path, sent, headers = {}) => ask(twin, method, path, sent, { authorization: token, ...headers });
}

it("signs in for a token that lasts half an hour from its last use", async () => {
  const twin = await start("decapod", { speed: 0 });
  expect((await ask(twin, "GET", "/v1/cluster/", undefined, { authorization: "" })).body).toMatchObject({
    code: 401,
    error: "Unauthorized",
  });
  expect((await ask(twin, "POST", "/v1/auth/", { username: "twin", password: "wrong" })).status).toBe(401);
  const { body } = await ask(twin, "POST", "/v1/auth/", { username: "twin", password: "twin" });
  expect(body.data.expires_at).toBeGreaterThan(twin.now.getTime() / 1000 + 1_700);
  const as = (method: string, path: string): Promise<Answer> =>
    ask(twin, method, path, undefined, { authorization: body.id as string });
  const used = await as("GET", "/v1/cluster/");
  expect(used.status).toBe(200);
  expect(Number(used.headers.get("x-token-expires"))).toBeGreaterThanOrEqual(body.data.expires_at as number);
  twin.advance(29 * 60_000);
  expect((await as("GET", "/v1/cluster/")).status).toBe(200);
  twin.advance(29 * 60_000);
  expect((await as("GET", "/v1/cluster/")).status).toBe(200);
  twin.advance(31 * 60_000);
  expect((await as("GET", "/v1/cluster/")).status).toBe(401);
});

it("signs out", async () => {
  const twin = await start("decapod", { speed: 0 });
  const as = await signedIn(twin);
  expect((await as("DELETE", "/v1/auth/")).status).toBe(200);
  expect((await as("GET", "/v1/cluster/")).status).toBe(401);
});

it("keeps every version, refuses stale ones, and leaves what was deleted readable", async () => {
  const twin = await start("decapod", { seed: "empty", speed: 0 });
  const as = await signedIn(twin);
  const made = (await as("POST", "/v1/cluster/", { name: "first" })).body;
  expect(made).toMatchObject({ model: "cluster", version: 1, time_deleted: 0, data: { name: "first" } });
  twin.advance(5_000);
  const path = `/v1/cluster/${made.id as string}/`;
  const second = (await as("PUT", path, { ...made, data: { ...made.data, name: "second" } })).body;
  expect(second).toMatchObject({ id: made.id, version: 2, data: { name: "second" } });
  expect(second.time_updated).toBeGreaterThan(made.time_updated as number);
  const stale = await as("PUT", path, { ...made, data: { ...made.data, name: "third" } });
  expect([stale.status, stale.body.message]).toEqual([400, expect.stringContaining("version")]);
  expect((await as("GET", `${path}version/`)).body.items.map(({ version }: { version: number }) => version)).toEqual([
    2, 1,
  ]);
  expect((await as("GET", `${path}version/1/`)).body).toEqual(made);
  expect((await as("GET", `${path}version/3/`)).status).toBe(404);

  const gone = (await as("DELETE", path)).body;
  expect(gone).toMatchObject({ version: 3, data: { name: "second" } });
  expect(gone.time_deleted).toBeGreaterThan(0);
  expect((await as("GET", path)).body).toEqual(gone);
  expect((await as("GET", "/v1/cluster/")).body).toMatchObject({ items: [], total: 0 });
  expect((await as("PUT", path, gone)).status).toBe(400);
  expect(wrongReplies(twin)).toEqual([]);
});

it("pages, filters and sorts lists by query", async () => {
  const twin = await start("decapod", { seed: "empty", speed: 0 });
  const as = await signedIn(twin);
  for (const name of ["b", "a", "d", "c"]) await as("POST", "/v1/cluster/", { name });
  const names = async (query: string): Promise<string[]> =>
    ((await as("GET", `/v1/cluster/?${query}`)).body as { items: { data: { name: string } }[] }).items.map(
      ({ data }) => data.name,
    );
  expect(await names(`sort_by=${encodeURIComponent('{"name":1}')}`)).toEqual(["a", "b", "c", "d"]);
  expect(await names(`sort_by=${encodeURIComponent('{"name":-1}')}&per_page=2&page=2`)).toEqual(["b", "a"]);
  expect(await names(`filter=${encodeURIComponent('{"name":{"in":["a","c"]}}')}`)).toEqual(["a", "c"]);
  expect(await names(`filter=${encodeURIComponent('{"name":{"regexp":"^[bd]$"}}')}`)).toEqual(["b", "d"]);
  expect((await as("GET", "/v1/cluster/?all=1&per_page=2")).body).toMatchObject({ page: 1, per_page: 4, total: 4 });
  expect(wrongReplies(twin)).toEqual([]);
});

it("runs executions, with steps and a log", async () => {
  const twin = await start("decapod", { speed: 0 });
  const as = await signedIn(twin);
  const [configuration] = (await as("GET", "/v1/playbook_configuration/")).body.items as {
    id: string;
    version: number;
  }[];
  const made = (
    await as("POST", "/v1/execution/", {
      playbook_configuration: { id: configuration?.id, version: configuration?.version },
    })
  ).body;
  expect(made.data.state).toBe("created");
  const path = `/v1/execution/${made.id as string}/`;
  expect((await as("GET", `${path}log/`)).status).toBe(404);
  twin.advance(60);
  expect((await as("GET", path)).body.data.state).toBe("started");
  twin.advance(10_000);
  expect((await as("GET", path)).body.data.state).toBe("completed");
  expect(
    (await as("GET", `${path}version/`)).body.items.map(({ data }: { data: { state: string } }) => data.state),
  ).toEqual(["completed", "started", "created"]);
  const steps = (await as("GET", `${path}steps/`)).body.items as { data: { execution_id: string } }[];
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.every(({ data }) => data.execution_id === made.id)).toBe(true);
  const log = await as("GET", `${path}log/`, undefined, { accept: "text/plain" });
  expect(log.body).toMatch(/created\n[\s\S]*completed/);
  expect((await as("GET", `${path}log/`, undefined, { accept: "application/json" })).body.data).toBe(log.body);
  expect(wrongReplies(twin)).toEqual([]);
});

it("cancels executions", async () => {
  const twin = await start("decapod", { speed: 0 });
  const as = await signedIn(twin);
  const [configuration] = (await as("GET", "/v1/playbook_configuration/")).body.items as {
    id: string;
    version: number;
  }[];
  const run = async (): Promise<string> =>
    `/v1/execution/${((await as("POST", "/v1/execution/", { playbook_configuration: { id: configuration?.id, version: configuration?.version } })).body as { id: string }).id}/`;
  const early = await run();
  expect((await as("DELETE", early)).body.data.state).toBe("canceled");
  const late = await run();
  twin.advance(60);
  expect((await as("DELETE", late)).body.data.state).toBe("canceling");
  twin.advance(1_000);
  expect((await as("GET", late)).body.data.state).toBe("canceled");
});
