import { describe, expect, it } from "vitest";
import { grants, scopesOf } from "../../../twin/src/doors/credentials.js";
import { Faults, parseFault } from "../../../twin/src/serve/faults.js";
import { safeBody, safeHeaders, safeTarget } from "../../../twin/src/serve/log.js";
import { Replay } from "../../../twin/src/serve/record.js";
import { Schemas, type Shape } from "../../../twin/src/spec/schemas.js";
import { Clock } from "../../../twin/src/state/clock.js";
import { lifetime, stateAfter } from "../../../twin/src/state/lifecycle.js";
import { Maker, type Making } from "../../../twin/src/state/make.js";
import { Random } from "../../../twin/src/state/random.js";
import { timeRole, written } from "../../../twin/src/state/times.js";

describe("the clock", () => {
  it("stands still, goes on and is turned on", () => {
    const clock = new Clock(0, 1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(500);
    expect(clock.now()).toBe(1_500);
    clock.speed = 1_000_000;
    expect(clock.now()).toBeGreaterThanOrEqual(1_500);
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => (clock.speed = -1)).toThrow(RangeError);
  });
});

describe("random values", () => {
  it("are the same with the same seed", () => {
    expect(new Random(7).uuid()).toBe(new Random(7).uuid());
    expect(new Random(7).uuid()).not.toBe(new Random(8).uuid());
    expect(new Random(1).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("times", () => {
  it.each([
    ["created", "created"],
    ["created_at", "created"],
    ["time_updated", "updated"],
    ["lastModifiedDate", "updated"],
    ["createdDate", "created"],
    ["time_deleted", "deleted"],
    ["created_by", undefined],
    ["updateStrategy", undefined],
    ["label", undefined],
  ])("%s holds the time when a thing was %s", (name, role) => {
    expect(timeRole(name)).toBe(role);
  });

  it("are written as the API writes them", () => {
    const moment = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    const text = { type: "string", format: "date-time" } as Shape;
    expect(written(moment, text, "2018-01-01T00:01:01")).toBe("2026-01-02T03:04:05");
    expect(written(moment, text, "2018-01-01T00:01:01Z")).toBe("2026-01-02T03:04:05Z");
    expect(written(moment, text, "2018-01-01T00:01:01.000Z")).toBe("2026-01-02T03:04:05.678Z");
    expect(written(moment, text, "2018-01-01T00:01:01+02:00")).toBe("2026-01-02T03:04:05+00:00");
    expect(written(moment, { type: "integer" } as Shape, 1_478_865_388)).toBe(Math.floor(moment / 1000));
    expect(written(moment, { type: "integer" } as Shape, 1_478_865_388_000)).toBe(moment);
    expect(written(moment, { type: "string", format: "date" } as Shape, undefined)).toBe("2026-01-02");
  });
});

describe("lives", () => {
  const life = {
    state: "/s",
    initial: "a",
    states: { a: { then: "b", afterMs: 10 }, b: { then: "c", afterMs: 20 }, c: {} },
  };
  it("take their time", () => {
    expect(lifetime(life)).toBe(30);
    expect([0, 9, 10, 29, 30, 99].map((ms) => stateAfter(life, ms))).toEqual(["a", "a", "b", "b", "c", "c"]);
    expect(stateAfter({ ...life, states: { a: { then: "a", afterMs: 0 } } }, 5)).toBe("a");
  });
});

describe("made values", () => {
  const schemas = new Schemas({});
  const making: Making = { now: Date.UTC(2026, 0, 1), random: new Random(1), name: (kind) => `${kind}-1` };
  const make = (schema: object, given?: unknown, example?: unknown): unknown =>
    new Maker(schemas).make(schema as never, given as never, example as never, making);

  it("keep what was given and add what only a server knows", () => {
    const schema = {
      type: "object",
      required: ["id", "created", "label", "tags"],
      properties: {
        ...{
          id: { type: "integer", readOnly: true },
          created: { type: "string", format: "date-time", readOnly: true },
          label: { type: "string" },
          tags: { type: "array", items: { type: "string" } },
        },
        ...{
          size: { type: "integer", default: 20 },
          note: { type: "string" },
          secret: { type: "string", writeOnly: true },
          limits: { type: "object", properties: { used: { type: "integer", readOnly: true } } },
        },
      },
    };
    expect(
      make(
        schema,
        { label: "x", secret: "s", unknown: 1 },
        { id: 5, created: "2018-01-01T00:00:00", limits: { used: 3 } },
      ),
    ).toEqual({ id: 5, created: "2026-01-01T00:00:00", label: "x", tags: [], size: 20, limits: { used: 3 } });
  });

  it("fit the type", () => {
    expect(make({ type: "integer" }, "5")).toBe(5);
    expect(make({ type: "string" }, 5)).toBe("5");
    expect(make({ type: "boolean" }, "true")).toBe(true);
    expect(make({ type: "array", items: { type: "string" } }, "a")).toEqual(["a"]);
    expect(make({ type: "object", properties: { id: { type: "string" }, href: { type: "string" } } }, "a")).toEqual({
      id: "a",
    });
    expect(make({ type: ["string", "null"] })).toBeNull();
    expect(make({ type: "string", enum: ["a", "b"] })).toBe("a");
    expect(make({ type: "string", "x-sensitive": true, maxLength: 10 })).toHaveLength(10);
  });
});

describe("scopes", () => {
  it("include others", () => {
    expect(grants(undefined, "a:read_only")).toBe(true);
    expect(grants(scopesOf("*"), "a:read_only")).toBe(true);
    expect(grants(scopesOf("a:read_write"), "a:read_only")).toBe(true);
    expect(grants(scopesOf("a:*,b:read_only"), "a:read_write")).toBe(true);
    expect(grants(scopesOf("a:read_only"), "a:read_write")).toBe(false);
    expect(grants(scopesOf(""), "a:read_only")).toBe(false);
  });
});

describe("faults", () => {
  it("are read from text", () => {
    expect(parseFault("createServer,status=503,times=2")).toEqual({ operation: "createServer", status: 503, times: 2 });
    expect(parseFault("*,badJson,rate=0.5")).toEqual({ badJson: true, rate: 0.5 });
    expect(parseFault("latencyMs=20")).toEqual({ latencyMs: 20 });
    expect(parseFault("x,work=No room.")).toEqual({ operation: "x", work: "No room." });
    for (const wrong of ["x,status=abc", "x,status=99", "x,rate=2", "x,cut=never", "x,colour=red"])
      expect(() => parseFault(wrong), wrong).toThrow(TypeError);
  });

  it("strike in turn, and together", () => {
    const faults = new Faults(new Random(1));
    faults.add({ operation: "a", nth: 2, status: 500 });
    faults.add({ latencyMs: 5, times: 3 });
    expect([faults.strike("a"), faults.strike("b"), faults.strike("a"), faults.strike("a")]).toEqual([
      { latencyMs: 5, times: 3 },
      { latencyMs: 5, times: 3 },
      { operation: "a", nth: 2, status: 500, latencyMs: 5, times: 3 },
      undefined,
    ]);
  });
});

describe("what is remembered of requests", () => {
  const schemas = new Schemas({});
  it("holds no secrets", () => {
    const schema = {
      type: "object",
      properties: {
        pin: { type: "string", "x-sensitive": true },
        list: { type: "array", items: { type: "object", properties: { root_pass: { type: "string" } } } },
      },
    };
    expect(safeBody({ pin: "1234", label: "x", password: "p", list: [{ root_pass: "r" }] }, schema, schemas)).toEqual({
      pin: "***",
      label: "x",
      password: "***",
      list: [{ root_pass: "***" }],
    });
    expect(safeHeaders({ authorization: "Bearer x", accept: "a", "x-key": "k" }, new Set(["x-key"]))).toEqual({
      authorization: "***",
      accept: "a",
      "x-key": "***",
    });
    expect(safeTarget("/a?access_token=x&page=2&mine=s", new Set(["mine"]))).toBe(
      "/a?access_token=***&page=2&mine=***",
    );
  });
});

describe("recordings", () => {
  it("answer equal requests in turn", () => {
    const exchange = (body: string): ConstructorParameters<typeof Replay>[0][number] => ({
      operation: "a",
      request: { method: "GET", target: "/a", headers: {} },
      reply: { status: 200, headers: {}, body },
    });
    const replay = new Replay([exchange("one"), exchange("two")]);
    const next = (target: string): string | undefined => {
      const reply = replay.answer({ method: "GET", target, headers: {}, bytes: new Uint8Array() }, target, undefined);
      return reply && Buffer.from(reply.bytes).toString();
    };
    expect([next("/a"), next("/a"), next("/a"), next("/b")]).toEqual(['"one"', '"two"', '"two"', undefined]);
    replay.rewind();
    expect(next("/a")).toBe('"one"');
  });
});
