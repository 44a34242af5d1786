import { describe, expect, it } from "vitest";
import { isApiError, isWaiterError, waitUntilExecutionFinished, type Execution } from "@clientwright/decapod";
import { isNotFoundError } from "@clientwright/runtime";
import { failure, useDecapod } from "./support.js";

const decapod = useDecapod();
const pace = { delayMs: 1 };

/** A playbook configuration that can be executed. */
function configure(): { readonly id: string; readonly version: number } {
  const { world } = decapod.server;
  const cluster = world.clusters.add({ name: "ceph", configuration: {} }, null);
  return world.configurations.add(
    { name: "hello", playbook_id: "hello_world", cluster_id: cluster.id, configuration: {} },
    null,
  );
}

describe("an execution", () => {
  it("is of a certain version of a playbook configuration", async () => {
    const { id } = configure();
    const client = decapod.client();
    const configuration = client.playbookConfiguration(id);
    await configuration.load();
    configuration.name = "hello again";
    await configuration.save();
    const execution = await configuration.execute();
    expect(JSON.parse(decapod.server.seen.at(-1)?.body ?? "")).toEqual({
      playbook_configuration: { id, version: 2 },
    });
    expect(execution.state).toBe("created");
    const missing = client.createExecution({ playbook_configuration: { id, version: 9 } });
    const error = await failure(missing);
    expect(isApiError(error) && error.problems[0]?.code).toBe("UnknownPlaybookConfiguration");
  });

  it("goes through its states, each a version", async () => {
    const client = decapod.client();
    const { id, version } = configure();
    const made = await client.createExecution({ playbook_configuration: { id, version } });
    const states: string[] = [];
    const done = await client.waitUntilExecutionFinished(
      { executionId: made.id },
      { ...pace, onProgress: ({ value, verdict }) => void states.push(`${value?.data.state} ${verdict}`) },
    );
    expect(done.data.state).toBe("completed");
    expect(states).toEqual(["created pending", "started pending", "completed done"]);
    const { items } = await client.listExecutionVersions({ executionId: made.id });
    expect(items.map(({ data }) => data.state)).toEqual(["completed", "started", "created"]);
    expect((await client.getExecutionVersion({ executionId: made.id, version: 2 })).data.state).toBe("started");
  });

  it.each(["failed", "canceled"])("that ends as %s ends the wait by an error that tells which", async (end) => {
    decapod.server.world.plan = ["started", end];
    const client = decapod.client();
    const execution = await client.playbookConfiguration(configure().id).execute();
    const error = await failure(execution.waitUntilFinished(pace));
    if (!isWaiterError(error)) throw error;
    expect(error.reason).toBe("failed");
    expect((error.last as Execution).data.state).toBe(end);
    expect((await execution.refresh()).state).toBe(end);
  });

  it("that does not end in time is told apart from one that failed", async () => {
    decapod.server.world.plan = ["started"];
    const client = decapod.client();
    const { id } = await client.playbookConfiguration(configure().id).execute();
    const error = await failure(waitUntilExecutionFinished(client, { executionId: id }, { ...pace, maxWaitMs: 100 }));
    expect(isWaiterError(error) && error.reason).toBe("timeout");
  });

  it("goes on when its caller stops waiting for it", async () => {
    decapod.server.world.plan = ["started"];
    const client = decapod.client();
    const { id } = await client.playbookConfiguration(configure().id).execute();
    const stop = new AbortController();
    const waiting = client.waitUntilExecutionFinished(
      { executionId: id },
      { ...pace, signal: stop.signal, onProgress: ({ looks }) => (looks === 3 ? stop.abort("enough") : undefined) },
    );
    expect(await failure(waiting)).toBe("enough");
    expect((await client.getExecution({ executionId: id })).data.state).toBe("started");
  });

  it("can be waited for from another process", async () => {
    const { id, version } = configure();
    const text = String(await decapod.client().beginCreateExecution({ playbook_configuration: { id, version } }));
    expect(text).not.toContain("s3cret");
    const result = await decapod.client().resumeCreateExecution(text).result(pace);
    expect(result.data.state).toBe("completed");
    expect(decapod.server.lines().filter((line) => line.startsWith("POST"))).toHaveLength(1);
  });

  it("is cancelled at once before its start", async () => {
    const execution = await decapod.client().playbookConfiguration(configure().id).execute();
    await execution.cancel();
    expect(execution.state).toBe("canceled");
    expect(decapod.server.lines().at(-1)).toBe(`DELETE /v1/execution/${execution.id}/`);
  });

  it("is being cancelled for a while after its start, and the wait ends by an error", async () => {
    decapod.server.world.plan = ["started"];
    const execution = await decapod.client().playbookConfiguration(configure().id).execute();
    await execution.refresh();
    await execution.cancel();
    expect(execution.state).toBe("canceling");
    const error = await failure(execution.waitUntilFinished(pace));
    expect(isWaiterError(error) && (error.last as Execution).data.state).toBe("canceled");
  });

  it("stays as it is when it is over", async () => {
    const execution = await decapod.client().playbookConfiguration(configure().id).execute();
    await execution.waitUntilFinished(pace);
    await execution.cancel();
    expect(execution.state).toBe("completed");
    expect((await execution.versions().toArray()).length).toBe(3);
  });

  it("may be started along with its configuration, which is locked meanwhile", async () => {
    const client = decapod.client();
    const cluster = await client.createCluster({ name: "ceph" });
    const configuration = client.playbookConfiguration(
      await client.createPlaybookConfiguration({
        name: "hello",
        playbook_id: "hello_world",
        cluster_id: cluster.id,
        server_ids: [],
        hints: [],
        run: true,
      }),
    );
    const executionId = configuration.created_execution_id ?? "";
    const error = await failure(configuration.delete());
    expect(isApiError(error) && error.problems[0]?.code).toBe("CannotDeleteLockedPlaybookConfiguration");
    await client.execution(executionId).waitUntilFinished(pace);
    expect((await configuration.delete()).isDeleted).toBe(true);
  });
});

describe("the log of an execution", () => {
  const started = async (): Promise<string> => {
    const { world } = decapod.server;
    const { id } = world.execute(world.configurations.get(configure().id));
    world.move(id, "started");
    return id;
  };

  it("is not there before the start", async () => {
    const execution = await decapod.client().playbookConfiguration(configure().id).execute();
    expect(isNotFoundError(await failure(execution.log()))).toBe(true);
  });

  it("comes as an object by default, as the Python client asks for it", async () => {
    const executionId = await started();
    const log = await decapod.client().getExecutionLog({ executionId });
    expect(log).toEqual({ data: decapod.server.world.logOf(executionId) });
  });

  it("comes as text to be saved", async () => {
    const executionId = await started();
    const client = decapod.client();
    expect(await client.getExecutionLog({ executionId, download: 1 })).toBe(decapod.server.world.logOf(executionId));
    expect(decapod.server.lines().at(-1)).toBe(`GET /v1/execution/${executionId}/log/?download=1`);
  });

  it("comes as text to who asks for text", async () => {
    const executionId = await started();
    const log = await decapod
      .client()
      .execution(executionId)
      .log({}, { headers: { accept: "text/plain" } });
    expect(log).toBe(decapod.server.world.logOf(executionId));
  });
});

describe("the steps of an execution", () => {
  it("are models with an id of their own kind", async () => {
    const client = decapod.client();
    const execution = await client.playbookConfiguration(configure().id).execute();
    await execution.waitUntilFinished(pace);
    const steps = await execution.steps({ per_page: 2 }).toArray();
    expect(steps.map(({ data }) => `${data.name} ${data.result}`)).toEqual([
      "task 3 ok",
      "task 2 skipped",
      "task 1 error",
    ]);
    expect(steps[0]?.id).toMatch(/^[0-9a-f]{24}$/);
    expect(steps[0]).toMatchObject({ model: "execution_step", version: 1, initiator_id: execution.id });
    expect(Object.keys(steps[0]?.data ?? {}).sort()).toEqual(
      ["execution_id", "role", "name", "error", "server_id", "time_started", "time_finished", "result"].sort(),
    );
    const lines = decapod.server.lines().filter((line) => line.includes("/steps/"));
    expect(lines).toEqual([1, 2].map((page) => `GET /v1/execution/${execution.id}/steps/?page=${page}&per_page=2`));
  });
});
