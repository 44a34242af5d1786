import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, test, vi } from "vitest";
import {
  ApiError,
  isStaleError,
  NotLoadedError,
  Resource,
  StaleError,
  type Client,
  type ResourceKind,
  type RequestOptions,
} from "@clientwright/runtime";
import { failure } from "./support.js";

interface Instance {
  readonly id: number;
  label: string;
  readonly status: string;
  readonly root_pass?: string;
  readonly group: string | null;
}
interface InstanceChanges {
  label?: string | undefined;
  tags?: string[] | undefined;
}

const kind: ResourceKind = { name: "InstanceResource", maxAges: { status: 15_000 }, secrets: ["root_pass"] };
const client: Client = { send: () => Promise.reject(new Error("not by this way")) };

class InstanceResource extends Resource<Instance, InstanceChanges, { linodeId: number }> {
  reads: RequestOptions[] = [];
  saved: unknown[] = [];
  answer: Instance = { id: 1, label: "web", status: "booting", group: null };

  constructor(linodeId: number, known?: Partial<Instance>) {
    super(client, kind, { linodeId }, known as Instance | undefined);
    Object.defineProperties(this, {
      reads: { enumerable: false },
      saved: { enumerable: false },
      answer: { enumerable: false },
    });
  }
  get label(): string {
    return this.attribute("label");
  }
  set label(label: string) {
    this.setAttributes({ label });
  }
  get status(): string {
    return this.attribute("status");
  }
  get group(): string | null {
    return this.attribute("group");
  }
  async save(): Promise<this> {
    return this.saveWith(async (changes) => {
      this.saved.push(changes);
      await Promise.resolve();
      this.answer = { ...this.answer, ...changes } as Instance;
      return this.answer;
    });
  }
  async delete(): Promise<void> {
    this.forget();
  }
  protected override async readFromService(options?: RequestOptions): Promise<Instance> {
    this.reads.push(options ?? {});
    await new Promise((resolve) => setTimeout(resolve, 5));
    return this.answer;
  }
}

describe("a resource", () => {
  test("reads nothing until it is asked to, and says so", async () => {
    const instance = new InstanceResource(1);
    expect(() => instance.label).toThrow(NotLoadedError);
    expect(() => instance.label).toThrow(
      /InstanceResource.label is not loaded: call load\(\), or await get\("label"\)/,
    );
    expect(instance.reads).toHaveLength(0);
    expect(await (await instance.load()).get("label")).toBe("web");
    expect(instance.label).toBe("web");
    expect(instance.group).toBeNull();
    await instance.load();
    await instance.get("label");
    expect(instance.reads).toHaveLength(1);
    await instance.refresh();
    expect(instance.reads).toHaveLength(2);
  });

  test("knows what a list has told it", async () => {
    const instance = new InstanceResource(1, { id: 1, label: "known" });
    expect(instance.label).toBe("known");
    expect(() => instance.status).toThrow(NotLoadedError);
    expect(await instance.get("status")).toBe("booting");
    expect(instance.reads).toHaveLength(1);
  });

  test("reads again what changes by itself and is too old", async () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    try {
      const instance = new InstanceResource(1, { id: 1, label: "web", status: "booting", group: null });
      const after = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
        await vi.advanceTimersByTimeAsync(ms);
        const result = work();
        await vi.advanceTimersByTimeAsync(5);
        return result;
      };
      await after(14_900, () => instance.get("status"));
      expect(instance.reads).toHaveLength(0);
      instance.answer = { ...instance.answer, status: "running" };
      await after(200, () => instance.get("label"));
      expect(instance.reads).toHaveLength(0);
      expect(await after(0, () => instance.get("status"))).toBe("running");
      expect(instance.reads).toHaveLength(1);
      await after(15_100, () => instance.load());
      expect(instance.reads).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test("one request serves concurrent calls, and one caller's abort leaves it to the others", async () => {
    const instance = new InstanceResource(1);
    const controller = new AbortController();
    const aborted = failure(instance.get("label", { signal: controller.signal }));
    const [label, status] = [instance.get("label"), instance.get("status")];
    controller.abort("mine");
    expect(await aborted).toBe("mine");
    expect(await Promise.all([label, status])).toEqual(["web", "booting"]);
    expect(instance.reads).toHaveLength(1);
  });

  test("saves what was changed, and nothing when nothing was", async () => {
    const instance = new InstanceResource(1, { id: 1, label: "web" });
    await instance.save();
    expect(instance.saved).toEqual([]);
    instance.label = "db";
    expect([instance.label, instance.changes]).toEqual(["db", { label: "db" }]);
    expect(await instance.get("label")).toBe("db");
    expect(await instance.save()).toBe(instance);
    expect([instance.saved, instance.changes, instance.label]).toEqual([[{ label: "db" }], {}, "db"]);
    expect(instance.status).toBe("booting");
  });

  test("keeps what is changed while it is saved or refreshed", async () => {
    const instance = new InstanceResource(1, { id: 1, label: "web" });
    instance.label = "one";
    const saving = instance.save();
    instance.label = "two";
    await saving;
    expect([instance.saved, instance.changes, instance.label]).toEqual([[{ label: "one" }], { label: "two" }, "two"]);
    await instance.refresh();
    expect(instance.label).toBe("two");
  });

  test("forgets everything when it is deleted", async () => {
    const instance = new InstanceResource(1, { id: 1, label: "web" });
    instance.label = "db";
    await instance.delete();
    expect(() => instance.label).toThrow(NotLoadedError);
    expect(instance.changes).toEqual({});
  });

  test("equals another one of the same kind and identity", () => {
    class Other extends InstanceResource {}
    expect(new InstanceResource(1).equals(new InstanceResource(1, { label: "x" }))).toBe(true);
    expect(new InstanceResource(1).equals(new InstanceResource(2))).toBe(false);
    expect(new InstanceResource(1).equals(new Other(1))).toBe(false);
    expect(new InstanceResource(1).equals({ identity: { linodeId: 1 } })).toBe(false);
  });

  test("equals by ids of any kind, in any order", () => {
    class Part extends Resource<{ readonly id: number }, object, Readonly<Record<string, unknown>>> {
      constructor(identity: Readonly<Record<string, unknown>>) {
        super(client, kind, identity);
      }
      protected override readFromService(): Promise<never> {
        return Promise.reject(new Error("not read here"));
      }
    }
    const areEqual = (one: Record<string, unknown>, other: Record<string, unknown>): boolean =>
      new Part(one).equals(new Part(other));
    expect(areEqual({ id: 9007199254740993n }, { id: 9007199254740993n })).toBe(true);
    expect(areEqual({ id: 9007199254740993n }, { id: 9007199254740992n })).toBe(false);
    expect(areEqual({ id: 7n }, { id: 7 })).toBe(true);
    expect(areEqual({ id: "7" }, { id: 7 })).toBe(false);
    expect(areEqual({ id: "7" }, { id: 7n })).toBe(false);
    expect(areEqual({ a: 1, b: "x" }, { b: "x", a: 1 })).toBe(true);
    expect(areEqual({ a: 1, b: 2 }, { a: 2, b: 1 })).toBe(false);
    expect(areEqual({ a: undefined }, { b: 1 })).toBe(false);
    expect(areEqual({ a: 1 }, { a: 1, b: 1 })).toBe(false);
    expect(areEqual({}, {})).toBe(true);
  });

  test("can be printed without a request and without secrets", () => {
    const instance = new InstanceResource(7, { label: "web", root_pass: "s3cret" });
    instance.label = "db";
    const text = inspect(instance);
    expect(text).toMatch(/^InstanceResource \{ linodeId: 7, label: 'db', root_pass: '\[hidden\]' \}$/);
    expect(JSON.stringify(instance)).toBe('{"identity":{"linodeId":7}}');
    expect(instance.reads).toHaveLength(0);
    expect(inspect(new InstanceResource(7))).toBe("InstanceResource { linodeId: 7 }");
  });

  test("hides secrets wherever they lie", () => {
    const nested = {
      label: "web",
      auth: { root_pass: "s3cret", user: "joe" },
      disks: [{ root_pass: "s3cret", deep: [{ deeper: { root_pass: ["s3cret"] } }] }],
      bare: Object.assign(Object.create(null) as object, { root_pass: "s3cret" }),
      foreign: runInNewContext('({ root_pass: "s3cret" })') as unknown,
      made: new Date(0),
    };
    const instance = new InstanceResource(7, nested as Partial<Instance>);
    Reflect.set(instance, "label", { root_pass: "s3cret" });
    const text = inspect(instance, { depth: Infinity });
    expect(text).not.toContain("s3cret");
    expect(text.match(/\[hidden\]/g)).toHaveLength(6);
    expect(text).toContain("user: 'joe'");
    expect(text).toContain("1970-01-01T00:00:00.000Z");
    for (const printed of [inspect(instance, { customInspect: false, showHidden: true }), JSON.stringify(instance)])
      expect(printed).not.toContain("s3cret");
    // Nothing is changed by printing.
    expect(nested.auth.root_pass).toBe("s3cret");
  });

  test("is printed as deep as it was asked for", () => {
    const instance = new InstanceResource(7, { label: "web", group: { a: { b: 1 } } as never });
    const flat = (value: unknown, depth: number): string => inspect(value, { depth }).replaceAll(/\s+/g, " ");
    expect(flat(instance, 0)).toBe("InstanceResource { linodeId: 7, label: 'web', group: [Object] }");
    expect(flat({ instance }, 1)).toBe("{ instance: InstanceResource { linodeId: 7, label: 'web', group: [Object] } }");
    expect(flat({ in: { instance } }, 1)).toBe("{ in: { instance: [InstanceResource] } }");
  });

  describe("whose attributes lie in a member", () => {
    interface Cluster {
      readonly id: string;
      readonly version: number;
      readonly data: { name: string; secret?: string };
    }
    class ClusterResource extends Resource<Cluster, { name: string }, { clusterId: string }, Cluster["data"]> {
      bodies: unknown[] = [];
      answer: () => Cluster = () => ({ id: "c1", version: 2, data: { name: "new" } });

      constructor(known?: Cluster) {
        super(
          client,
          { name: "ClusterResource", attributes: "data", secrets: ["secret"], staleCodes: ["Stale"] },
          { clusterId: "c1" },
          known,
        );
        Object.defineProperties(this, { bodies: { enumerable: false }, answer: { enumerable: false } });
      }
      rename(name: string): this {
        this.setAttributes({ name });
        return this;
      }
      save(): Promise<this> {
        return this.saveWith(async (changes) => {
          this.bodies.push(await this.wholeToSend(changes));
          return this.answer();
        });
      }
      act(answer: Cluster): this | ClusterResource {
        return this.sameOrOther(new ClusterResource(answer));
      }
      protected override async readFromService(): Promise<Cluster> {
        return { id: "c1", version: 1, data: { name: "old", secret: "s3cret" } };
      }
    }

    test("attributes and what is around them can be read", async () => {
      const cluster = new ClusterResource();
      expect([await cluster.get("name"), await cluster.get("version")]).toEqual(["old", 1]);
      expect(await cluster.get("secret")).toBe("s3cret");
      expect(inspect(cluster).replaceAll(/\s+/g, " ")).toBe(
        "ClusterResource { clusterId: 'c1', id: 'c1', version: 1, name: 'old', secret: '[hidden]' }",
      );
    });

    test("the whole object is sent as it was told, and read first only when nothing is known", async () => {
      const unknown = new ClusterResource();
      await unknown.rename("new").save();
      expect(unknown.bodies).toEqual([{ id: "c1", version: 1, data: { name: "new", secret: "s3cret" } }]);
      expect([await unknown.get("version"), await unknown.get("secret"), unknown.changes]).toEqual([2, undefined, {}]);
      // Reading it again would hide that somebody else has changed it.
      const listed = new ClusterResource({ id: "c1", version: 7, data: { name: "listed" } });
      await listed.rename("new").save();
      expect(listed.bodies).toEqual([{ id: "c1", version: 7, data: { name: "new" } }]);
    });

    test("a stale version is an error of its own, and the changes stay", async () => {
      const cluster = new ClusterResource();
      const details = {
        operation: "updateCluster",
        method: "PUT",
        url: "http://x/",
        status: 400,
        requestId: undefined,
      };
      const refusal = (code: string): ApiError =>
        new ApiError({ ...details, headers: new Headers(), body: undefined, problems: [{ message: "no", code }] });
      cluster.answer = () => {
        throw refusal("Stale");
      };
      const error = await failure(cluster.rename("new").save());
      expect(error).toBeInstanceOf(StaleError);
      expect(isStaleError(error)).toBe(true);
      expect(error).toMatchObject({ message: expect.stringContaining("refresh()"), cause: { status: 400 } });
      expect(cluster.changes).toEqual({ name: "new" });
      cluster.answer = () => {
        throw refusal("Other");
      };
      expect(await failure(cluster.save())).toMatchObject({ name: "ApiError" });
    });

    test("an answer about the same thing is learnt, and one about another makes another", async () => {
      const cluster = new ClusterResource();
      expect(cluster.act({ id: "c1", version: 9, data: { name: "x" } })).toBe(cluster);
      expect(await cluster.get("version")).toBe(9);
    });
  });
});
