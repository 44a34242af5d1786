import { describe, expect, it, vi } from "vitest";
import { IonosEnterpriseClient, LocationId, ResourceType } from "@clientwright/ionosenterprise";
import { onlyImages } from "../../support/ionosenterprise-world.js";
import { useIonos } from "./support.js";

const account = useIonos({ seed: onlyImages });

describe("a client", () => {
  it("is made from user name, password and what else there is to say, and sends nothing by itself", async () => {
    const client = account.client({
      baseUrl: account.server.url,
      headers: { "X-Team": "harbour" },
      userAgent: "crane/1.2",
      contractNumber: 31721637,
    });
    expect(client).toBeInstanceOf(IonosEnterpriseClient);
    client.datacenter("00000000-0000-4000-8000-000000000000");
    client.paginateImages();
    expect(account.server.calls).toEqual([]);

    await client.listImages();
    expect(account.server.calls).toHaveLength(1);
    expect(account.last().headers).toMatchObject({
      authorization: `Basic ${btoa("twin:twin")}`,
      "x-team": "harbour",
      "x-contract-number": "31721637",
    });
    expect(account.last().headers["user-agent"]).toMatch(/^crane\/1\.2 .*\/\d/);
  });

  it("sends headers of its own with every request, which win over those it would send itself", async () => {
    const client = account.client({
      headers: { "User-Agent": "crane", Accept: "application/json;q=0.5", "X-Team": "a" },
    });
    await client.listImages();
    await client.listLocations();
    for (const { headers } of account.server.calls) {
      expect(headers).toMatchObject({ "user-agent": "crane", accept: "application/json;q=0.5", "x-team": "a" });
    }
    expect(account.server.calls).toHaveLength(2);
  });

  it("takes what it needs to sign in from the environment when asked to", async () => {
    vi.stubEnv("IONOS_USERNAME", "twin");
    vi.stubEnv("IONOS_PASSWORD", "twin");
    try {
      const { url: baseUrl, transport } = account.server;
      await IonosEnterpriseClient.fromEnv({ baseUrl, transport }).listImages();
      expect(account.last().headers["authorization"]).toBe(`Basic ${btoa("twin:twin")}`);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("signs in with letters of any alphabet, as UTF-8", async () => {
    const seen: unknown[] = [];
    const client = account.client({
      username: "jürgen@example.org",
      password: "пароль",
      transport: async (_, { headers }) => {
        seen.push(headers["authorization"]);
        return Response.json({ type: "collection", items: [] });
      },
    });
    await client.listImages();
    expect(seen).toEqual([`Basic ${Buffer.from("jürgen@example.org:пароль", "utf8").toString("base64")}`]);
  });

  it("goes to the vendor's address unless told otherwise", async () => {
    const seen: string[] = [];
    const client = new IonosEnterpriseClient({
      username: "ann",
      password: "other",
      transport: async (url) => {
        seen.push(url);
        return Response.json({ type: "collection", items: [] });
      },
    });
    await client.listImages();
    expect(seen).toEqual(["https://api.ionos.com/cloudapi/v5/images?depth=1"]);
  });
});

describe("the resources that can be shared", () => {
  it("are listed all together or by type, and read by type and id", async () => {
    account.server.twin.reset("examples");
    const client = account.client();
    const { items } = await client.listResources();
    expect(account.last().target).toMatch(/^\/um\/resources\?/);
    await client.listResourcesByType({ resourceType: ResourceType.Datacenter });
    expect(account.last().target).toMatch(/^\/um\/resources\/datacenter\?/);
    const [first] = items;
    if (first === undefined) throw new Error("there is nothing to share");
    const one = await client.getResource({ resourceType: first.type, resourceId: first.id });
    expect(account.last().target).toMatch(new RegExp(`^/um/resources/datacenter/${first.id}\\?`));
    expect(one.properties?.name).toBe("Data Center Name");
  });
});

describe("the id of a location", () => {
  it("has two parts in paths, and is one text in data centres, IP blocks and images", async () => {
    const client = account.client();
    const [regionId = "", locationId = ""] = LocationId.LasVegas.split("/");
    const { id } = await client.getLocation({ regionId, locationId });
    expect(account.last().target).toMatch(/^\/locations\/us\/las(\?|$)/);
    expect(id).toBe(LocationId.LasVegas);

    const datacenter = await client.createDatacenter({ properties: { name: "home", location: id } });
    expect(datacenter.properties?.location).toBe("us/las");
    const block = await client.reserveIpblock({ properties: { location: id, size: 1 } });
    expect(block.properties?.location).toBe("us/las");
    const images = await client.paginateImages().toArray();
    expect(images.some(({ properties }) => properties?.location === id)).toBe(true);
  });
});
