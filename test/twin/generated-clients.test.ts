import { describe, expect, it } from "vitest";
import { DecapodClient } from "../../generated/decapod/src/index.js";
import { IonosEnterpriseClient } from "../../generated/ionosenterprise/src/index.js";
import { LinodeClient } from "../../generated/linode/src/index.js";
import type { Twin } from "../../twin/src/index.js";
import { start, wrongReplies } from "./support.js";

/* Our own clients, without sockets. What they send must be within the spec that they were made from. */

function expectOrder(twin: Twin): void {
  expect(
    twin.requests.flatMap(({ problems, notes, target }) => [...problems, ...notes].map((text) => `${target}: ${text}`)),
  ).toEqual([]);
  expect(wrongReplies(twin)).toEqual([]);
}

describe("our clients", () => {
  it("have a Linode boot", async () => {
    const twin = await start("linode", { seed: "empty", speed: 0 });
    const client = new LinodeClient({ token: "twin-token", baseUrl: twin.url, transport: twin.fetch });
    const made = await client.createInstance({ region: "us-east", type: "g6-standard-2" });
    expect(made.status).toBe("provisioning");
    twin.advance(60_000);
    expect((await client.getInstance({ linodeId: made.id })).status).toBe("running");
    twin.fail("getInstance", 503, { times: 1 });
    // The client asks again by itself.
    expect((await client.getInstance({ linodeId: made.id })).status).toBe("running");
    expectOrder(twin);
  });

  it("follow the work of IONOS to its end", async () => {
    const twin = await start("ionosenterprise", { seed: "empty", speed: 1_000 });
    const client = new IonosEnterpriseClient({
      username: "twin",
      password: "twin",
      baseUrl: twin.url,
      transport: twin.fetch,
    });
    const made = await client.createDatacenter({ properties: { name: "dc", location: "de/fkb" } });
    expect((await client.getDatacenter({ datacenterId: made.id ?? "" })).properties?.name).toBe("dc");
    expectOrder(twin);
  });

  it("sign in to Decapod by themselves", async () => {
    const twin = await start("decapod", { seed: "empty" });
    const client = new DecapodClient({ username: "twin", password: "twin", baseUrl: twin.url, transport: twin.fetch });
    const cluster = await client.createCluster({ name: "first" });
    expect((await client.getCluster({ clusterId: cluster.id })).data.name).toBe("first");
    expect(twin.requests.map(({ operation }) => operation)).toEqual(["login", "createCluster", "getCluster"]);
    expectOrder(twin);
  });
});
