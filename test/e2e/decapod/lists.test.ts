import { describe, expect, it } from "vitest";
import { clusterFilter, SortDirection, Switch, userFilter } from "@clientwright/decapod";
import { isInputError } from "@clientwright/runtime";
import { failure, useDecapod } from "./support.js";

const decapod = useDecapod();
const makeClusters = (...names: readonly string[]): void => {
  for (const name of names) decapod.server.world.clusters.add({ name, configuration: {} }, null);
};
const numbered = Array.from({ length: 30 }, (_, index) => `c${String(index).padStart(2, "0")}`);
const nameOf = ({ data }: { readonly data: { readonly name: string } }): string => data.name;

describe("a list", () => {
  it("answers with a page: items, its number and size, and how many there are", async () => {
    makeClusters(...numbered);
    const page = await decapod.client().listClusters();
    expect(page).toMatchObject({ page: 1, per_page: 25, total: 30 });
    expect(page.items.map(nameOf)).toEqual(numbered.slice(0, 25));
    expect(decapod.server.lines()).toEqual(["GET /v1/cluster/"]);
  });

  it("sends what it is told, and nothing else", async () => {
    const client = decapod.client();
    await client.listClusters({ page: 2, per_page: 10, all: undefined, filter: undefined });
    expect(decapod.server.lines()).toEqual(["GET /v1/cluster/?page=2&per_page=10"]);
  });

  it("puts everything on one page on demand", async () => {
    makeClusters(...numbered);
    const client = decapod.client();
    expect(await client.listClusters({ all: Switch.On })).toMatchObject({ page: 1, per_page: 30, total: 30 });
    expect(await client.listClusters({ all: Switch.Off })).toMatchObject({ per_page: 25 });
    expect(decapod.server.lines()).toEqual(["GET /v1/cluster/?all=1", "GET /v1/cluster/?all=0"]);
  });

  it("leaves out what is deleted, unless the filter speaks of it", async () => {
    makeClusters("kept", "gone");
    const { world } = decapod.server;
    const gone = world.clusters.all().find(({ data }) => data["name"] === "gone");
    world.clusters.delete(gone?.id ?? "", null);
    const client = decapod.client();
    expect((await client.listClusters()).items.map(nameOf)).toEqual(["kept"]);
    const filter = clusterFilter.gt("time_deleted", 0);
    expect((await client.listClusters({ filter })).items.map(nameOf)).toEqual(["gone"]);
  });

  it("is read on to its end, page by page and as far as is asked", async () => {
    makeClusters(...numbered);
    const client = decapod.client();
    const names: string[] = [];
    for await (const cluster of client.paginateClusters({ per_page: 12 })) names.push(cluster.data.name);
    expect(names).toEqual(numbered);
    expect(decapod.server.lines()).toEqual([1, 2, 3].map((page) => `GET /v1/cluster/?page=${page}&per_page=12`));
    decapod.server.seen.length = 0;
    expect((await client.paginateClusters().toArray({ limit: 3 })).map(nameOf)).toEqual(["c00", "c01", "c02"]);
    expect(await client.paginateClusters().total()).toBe(30);
    expect((await client.clusters().first())?.name).toBe("c00");
    expect(decapod.server.lines()).toHaveLength(3);
  });

  it("of no items is one", async () => {
    expect(await decapod.client().paginateClusters().toArray()).toEqual([]);
    expect(decapod.server.lines()).toHaveLength(1);
  });

  it("may be one page with all", async () => {
    makeClusters(...numbered);
    const all = await decapod.client().paginateClusters({ all: 1 }).toArray();
    expect(all.map(nameOf)).toEqual(numbered);
    expect(decapod.server.lines()).toHaveLength(1);
  });

  it.each([{ page: 0 }, { per_page: 0 }, { page: 1.5 }, { page: Number.NaN }])(
    "refuses %j, which the server would pass over",
    async (input) => {
      expect(isInputError(await failure(decapod.client().listClusters(input)))).toBe(true);
      expect(decapod.server.seen).toEqual([]);
    },
  );
});

describe("a filter", () => {
  it.each([
    ["eq", clusterFilter.eq("name", "b"), '{"name":{"eq":"b"}}', ["b"]],
    ["ne", clusterFilter.ne("name", "b"), '{"name":{"ne":"b"}}', ["a", "c"]],
    ["gt", clusterFilter.gt("name", "b"), '{"name":{"gt":"b"}}', ["c"]],
    ["gte", clusterFilter.gte("name", "b"), '{"name":{"gte":"b"}}', ["b", "c"]],
    ["lt", clusterFilter.lt("name", "b"), '{"name":{"lt":"b"}}', ["a"]],
    ["lte", clusterFilter.lte("name", "b"), '{"name":{"lte":"b"}}', ["a", "b"]],
    ["in", clusterFilter.in("name", ["a", "c"]), '{"name":{"in":["a","c"]}}', ["a", "c"]],
    ["regexp", clusterFilter.matches("name", "^[ab]$"), '{"name":{"regexp":"^[ab]$"}}', ["a", "b"]],
    [
      "two at once",
      clusterFilter.gt("version", 0).and(clusterFilter.ne("name", "a")),
      '{"version":{"gt":0},"name":{"ne":"a"}}',
      ["b", "c"],
    ],
    ["a plain value", { name: "c" }, '{"name":"c"}', ["c"]],
    ["a plain comparison", { version: { gte: 1, lt: 2 } }, '{"version":{"gte":1,"lt":2}}', ["a", "b", "c"]],
  ] as const)("goes as compact JSON: %s", async (_, filter, written, found) => {
    makeClusters("a", "b", "c");
    const { items } = await decapod.client().listClusters({ filter });
    expect(decapod.server.lines()).toEqual([`GET /v1/cluster/?filter=${written}`]);
    expect(items.map(nameOf)).toEqual(found);
  });

  it("survives whatever is in a value", async () => {
    const full = 'Ann "&=+%#" Grün';
    const { users } = decapod.server.world;
    users.add({ login: "ann", email: "a@example.org", full_name: full, role_id: null }, null);
    const { items } = await decapod.client().listUsers({ filter: userFilter.eq("full_name", full) });
    expect(items.map(({ data }) => data.login)).toEqual(["ann"]);
  });

  it("is kept from page to page", async () => {
    makeClusters(...numbered);
    const wanted = decapod.client().paginateClusters({ per_page: 5, filter: clusterFilter.matches("name", "^c0") });
    expect((await wanted.toArray()).map(nameOf)).toEqual(numbered.slice(0, 10));
    expect(decapod.server.lines()).toHaveLength(2);
  });
});

describe("an order", () => {
  it("goes as compact JSON, and the first member counts most", async () => {
    const { servers } = decapod.server.world;
    for (const [name, state] of [
      ["b", "off"],
      ["a", "operational"],
      ["a", "off"],
    ])
      servers.add({ name, state }, null);
    const client = decapod.client();
    const pairs = async (order: Parameters<typeof client.listServers>[0]): Promise<readonly string[]> =>
      (await client.listServers(order)).items.map(({ data }) => `${data.name} ${data.state}`);
    const { Ascending, Descending } = SortDirection;
    expect(await pairs({ sort_by: { name: Ascending, state: Descending } })).toEqual([
      "a operational",
      "a off",
      "b off",
    ]);
    expect(await pairs({ sort_by: { state: Ascending, name: Descending } })).toEqual([
      "b off",
      "a off",
      "a operational",
    ]);
    expect(decapod.server.lines()).toEqual([
      'GET /v1/server/?sort_by={"name":1,"state":-1}',
      'GET /v1/server/?sort_by={"state":1,"name":-1}',
    ]);
  });
});

describe("a list of versions", () => {
  it.each([
    ["listUserVersions", "user", "userId"],
    ["listRoleVersions", "role", "roleId"],
    ["listClusterVersions", "cluster", "clusterId"],
    ["listServerVersions", "server", "serverId"],
    ["listPlaybookConfigurationVersions", "playbook_configuration", "playbookConfigurationId"],
    ["listExecutionVersions", "execution", "executionId"],
  ] as const)("takes what other lists take, and is in the order of the server: %s", async (name, kind, idName) => {
    const { world } = decapod.server;
    const shelf = {
      user: world.users,
      role: world.roles,
      cluster: world.clusters,
      server: world.servers,
      playbook_configuration: world.configurations,
      execution: world.executions,
    }[kind];
    const { id } = shelf.add({ name: "1" }, null);
    shelf.change(id, { name: "2" }, null);
    shelf.change(id, { name: "3" }, null);
    const client = decapod.client();
    const list = Reflect.get(client, name) as (input: object) => Promise<{ items: { version: number }[] }>;
    const input = { page: 1, per_page: 2, all: 0, filter: { version: 1 }, sort_by: { version: 1 } };
    const { items, ...page } = await list.call(client, { [idName]: id, ...input });
    expect(items.map(({ version }) => version)).toEqual([3, 2]);
    expect(page).toEqual({ page: 1, per_page: 2, total: 3 });
    expect(decapod.server.lines().at(-1)).toBe(
      `GET /v1/${kind}/${id}/version/?page=1&per_page=2&all=0&filter={"version":1}&sort_by={"version":1}`,
    );
  });
});
