import { expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { ask as askWith, start, wrongReplies, type Answer } from "./support.js";

const basic = `Basic ${Buffer.from("twin:twin").toString("base64")}`;
const ask = (twin: Twin, method: string, path: string, body?: unknown): Promise<Answer> =>
  askWith(twin, method, path, body, { authorization: basic });
const datacentre = { properties: { name: "dc", location: "de/fkb" } };

it("asks for a name and a password", async () => {
  const twin = await start("ionosenterprise");
  const refused = await askWith(twin, "GET", "/datacenters", undefined, {
    authorization: `Basic ${Buffer.from("twin:wrong").toString("base64")}`,
  });
  expect(refused.status).toBe(401);
  expect(refused.body).toMatchObject({
    httpStatus: 401,
    messages: [{ message: "The user name or the password is wrong." }],
  });
  expect((await ask(twin, "GET", "/datacenters")).status).toBe(200);
});

it("accepts work, and tells where to follow it to its end", async () => {
  const twin = await start("ionosenterprise", { seed: "empty", speed: 0 });
  const made = await ask(twin, "POST", "/datacenters", datacentre);
  expect(made.status).toBe(202);
  expect(made.body).toMatchObject({ properties: { name: "dc" }, metadata: { state: "BUSY" } });
  const location = made.headers.get("location") ?? "";
  expect(location).toMatch(new RegExp(`^${twin.url}/requests/[0-9a-f-]{36}/status$`));
  const status = async (): Promise<string> =>
    ((await ask(twin, "GET", location.slice(twin.url.length))).body as { metadata: { status: string } }).metadata
      .status;
  expect(await status()).toBe("QUEUED");
  twin.advance(30);
  expect(await status()).toBe("RUNNING");
  twin.advance(1_000);
  expect(await status()).toBe("DONE");
  expect((await ask(twin, "GET", `/datacenters/${made.body.id as string}`)).body.metadata.state).toBe("AVAILABLE");
  const requests = (await ask(twin, "GET", "/requests?depth=1")).body.items as {
    properties: { method: string; url: string };
  }[];
  expect(requests.at(-1)?.properties).toMatchObject({ method: "POST", url: `${twin.url}/datacenters` });
  expect(wrongReplies(twin)).toEqual([]);
});

it("lets work fail when told to", async () => {
  const twin = await start("ionosenterprise", { seed: "empty", speed: 0 });
  twin.fault({ operation: "createDatacenter", work: "No room.", times: 1 });
  const made = await ask(twin, "POST", "/datacenters", datacentre);
  twin.advance(1_000);
  expect(
    (await ask(twin, "GET", (made.headers.get("location") ?? "").slice(twin.url.length))).body.metadata,
  ).toMatchObject({ status: "FAILED", message: "No room." });
});

it("makes and shows what lies below a thing, as deep as asked for", async () => {
  const twin = await start("ionosenterprise", { seed: "empty", speed: 0 });
  const server = {
    properties: { name: "web", cores: 2, ram: 2048 },
    entities: { nics: { items: [{ properties: { name: "eth0", lan: 1 } }] } },
  };
  const { body: dc } = await ask(twin, "POST", "/datacenters", {
    ...datacentre,
    entities: { servers: { items: [server] } },
  });
  const path = `/datacenters/${dc.id as string}`;
  const servers = (await ask(twin, "GET", `${path}/servers?depth=1`)).body.items as {
    id: string;
    properties: { name: string };
  }[];
  expect(servers.map(({ properties }) => properties.name)).toEqual(["web"]);
  const nics = (await ask(twin, "GET", `${path}/servers/${servers[0]?.id ?? ""}/nics?depth=1`)).body.items as {
    properties: { name: string };
  }[];
  expect(nics.map(({ properties }) => properties.name)).toEqual(["eth0"]);
  expect((await ask(twin, "GET", `${path}?depth=0`)).body.entities?.servers).toBeUndefined();
  expect(Object.keys((await ask(twin, "GET", `${path}?depth=1`)).body.entities.servers.items[0] as object)).toEqual([
    "id",
    "type",
    "href",
  ]);
  expect((await ask(twin, "GET", `${path}?depth=2`)).body.entities.servers.items[0].properties.name).toBe("web");
  expect((await ask(twin, "GET", "/datacenters?depth=0")).body.items[0]).toEqual({
    id: dc.id,
    type: "datacenter",
    href: `${twin.url}/datacenters/${dc.id as string}`,
  });
  expect(wrongReplies(twin)).toEqual([]);
});

it("changes properties, attaches and detaches, and deletes with all below", async () => {
  const twin = await start("ionosenterprise", { seed: "empty", speed: 0 });
  const { body: dc } = await ask(twin, "POST", "/datacenters", datacentre);
  const path = `/datacenters/${dc.id as string}`;
  const { body: server } = await ask(twin, "POST", `${path}/servers`, {
    properties: { name: "web", cores: 2, ram: 2048 },
  });
  const { body: volume } = await ask(twin, "POST", `${path}/volumes`, {
    properties: { name: "data", size: 10, type: "HDD", licenceType: "LINUX" },
  });
  const own = `${path}/servers/${server.id as string}`;
  twin.advance(1_000);
  expect((await ask(twin, "PATCH", own, { cores: 4 })).body).toMatchObject({
    properties: { name: "web", cores: 4 },
    metadata: { state: "BUSY" },
  });
  expect((await ask(twin, "POST", `${own}/volumes`, { id: volume.id })).status).toBe(202);
  expect((await ask(twin, "GET", `${own}/volumes`)).body.items).toHaveLength(1);
  expect(
    (await ask(twin, "POST", `${own}/volumes`, { id: "00000000-0000-4000-8000-000000000000" })).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await ask(twin, "DELETE", `${own}/volumes/${volume.id as string}`)).status).toBe(202);
  expect((await ask(twin, "GET", `${own}/volumes`)).body.items).toEqual([]);
  expect((await ask(twin, "GET", `${path}/volumes/${volume.id as string}`)).status).toBe(200);
  expect((await ask(twin, "DELETE", path)).status).toBe(202);
  twin.advance(1_000);
  expect((await ask(twin, "GET", own)).status).toBe(404);
  expect(wrongReplies(twin)).toEqual([]);
});

it("knows places by two names", async () => {
  const twin = await start("ionosenterprise");
  expect((await ask(twin, "GET", "/locations/de/fkb")).body.id).toBe("de/fkb");
  expect((await ask(twin, "GET", "/locations/de/xyz")).status).toBe(404);
});
