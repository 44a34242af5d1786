import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask, start, wrongReplies } from "./support.js";

/* A simple model of an account, and the twin beside it: whatever is done to both, they must agree. */

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@laptop";
const label = fc.string({ minLength: 1, maxLength: 20 });

interface Model {
  readonly keys: Map<number, string>;
  /** Domains and their records. */
  readonly domains: Map<number, Map<number, string>>;
}

const step = fc.oneof(
  fc.record({ do: fc.constant("addKey" as const), label }),
  fc.record({ do: fc.constant("renameKey" as const), pick: fc.nat(), label }),
  fc.record({ do: fc.constant("dropKey" as const), pick: fc.nat() }),
  fc.record({ do: fc.constant("addDomain" as const) }),
  fc.record({ do: fc.constant("dropDomain" as const), pick: fc.nat() }),
  fc.record({ do: fc.constant("addRecord" as const), pick: fc.nat(), label: fc.stringMatching(/^[a-z]{1,10}$/) }),
  fc.record({ do: fc.constant("dropRecord" as const), pick: fc.nat(), other: fc.nat() }),
  fc.record({ do: fc.constant("list" as const), size: fc.integer({ min: 25, max: 30 }) }),
);

describe("two hundred random changes", () => {
  it("leave the account as a simple model has it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 200, maxLength: 200 }), async (steps) => {
        const twin = await start("linode", { seed: "empty" });
        const model: Model = { keys: new Map(), domains: new Map() };
        const picked = <T>(map: ReadonlyMap<number, T>, pick: number): number =>
          [...map.keys()][pick % Math.max(1, map.size)] ?? 99_999;
        for (const [number, each] of steps.entries()) {
          switch (each.do) {
            case "addKey": {
              const made = await ask(twin, "POST", "/profile/sshkeys", { label: each.label, ssh_key: key });
              expect(model.keys.has(made.body.id as number)).toBe(false);
              model.keys.set(made.body.id as number, each.label);
              break;
            }
            case "renameKey": {
              const id = picked(model.keys, each.pick);
              const { status } = await ask(twin, "PUT", `/profile/sshkeys/${id}`, { label: each.label });
              expect(status).toBe(model.keys.has(id) ? 200 : 404);
              if (model.keys.has(id)) model.keys.set(id, each.label);
              break;
            }
            case "dropKey": {
              const id = picked(model.keys, each.pick);
              expect((await ask(twin, "DELETE", `/profile/sshkeys/${id}`)).status).toBe(
                model.keys.delete(id) ? 200 : 404,
              );
              break;
            }
            case "addDomain": {
              const made = await ask(twin, "POST", "/domains", {
                type: "master",
                domain: `d${number}.example.com`,
                soa_email: "a@example.com",
              });
              expect(made.status).toBe(200);
              model.domains.set(made.body.id as number, new Map());
              break;
            }
            case "dropDomain": {
              const id = picked(model.domains, each.pick);
              expect((await ask(twin, "DELETE", `/domains/${id}`)).status).toBe(model.domains.delete(id) ? 200 : 404);
              break;
            }
            case "addRecord": {
              const id = picked(model.domains, each.pick);
              const made = await ask(twin, "POST", `/domains/${id}/records`, {
                type: "A",
                name: each.label,
                target: "192.0.2.1",
              });
              expect(made.status).toBe(model.domains.has(id) ? 200 : 404);
              model.domains.get(id)?.set(made.body.id as number, each.label);
              break;
            }
            case "dropRecord": {
              const id = picked(model.domains, each.pick);
              const records = model.domains.get(id) ?? new Map<number, string>();
              const record = picked(records, each.other);
              expect((await ask(twin, "DELETE", `/domains/${id}/records/${record}`)).status).toBe(
                records.delete(record) ? 200 : 404,
              );
              break;
            }
            case "list": {
              const { body } = await ask(twin, "GET", `/profile/sshkeys?page_size=${each.size}`);
              expect([body.results, body.pages]).toEqual([
                model.keys.size,
                Math.max(1, Math.ceil(model.keys.size / each.size)),
              ]);
              break;
            }
          }
        }
        const keys = (await ask(twin, "GET", "/profile/sshkeys?page_size=500")).body.data as {
          id: number;
          label: string;
        }[];
        expect(keys.map(({ id, label: name }) => [id, name])).toEqual([...model.keys]);
        const domains = (await ask(twin, "GET", "/domains?page_size=500")).body.data as { id: number }[];
        expect(domains.map(({ id }) => id)).toEqual([...model.domains.keys()]);
        for (const [id, records] of model.domains) {
          const own = (await ask(twin, "GET", `/domains/${id}/records?page_size=500`)).body.data as {
            id: number;
            name: string;
          }[];
          expect(own.map(({ id: number, name }) => [number, name])).toEqual([...records]);
        }
        expect(wrongReplies(twin)).toEqual([]);
      }),
      { numRuns: 5, seed: 20_260_801 },
    );
  }, 120_000);
});

describe("a thousand requests at once", () => {
  it("lose nothing, over sockets too", async () => {
    const twin = await start("linode", { seed: "empty", listen: {} });
    const post = (number: number): Promise<Response> =>
      fetch(`${twin.url}/profile/sshkeys`, {
        method: "POST",
        headers: { authorization: "Bearer twin-token", "content-type": "application/json" },
        body: JSON.stringify({ label: `key ${number}`, ssh_key: key }),
      });
    const replies = await Promise.all(
      Array.from({ length: 1_000 }, async (_, number) => (await post(number)).json() as Promise<{ id: number }>),
    );
    expect(new Set(replies.map(({ id }) => id)).size).toBe(1_000);
    const labels: string[] = [];
    for (const page of [1, 2, 3])
      labels.push(
        ...(
          (await ask(twin, "GET", `/profile/sshkeys?page_size=400&page=${page}`)).body.data as { label: string }[]
        ).map(({ label: name }) => name),
      );
    expect(labels.sort()).toEqual(Array.from({ length: 1_000 }, (_, number) => `key ${number}`).sort());
    expect(twin.requests.filter(({ problems }) => problems.length > 0)).toEqual([]);
  }, 60_000);
});
