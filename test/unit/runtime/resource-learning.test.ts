import { describe, expect, test, vi } from "vitest";
import { NotLoadedError, Resource, type Client, type RequestOptions, type ResourceKind } from "@clientwright/runtime";
import { failure } from "./support.js";

interface Disk {
  readonly id: number;
  label: string;
  size: number;
  tags: string[];
  readonly status: string;
  readonly note?: string;
}
interface DiskChanges {
  label?: string;
  size?: number;
  tags?: string[];
  password?: string;
}

const client: Client = { send: () => Promise.reject(new Error("not by this way")) };
const whole: Disk = { id: 1, label: "old", size: 5, tags: ["a"], status: "ready" };

/** Replies that a test gives one by one; without one the whole disk is read. */
class DiskResource extends Resource<Disk, DiskChanges, { diskId: number }> {
  readonly reads: RequestOptions[] = [];
  readonly sent: DiskChanges[] = [];
  read: () => Promise<unknown> = () => Promise.resolve(whole);
  answer: (changes: DiskChanges) => unknown = (changes) => ({ ...whole, ...changes });

  constructor(known?: Partial<Disk>, kind?: Partial<ResourceKind>) {
    super(client, { name: "DiskResource", ...kind }, { diskId: 1 }, known as Disk | undefined);
  }
  get label(): string {
    return this.attribute("label");
  }
  get size(): number {
    return this.attribute("size");
  }
  get status(): string {
    return this.attribute("status");
  }
  set(changes: DiskChanges): this {
    this.setAttributes(changes);
    return this;
  }
  save(): Promise<this> {
    return this.saveWith(async (changes) => {
      this.sent.push(changes);
      return (await this.answer(changes)) as Disk | undefined;
    });
  }
  act(answer: unknown): this {
    this.learn(answer as Disk);
    return this;
  }
  drop(): void {
    this.forget();
  }
  protected override readFromService(options: RequestOptions = {}): Promise<Disk> {
    this.reads.push(options);
    return this.read() as Promise<Disk>;
  }
}

/** Something that a test lets happen when it likes. */
function later<Value>(): { readonly promise: Promise<Value>; readonly happen: (value: Value) => void } {
  let happen: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => (happen = resolve));
  return { promise, happen };
}

interface Server {
  readonly id: string;
  readonly entities?: object;
  readonly properties?: { readonly name?: string; readonly cores?: number } | null;
}

/** One whose attributes lie in a member. */
class ServerResource extends Resource<Server, { name?: string }, { serverId: string }, { readonly name?: string }> {
  reads = 0;

  constructor(known?: Server) {
    super(client, { name: "ServerResource", attributes: "properties" }, { serverId: "s1" }, known);
  }
  get name(): string | undefined {
    return this.attribute("name");
  }
  body(): Promise<object> {
    return this.wholeToSend({ name: "new" });
  }
  save(name: string, answer: Partial<Server>): Promise<this> {
    this.setAttributes({ name });
    return this.saveWith(() => Promise.resolve(answer));
  }
  protected override readFromService(): Promise<Server> {
    this.reads += 1;
    return Promise.resolve({ id: "s1", properties: { name: "web", cores: 2 }, entities: { volumes: [] } });
  }
}

describe("load() of what is known in part", () => {
  test("reads what the list left out", async () => {
    const disk = new DiskResource({ id: 1 });
    expect(() => disk.label).toThrow(NotLoadedError);
    expect((await disk.load()).label).toBe("old");
    await disk.load();
    expect(disk.reads).toHaveLength(1);
  });

  test("reads nothing when the list told all that can be asked for", async () => {
    const disk = new DiskResource({ label: "listed", size: 1, status: "ready" });
    expect((await disk.load()).label).toBe("listed");
    expect(disk.reads).toHaveLength(0);
  });

  test("reads the attributes of a bare reference", async () => {
    const server = await new ServerResource({ id: "s1" }).load();
    expect([server.name, server.reads]).toEqual(["web", 1]);
    // To send it back without having read it would take away everything else.
    for (const reference of [{ id: "s1" }, { id: "s1", properties: null }])
      expect(await new ServerResource(reference).body()).toEqual({
        id: "s1",
        properties: { name: "new", cores: 2 },
        entities: { volumes: [] },
      });
  });
});

describe("an answer that tells a part", () => {
  test("to a change leaves the rest as it was", async () => {
    const disk = await new DiskResource().load();
    disk.answer = () => ({ id: 1, label: "new" });
    await disk.set({ label: "new" }).save();
    expect([disk.label, disk.size, await disk.get("tags")]).toEqual(["new", 5, ["a"]]);
    expect(disk.reads).toHaveLength(1);
  });

  test("counts what was sent as saved when it does not tell it", async () => {
    const disk = await new DiskResource().load();
    disk.answer = () => ({ id: 1, size: 6 });
    await disk.set({ label: "new", size: 7 }).save();
    expect([disk.label, disk.size, disk.changes]).toEqual(["new", 6, {}]);
  });

  test.each([[null], [undefined], [""], ["done"]])("may be %j", async (answer) => {
    const disk = await new DiskResource().load();
    disk.answer = () => answer;
    await disk.set({ label: "new" }).save();
    expect([disk.label, disk.size, await disk.get("status"), disk.changes]).toEqual(["new", 5, "ready", {}]);
    expect(Object.keys(await disk.get("tags"))).toEqual(["0"]);
  });

  test.each<Partial<Server>>([{ id: "s1" }, { id: "s1", properties: null }, { properties: { name: "db", cores: 2 } }])(
    "leaves what stands beside the attributes: %j",
    async (answer) => {
      const server = await new ServerResource().load();
      await server.save("db", answer);
      expect([server.name, await server.get("entities")]).toEqual(["db", { volumes: [] }]);
      expect([await server.get("properties"), server.reads]).toEqual([{ name: "db", cores: 2 }, 1]);
    },
  );

  test("may tell that attributes are gone, where it tells them at all", async () => {
    const server = await new ServerResource().load();
    await server.save("db", { properties: { cores: 2 } });
    expect([server.name, server.reads]).toEqual([undefined, 1]);
  });

  test("to an action leaves the rest as it was", async () => {
    const disk = await new DiskResource().load();
    expect(disk.act({ size: 9 }).label).toBe("old");
    expect(disk.act(null).size).toBe(9);
  });

  test("forgets by refresh() what the service no longer tells", async () => {
    const disk = await new DiskResource({ ...whole, note: "x" }).refresh();
    expect(await disk.get("note")).toBeUndefined();
  });

  test("makes nothing younger that it does not tell", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const disk = await new DiskResource(undefined, { maxAges: { status: 100 } }).load();
      vi.advanceTimersByTime(200);
      disk.answer = () => ({ label: "new" });
      await disk.set({ label: "new" }).save();
      disk.read = () => Promise.resolve({ ...whole, status: "gone" });
      expect(await disk.get("status")).toBe("gone");
      vi.advanceTimersByTime(200);
      disk.answer = () => ({ ...whole, status: "back" });
      await disk.set({ label: "newer" }).save();
      expect(await disk.get("status")).toBe("back");
      expect(disk.reads).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test("may have members with any name", async () => {
    const named = JSON.parse('{"__proto__":{"size":1}}') as DiskChanges;
    const disk = await new DiskResource().load();
    disk.answer = () => undefined;
    await disk.set(named).save();
    expect(JSON.stringify(disk.sent)).toBe('[{"__proto__":{"size":1}}]');
    expect(disk.size).toBe(5);
    expect(Object.getPrototypeOf(disk.changes)).toBe(Object.prototype);
  });
});

describe("reading while something else is learnt", () => {
  test("what was saved counts more than what was read before", async () => {
    const disk = new DiskResource({ id: 1, label: "listed" });
    const first = later<Disk>();
    disk.read = () => first.promise;
    const reading = disk.get("size");
    disk.answer = () => ({ label: "new" });
    await disk.set({ label: "new" }).save();
    first.happen({ ...whole, size: 6 });
    expect([await reading, disk.label, disk.reads.length]).toEqual([6, "new", 1]);
    // The next reading counts again.
    disk.read = () => Promise.resolve(whole);
    expect((await disk.refresh()).label).toBe("old");
  });

  test("what was saved changes nothing else of what was read", async () => {
    const server = new ServerResource({ id: "s1", properties: { name: "listed", cores: 1 } });
    const reading = server.refresh();
    const saving = server.save("db", {});
    await Promise.all([reading, saving]);
    expect([server.name, await server.get("properties")]).toEqual(["db", { name: "db", cores: 2 }]);
  });

  test("what was deleted meanwhile does not come back", async () => {
    const disk = new DiskResource(whole);
    const first = later<Disk>();
    disk.read = () => (disk.reads.length === 1 ? first.promise : Promise.reject(new Error("not found")));
    const reading = failure(disk.refresh());
    disk.drop();
    first.happen(whole);
    expect(await reading).toMatchObject({ message: "not found" });
    expect(() => disk.label).toThrow(NotLoadedError);
  });

  test("nothing is sent for a caller who has given up before", async () => {
    const disk = new DiskResource();
    expect(await failure(disk.get("label", { signal: AbortSignal.abort("mine") }))).toBe("mine");
    expect(disk.reads).toHaveLength(0);
  });

  test("one reading that fails does not spoil the next", async () => {
    const disk = new DiskResource();
    disk.read = () => Promise.reject(new Error("down"));
    expect(await failure(disk.load())).toMatchObject({ message: "down" });
    disk.read = () => Promise.resolve(whole);
    expect((await disk.load()).label).toBe("old");
  });
});

describe("a change", () => {
  test("is none when the value is known already", async () => {
    const disk = await new DiskResource().load();
    disk.set({ label: "old", size: 6 });
    expect(disk.changes).toEqual({ size: 6 });
    await disk.save();
    expect(disk.sent).toEqual([{ size: 6 }]);
    await disk.set({ size: 7 }).set({ size: 6 }).save();
    expect(disk.sent).toHaveLength(1);
    // It was taken as saved: what the service says later is not hidden by it.
    await disk.set({ label: "old" }).save();
    disk.read = () => Promise.resolve({ ...whole, label: "theirs" });
    expect((await disk.refresh()).label).toBe("theirs");
    expect(disk.changes).toEqual({});
  });

  test("is one when the value is unknown, too old to rely on, or an object", async () => {
    expect(new DiskResource().set({ label: "old" }).changes).toEqual({ label: "old" });
    expect((await new DiskResource().load()).set({ password: "x" }).changes).toEqual({ password: "x" });
    const secret = await new DiskResource(undefined, { secrets: ["password"] }).load();
    await secret.set({ password: "x" }).save();
    await secret.set({ password: "x" }).save();
    expect(secret.sent).toEqual([{ password: "x" }, { password: "x" }]);
    const tagged = await new DiskResource().load();
    const tags = await tagged.get("tags");
    expect(tagged.set({ tags }).changes).toEqual({ tags: ["a"] });
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const disk = await new DiskResource(undefined, { maxAges: { size: 100 } }).load();
      expect(disk.set({ size: 5 }).changes).toEqual({});
      vi.advanceTimersByTime(200);
      expect(disk.changes).toEqual({ size: 5 });
    } finally {
      vi.useRealTimers();
    }
  });

  test("back to the value before is one while the other is being saved", async () => {
    const disk = await new DiskResource().load();
    const answered = later<void>();
    disk.answer = async (changes) => {
      await answered.promise;
      return { ...whole, ...changes };
    };
    const saving = disk.set({ label: "new" }).save();
    disk.set({ label: "old" });
    expect(disk.changes).toEqual({ label: "old" });
    answered.happen();
    await saving;
    expect([disk.label, disk.changes]).toEqual(["old", { label: "old" }]);
    await disk.save();
    expect(disk.sent).toEqual([{ label: "new" }, { label: "old" }]);
  });

  test("is kept when it is refused, and needs no reading to be asked for", async () => {
    const disk = new DiskResource().set({ label: "new" });
    disk.answer = () => Promise.reject(new Error("no"));
    expect(await failure(disk.save())).toMatchObject({ message: "no" });
    expect([disk.changes, await disk.get("label"), disk.reads]).toEqual([{ label: "new" }, "new", []]);
  });
});
