import { describe, expect, it } from "vitest";
import { CloudApiClient, createMachine, type Dataset, type ErrorCode } from "@clientwright/cloudapi";
import { ConfigurationError, isApiError, readJsonOrText, withReply } from "@clientwright/runtime";
import { defaultPackage, searchDatasets } from "../../../specs/cloudapi/extras/search.js";
import { complaints, failure, linesOf, machine, meet } from "./support.js";

/* Calls at a twin, which judges each request by the spec. */

describe("a client without a key", () => {
  it("never sends an Authorization header: what needs no key is sent, and the rest is not", async () => {
    const { twin, options } = await meet();
    const client = new CloudApiClient({ ...options, signer: undefined });
    await client.ping();
    await client.getApiDescription();
    expect(await failure(client.listKeys())).toBeInstanceOf(ConfigurationError);
    expect(linesOf(twin)).toEqual(["GET /--ping", "GET /"]);
    for (const { headers } of twin.requests) expect(headers).not.toHaveProperty("authorization");
  });
});

describe("a call by hand", () => {
  it("sends method, path, headers and body as it is told, and gives what the reply holds with the reply", async () => {
    const { twin, client } = await meet({ seed: { "/my/machines": [machine("one", { tags: { role: "web" } })] } });
    const { login } = client.settings;
    const [one] = await client.listMachines();
    const { data, reply } = await withReply((options) =>
      client.send<object>({ operation: "byHand", method: "GET", path: `/${login}/machines/${one?.id}/tags` }, options),
    );
    expect(data).toEqual({ role: "web" });
    expect([reply.status, reply.headers.get("content-type")]).toEqual([
      200,
      expect.stringMatching(/^application\/json/),
    ]);
    const call = { operation: "byHand", path: `/${login}/machines/${one?.id}/tags/role` };
    // Text that is no JSON stays text, and no body is undefined.
    expect(await client.send({ ...call, method: "GET", accept: "text/plain", reply: readJsonOrText })).toBe("web");
    expect(await client.send({ ...call, method: "DELETE", headers: { "x-team": "blue" } })).toBeUndefined();
    expect(twin.requests.at(-1)).toMatchObject({ method: "DELETE", status: 204, headers: { "x-team": "blue" } });
  });

  it("fails like any other", async () => {
    const { client } = await meet();
    const error = await failure(client.send({ operation: "byHand", method: "GET", path: "/ada/keys/none" }));
    const code: ErrorCode = "ResourceNotFound";
    expect(isApiError(error) && [error.status, error.problems[0]?.code]).toEqual([404, code]);
    expect(String(error)).toContain("byHand");
  });
});

describe("the summary of the API", () => {
  it("is read, unsigned, from a server that still has it, and is an error at one that has not", async () => {
    const { twin, client } = await meet();
    const summary = { account: { GetAccount: "GET /:login" } };
    twin.fault({ operation: "getApiDescription", status: 200, body: summary, times: 1 });
    expect(await client.getApiDescription()).toEqual(summary);
    expect(twin.requests[0]?.headers).not.toHaveProperty("authorization");
    twin.fail("getApiDescription", 404);
    expect(await failure(client.getApiDescription())).toMatchObject({ status: 404 });
  });
});

describe("things in the place of their ids", () => {
  it("are taken wherever an id is, of each kind by what names it", async () => {
    const { twin, client } = await meet();
    const [dataset, image, network, size, one] = await Promise.all([
      client.listDatasets().then(first),
      client.listImages().then(first),
      client.listNetworks().then(first),
      client.listPackages().then(first),
      client.listMachines().then(first),
    ]);
    const before = twin.requests.length;
    expect((await client.getDataset({ datasetId: dataset })).id).toBe(dataset.id);
    expect((await client.getImage({ imageId: image })).id).toBe(image.id);
    expect((await client.getNetwork({ networkId: network })).id).toBe(network.id);
    expect((await client.getPackage({ packageName: size })).name).toBe(size.name);
    expect((await client.getMachine({ machineId: one })).id).toBe(one.id);
    await client.listMachines({ image });
    await client.createMachine({ image, package: size });
    expect(linesOf(twin).slice(before)).toEqual([
      `GET /ada/datasets/${dataset.id}`,
      `GET /ada/images/${image.id}`,
      `GET /ada/networks/${network.id}`,
      `GET /ada/packages/${size.name}`,
      `GET /ada/machines/${one.id}`,
      `GET /ada/machines?image=${image.id}`,
      "POST /ada/machines",
    ]);
    expect(twin.requests.at(-1)?.body).toEqual({ image: image.id, package: size.name });
    // The id itself says the same.
    expect((await client.getImage({ imageId: image.id })).id).toBe(image.id);
    expect(complaints(twin)).toEqual([]);
  });

  it("of a dataset give the id, in every call; its URN is taken as text", async () => {
    const { twin, client } = await meet();
    const dataset = first(searchDatasets(await client.listDatasets(), "nodejs"));
    const urn = dataset.urn ?? "";
    expect((await client.getDataset({ datasetId: dataset })).urn).toBe(urn);
    expect((await client.getDataset({ datasetId: urn })).id).toBe(dataset.id);
    await client.createMachine({ dataset });
    await client.listMachines({ dataset });
    await client.listMachines({ dataset: urn });
    // One of which only the id is known will do; one without an id is named by its URN.
    await client.getDataset({ datasetId: { id: dataset.id } });
    const bare: Pick<Dataset, "urn"> & { readonly id?: string } = { urn };
    await client.getDataset({ datasetId: bare.id ?? urn });
    const escaped = encodeURIComponent(urn);
    expect(linesOf(twin).slice(1)).toEqual([
      `GET /ada/datasets/${dataset.id}`,
      `GET /ada/datasets/${escaped}`,
      "POST /ada/machines",
      `GET /ada/machines?dataset=${dataset.id}`,
      `GET /ada/machines?dataset=${escaped}`,
      `GET /ada/datasets/${dataset.id}`,
      `GET /ada/datasets/${escaped}`,
    ]);
    expect(twin.requests[3]?.body).toEqual({ dataset: dataset.id });
  });
});

describe("a list of machines by name", () => {
  it("holds that machine alone, or nothing", async () => {
    const { twin, client } = await meet({ seed: { "/my/machines": [machine("one"), machine("two")] } });
    expect((await client.listMachines({ name: "two" })).map(({ name }) => name)).toEqual(["two"]);
    expect(await client.listMachines({ name: "three" })).toEqual([]);
    expect((await client.machines({ name: "one" }).first())?.name).toBe("one");
    expect(linesOf(twin)[0]).toBe("GET /ada/machines?name=two");
    expect(complaints(twin)).toEqual([]);
  });
});

describe("a machine that nothing is said of", () => {
  it("gets a name, a size and an image from the server", async () => {
    const { twin, client } = await meet();
    const made = await client.createMachine();
    expect(twin.requests[0]?.body).toEqual({});
    expect([made.state, made.name]).toEqual(["provisioning", expect.stringMatching(/./)]);
    expect((await client.getMachine({ machineId: made })).id).toBe(made.id);
    expect(complaints(twin)).toEqual([]);
  });

  it("is made by the function with a client, and by the method of one, alike", async () => {
    const { twin, client } = await meet();
    const input = { name: "web1", tags: { role: "web" } };
    const one = client.machine(await createMachine(client, input));
    const other = client.machine(await client.createMachine(input));
    const [first, second] = twin.requests;
    expect([first?.method, first?.target, first?.body]).toEqual([second?.method, second?.target, second?.body]);
    expect([one.name, one.state]).toEqual([other.name, other.state]);
    expect(one.equals(other)).toBe(false);
  });
});

describe("a server of version 6.5", () => {
  it("is asked in that version, for datasets with a default and for packages that are searched here", async () => {
    const sizes = ["small", "large"].map((name) => ({
      name,
      memory: 128,
      disk: 1,
      swap: 1,
      default: name === "large",
    }));
    const { twin, options } = await meet({ seed: { "/my/packages": sizes } });
    const client = new CloudApiClient({ ...options, apiVersion: "~6.5" });
    const datasets = await client.listDatasets();
    expect(datasets.find((each) => each.default)?.name).toBe("nodejs");
    const packages = await client.listPackages();
    expect(packages.filter(({ name }) => /^SMALL/i.test(name)).map(({ name }) => name)).toEqual(["small"]);
    expect(defaultPackage(packages)?.name).toBe("large");
    const made = await client.createMachine({ dataset: "sdc:sdc:nodejs:1.1.3", package: "large" });
    expect(twin.requests.at(-1)?.body).toEqual({ dataset: "sdc:sdc:nodejs:1.1.3", package: "large" });
    await client.listMachines({ dataset: "sdc:sdc:nodejs:1.1.3", tombstone: 20 });
    expect(made.state).toBe("provisioning");
    for (const { headers } of twin.requests) expect(headers["x-api-version"]).toBe("~6.5");
    expect(linesOf(twin).at(-1)).toBe("GET /ada/machines?dataset=sdc%3Asdc%3Anodejs%3A1.1.3&tombstone=20");
    expect(complaints(twin)).toEqual([]);
  });
});

function first<Item>([item]: readonly Item[]): Item {
  if (item === undefined) throw new Error("the list is empty");
  return item;
}
