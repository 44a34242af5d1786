import { describe, expect, it } from "vitest";
import { DecapodClient, isApiError, isStaleError, isWaiterError } from "@clientwright/decapod";
import type { Twin } from "../../../twin/src/index.js";
import { start } from "../../twin/support.js";
import { failure } from "./support.js";

/*
 * The client and a server that has been made from the spec alone, over sockets. The twin judges each request by the spec,
 * so that the two have to agree on more than these tests look at.
 */

async function meet(): Promise<{ readonly twin: Twin; readonly client: DecapodClient }> {
  const twin = await start("decapod", { listen: {}, speed: 0 });
  return { twin, client: new DecapodClient({ baseUrl: twin.url, username: "twin", password: "twin" }) };
}

/** What the twin found wrong with the requests. */
const complaints = ({ requests }: Twin): readonly string[] =>
  requests.flatMap(({ method, target, problems }) => problems.map((problem) => `${method} ${target}: ${problem}`));

describe("a client and a twin", () => {
  it("list, change and delete, and tell who was late", async () => {
    const { twin, client } = await meet();
    const users = await client.paginateUsers().toArray();
    expect(users.length).toBeGreaterThan(0);
    const cluster = client.cluster(await client.createCluster({ name: "one" }));
    const same = client.cluster(await client.getCluster({ clusterId: cluster.id }));
    cluster.name = "two";
    await cluster.save();
    expect(cluster.version).toBe(2);
    same.name = "three";
    const error = await failure(same.save());
    if (!isStaleError(error)) throw error;
    expect(isApiError(error.cause) && error.cause.status).toBe(400);
    expect(same.changes).toEqual({ name: "three" });
    expect((await cluster.versions().toArray()).map(({ name }) => name)).toEqual(["two", "one"]);
    expect((await cluster.delete()).isDeleted).toBe(true);
    expect((await client.listClusters({ filter: { name: "two" } })).total).toBe(0);
    expect(complaints(twin)).toEqual([]);
  });

  it("run a playbook to its end", async () => {
    const { twin, client } = await meet();
    const configuration = await client.playbookConfigurations().first();
    if (configuration === undefined) throw new Error("the twin has no playbook configuration");
    const execution = await configuration.execute();
    const onProgress = (): void => twin.advance(60_000);
    await execution.waitUntilFinished({ delayMs: 1, onProgress });
    expect(execution.state).toBe("completed");
    expect((await execution.steps().toArray()).length).toBeGreaterThan(0);
    const log = await execution.log({}, { headers: { accept: "text/plain" } });
    expect(log).toContain("completed");
    expect(complaints(twin)).toEqual([]);
  });

  it("cancel an execution", async () => {
    const { client } = await meet();
    const configuration = await client.playbookConfigurations().first();
    const execution = await configuration?.execute();
    await execution?.cancel();
    const error = await failure(execution?.waitUntilFinished({ delayMs: 1 }) ?? Promise.resolve());
    expect(isWaiterError(error) && error.reason).toBe("failed");
    expect(execution?.state).toBe("canceled");
  });

  it("know what needs a login, and what ends a session", async () => {
    const { twin, client } = await meet();
    await client.getInfo();
    expect(twin.requests).toHaveLength(1);
    await client.getUserSelf();
    await client.logout();
    await client.getUserSelf();
    expect(twin.requests.filter(({ operation }) => operation === "login")).toHaveLength(2);
    const stranger = new DecapodClient({ baseUrl: twin.url, username: "twin", password: "wr0ng" });
    const error = await failure(stranger.getUserSelf());
    const cause = (error as Error).cause;
    expect(isApiError(cause) && cause.status).toBe(401);
  });
});
