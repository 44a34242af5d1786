import { describe, expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { ask, start, wrongReplies } from "./support.js";

const key = { label: "laptop", ssh_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@laptop" };
const newInstance = { region: "us-east", type: "g6-standard-2" };

async function running(twin: Twin): Promise<number> {
  const { body } = await ask(twin, "POST", "/linode/instances", { ...newInstance, label: "web" });
  twin.advance(60_000);
  return (body as { id: number }).id;
}

describe("things of an account", () => {
  it("are made, read, changed, listed and removed", async () => {
    const twin = await start("linode", { seed: "empty" });
    expect((await ask(twin, "GET", "/profile/sshkeys")).body).toEqual({ data: [], page: 1, pages: 1, results: 0 });
    const made = await ask(twin, "POST", "/profile/sshkeys", key);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ ...key, id: 1 });
    // Times are written as in the examples: UTC without an offset.
    expect(made.body.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect((await ask(twin, "PUT", "/profile/sshkeys/1", { label: "desk" })).body).toEqual({
      ...made.body,
      label: "desk",
    });
    expect((await ask(twin, "GET", "/profile/sshkeys/1")).body.label).toBe("desk");
    expect((await ask(twin, "GET", "/profile/sshkeys")).body).toMatchObject({
      results: 1,
      data: [{ id: 1, label: "desk" }],
    });
    expect((await ask(twin, "DELETE", "/profile/sshkeys/1")).body).toEqual({});
    expect((await ask(twin, "GET", "/profile/sshkeys/1")).status).toBe(404);
    expect((await ask(twin, "POST", "/profile/sshkeys", key)).body.id).toBe(2);
    expect(wrongReplies(twin)).toEqual([]);
  });

  it("begin with the spec's examples", async () => {
    const twin = await start("linode");
    expect((await ask(twin, "GET", "/profile/sshkeys")).body.data).toMatchObject([{ id: 42, label: "My SSH Key" }]);
    expect((await ask(twin, "POST", "/profile/sshkeys", key)).body.id).toBe(43);
  });

  it("may get another name, and keep what lies below", async () => {
    const twin = await start("linode", { seed: "empty" });
    for (const username of ["ada", "bob"])
      await ask(twin, "POST", "/account/users", { username, email: "a@example.com", restricted: true });
    const grants = (await ask(twin, "PUT", "/account/users/ada/grants", { global: { add_domains: true } })).body;
    expect((await ask(twin, "PUT", "/account/users/ada", { username: "eve" })).body.username).toBe("eve");
    expect((await ask(twin, "GET", "/account/users/ada")).status).toBe(404);
    expect((await ask(twin, "GET", "/account/users/eve/grants")).body).toEqual(grants);
    expect(
      (await ask(twin, "GET", "/account/users")).body.data.map(({ username }: { username: string }) => username),
    ).toEqual(["eve", "bob"]);
    expect((await ask(twin, "PUT", "/account/users/eve", { username: "bob" })).status).toBe(400);
  });

  it("may have slashes in their names", async () => {
    const twin = await start("linode");
    for (const path of ["/images/linode%2Fdebian11", "/images/linode/debian11"])
      expect((await ask(twin, "GET", path)).body.id).toBe("linode/debian11");
    expect((await ask(twin, "GET", "/images/linode/none")).status).toBe(404);
    expect((await ask(twin, "GET", "/regions/us-east/nothing")).status).toBe(404);
    expect(twin.requests.at(-1)?.problems).toEqual(["No operation has this path."]);
  });

  it("begin with what a seed says", async () => {
    const twin = await start("linode", {
      seed: { "/profile/sshkeys": [{ ...key, id: 7 }], "/profile": { username: "ada" } },
    });
    expect((await ask(twin, "GET", "/profile/sshkeys/7")).body).toMatchObject(key);
    expect((await ask(twin, "GET", "/profile")).body).toEqual({ username: "ada" });
    await expect(start("linode", { seed: { "/nowhere": [] } })).rejects.toThrow("/nowhere");
  });

  it("of which there is one are read and changed", async () => {
    const twin = await start("linode");
    const before = (await ask(twin, "GET", "/profile")).body;
    const after = (await ask(twin, "PUT", "/profile", { timezone: "Europe/Paris" })).body;
    expect(after).toEqual({ ...before, timezone: "Europe/Paris" });
    expect((await ask(twin, "GET", "/profile")).body).toEqual(after);
    // What only the server sets is not taken.
    await ask(twin, "PUT", "/profile", { username: "somebody" });
    expect((await ask(twin, "GET", "/profile")).body.username).toBe(before.username);
  });

  it("lie below others and go with them", async () => {
    const twin = await start("linode", { seed: "empty" });
    const id = await running(twin);
    const disk = (await ask(twin, "POST", `/linode/instances/${id}/disks`, { size: 1500, label: "root" })).body;
    expect((await ask(twin, "GET", `/linode/instances/${id}/disks`)).body.results).toBe(1);
    expect((await ask(twin, "GET", `/linode/instances/99/disks`)).status).toBe(404);
    expect((await ask(twin, "GET", `/linode/instances/99/disks/${disk.id}`)).status).toBe(404);
    await ask(twin, "DELETE", `/linode/instances/${id}`);
    twin.advance(60_000);
    expect((await ask(twin, "GET", `/linode/instances/${id}`)).status).toBe(404);
    expect((await ask(twin, "GET", `/linode/instances/${id}/disks/${disk.id}`)).status).toBe(404);
    expect(wrongReplies(twin)).toEqual([]);
  });

  it("refer only to what is there", async () => {
    const twin = await start("linode", { seed: "empty" });
    const refused = await ask(twin, "POST", "/linode/instances", { ...newInstance, region: "mars" });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([{ reason: "There is no Region mars.", field: "region" }]);
  });

  it("are shown under the thing that they refer to", async () => {
    const twin = await start("linode", { seed: "empty" });
    const id = await running(twin);
    const volume = (await ask(twin, "POST", "/volumes", { label: "data", size: 20, region: "us-east" })).body;
    expect((await ask(twin, "GET", `/linode/instances/${id}/volumes`)).body.results).toBe(0);
    twin.advance(60_000);
    await ask(twin, "POST", `/volumes/${volume.id}/attach`, { linode_id: id });
    expect((await ask(twin, "GET", `/linode/instances/${id}/volumes`)).body.data).toMatchObject([
      { id: volume.id, linode_id: id },
    ]);
  });
});

describe("the life of a Linode", () => {
  it("goes on by itself", async () => {
    const twin = await start("linode", { seed: "empty", speed: 0 });
    const made = (await ask(twin, "POST", "/linode/instances", { ...newInstance, label: "web" })).body;
    expect(made).toMatchObject({ status: "provisioning", label: "web", region: "us-east" });
    expect((await ask(twin, "GET", `/linode/instances/${made.id}`)).body.status).toBe("provisioning");
    twin.advance(60_000);
    expect((await ask(twin, "GET", `/linode/instances/${made.id}`)).body.status).toBe("running");
  });

  it("is moved by actions, but not in states that forbid it", async () => {
    const twin = await start("linode", { seed: "empty", speed: 0 });
    const id = await running(twin);
    expect((await ask(twin, "POST", `/linode/instances/${id}/boot`)).body.errors[0].reason).toMatch(
      /while the instance is running/,
    );
    expect((await ask(twin, "POST", `/linode/instances/${id}/shutdown`)).body).toEqual({});
    expect((await ask(twin, "GET", `/linode/instances/${id}`)).body.status).toBe("shutting_down");
    twin.advance(60_000);
    expect((await ask(twin, "GET", `/linode/instances/${id}`)).body.status).toBe("offline");
    await ask(twin, "POST", `/linode/instances/${id}/boot`);
    twin.advance(60_000);
    expect((await ask(twin, "GET", `/linode/instances/${id}`)).body.status).toBe("running");
  });

  it("goes as fast as the clock", async () => {
    const twin = await start("linode", { seed: "empty", speed: 100_000 });
    const { id } = (await ask(twin, "POST", "/linode/instances", newInstance)).body;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await ask(twin, "GET", `/linode/instances/${id}`)).body.status).toBe("running");
  });
});

describe("lists", () => {
  async function withKeys(count: number): Promise<Twin> {
    const twin = await start("linode", { seed: "empty" });
    for (let number = 1; number <= count; number++)
      await ask(twin, "POST", "/profile/sshkeys", { ...key, label: `key ${number}` });
    return twin;
  }

  it("come in pages", async () => {
    const twin = await withKeys(60);
    const page = (await ask(twin, "GET", "/profile/sshkeys?page=2&page_size=25")).body;
    expect(page).toMatchObject({ page: 2, pages: 3, results: 60 });
    expect(page.data.map(({ id }: { id: number }) => id)).toEqual(Array.from({ length: 25 }, (_, index) => index + 26));
    expect((await ask(twin, "GET", "/profile/sshkeys?page=3&page_size=25")).body.data).toHaveLength(10);
    expect((await ask(twin, "GET", "/profile/sshkeys?page_size=1")).status).toBe(400);
  });

  it("are narrowed and ordered by the header", async () => {
    const twin = await withKeys(12);
    const ids = async (filter: unknown): Promise<number[]> => {
      const { body } = await ask(twin, "GET", "/profile/sshkeys", undefined, { "x-filter": JSON.stringify(filter) });
      return (body as { data: { id: number }[] }).data.map(({ id }) => id);
    };
    expect(await ids({ label: "key 3" })).toEqual([3]);
    expect(await ids({ label: { "+contains": "key 1" } })).toEqual([1, 10, 11, 12]);
    expect(await ids({ "+or": [{ id: 2 }, { "+and": [{ id: { "+gt": 8 } }, { id: { "+lte": 10 } }] }] })).toEqual([
      2, 9, 10,
    ]);
    expect(await ids({ id: { "+gte": 10 }, "+order_by": "id", "+order": "desc" })).toEqual([12, 11, 10]);
    expect(await ids({ id: { "+neq": 1 }, label: { "+contains": "1" } })).toEqual([10, 11, 12]);
    const wrong = await ask(twin, "GET", "/profile/sshkeys", undefined, { "x-filter": '{"id":{"+between":1}}' });
    expect([wrong.status, wrong.body.errors[0].reason]).toEqual([400, "The filter knows no comparison +between."]);
  });
});

describe("requests outside the spec", () => {
  it("are refused in the API's own form, and listed", async () => {
    const twin = await start("linode");
    const wrong = await ask(twin, "POST", "/profile/sshkeys", { label: "x".repeat(65), ssh_key: 7 });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(["label", "ssh_key"]);
    expect((await ask(twin, "GET", "/nowhere")).body).toEqual({ errors: [{ reason: "Not found." }] });
    const method = await ask(twin, "PATCH", "/profile/sshkeys/42", {});
    expect([method.status, method.headers.get("allow")]).toEqual([405, "GET, PUT, DELETE"]);
    const media = await ask(twin, "POST", "/profile/sshkeys", {}, { "content-type": "text/csv" });
    expect(media.status).toBe(415);
    const outside = (await ask(twin, "GET", `/../__twin/requests?outside=true`)).body.requests;
    expect(outside.map(({ status }: { status: number }) => status)).toEqual([400, 404, 405, 415]);
    expect(twin.requests[0]).toMatchObject({
      operation: "addSshKey",
      problems: [expect.stringContaining("label"), "body ssh_key: must be string"],
    });
  });

  it("are judged with unknown query parameters in mind", async () => {
    const twin = await start("linode");
    expect((await ask(twin, "GET", "/profile?colour=red")).status).toBe(200);
    expect(twin.requests[0]?.notes).toEqual(["The document knows no query parameter `colour` here."]);
  });
});

describe("tokens", () => {
  it("open doors as far as their scopes go", async () => {
    const twin = await start("linode", {
      speed: 0,
      credentials: {
        tokens: {
          all: {},
          reader: { scopes: "account:read_only" },
          writer: { scopes: "account:read_write" },
          late: { expiresInMs: 1_000 },
        },
      },
    });
    const as = (token: string, method: string, body?: unknown): Promise<{ status: number; body: unknown }> =>
      ask(twin, method, "/profile/sshkeys", body, { authorization: `Bearer ${token}` });
    expect((await as("nobody", "GET")).body).toEqual({ errors: [{ reason: "The token is not known." }] });
    expect((await as("nobody", "GET")).status).toBe(401);
    expect((await as("reader", "GET")).status).toBe(200);
    expect(await as("reader", "POST", key)).toMatchObject({
      status: 403,
      body: { errors: [{ reason: "The token lacks the scope account:read_write." }] },
    });
    expect((await as("writer", "GET")).status).toBe(200);
    expect((await as("writer", "POST", key)).status).toBe(200);
    expect((await as("late", "GET")).status).toBe(200);
    twin.advance(1_001);
    expect((await as("late", "GET")).body).toEqual({ errors: [{ reason: "The token has run out." }] });
  });

  it("that were made through the API work until they are revoked, and are shown whole only once", async () => {
    const twin = await start("linode", { seed: "empty" });
    const made = (
      await ask(twin, "POST", "/profile/tokens", { label: "mine", scopes: "account:read_only", expiry: null })
    ).body;
    expect(made.token).toMatch(/^[0-9a-f]{64}$/);
    expect((await ask(twin, "GET", `/profile/tokens/${made.id}`)).body.token).toBe(made.token.slice(0, 16));
    const own = { authorization: `Bearer ${made.token}` };
    expect((await ask(twin, "GET", "/profile/sshkeys", undefined, own)).status).toBe(200);
    expect((await ask(twin, "POST", "/profile/sshkeys", key, own)).status).toBe(403);
    await ask(twin, "DELETE", `/profile/tokens/${made.id}`);
    expect((await ask(twin, "GET", "/profile/sshkeys", undefined, own)).status).toBe(401);
    expect(JSON.stringify(twin.requests)).not.toContain(made.token);
  });
});
