import { describe, expect, test } from "vitest";
import { filters, InputError, type FilterDialect } from "@clientwright/runtime";

interface Fields {
  label: string;
  group: string;
  region: string;
  vcpus: number;
  class: string;
}

const linode: FilterDialect = {
  comparisons: { eq: "", ne: "+neq", gt: "+gt", gte: "+gte", lt: "+lt", lte: "+lte", contains: "+contains" },
  and: "+and",
  or: "+or",
  orderBy: "+order_by",
  order: "+order",
  limit: "+limit",
};
const decapod: FilterDialect = {
  comparisons: { eq: "", in: "in", matches: "regexp", ne: "ne", gt: "gt", gte: "gte", lt: "lt", lte: "lte" },
};
const pairs: FilterDialect = { comparisons: { eq: "" } };

/** The same filter in the words of each dialect. */
const inLinode = filters<Fields>(linode);
const inDecapod = filters<Fields>(decapod);
const inPairs = filters<Fields>(pairs);

describe("filters", () => {
  test("in the words of Linode's X-Filter", () => {
    expect(inLinode.eq("label", "x").toJSON()).toEqual({ label: "x" });
    expect(inLinode.ne("label", "x").toJSON()).toEqual({ label: { "+neq": "x" } });
    expect(inLinode.gte("vcpus", 2).toJSON()).toEqual({ vcpus: { "+gte": 2 } });
    expect(inLinode.contains("class", "std").toJSON()).toEqual({ class: { "+contains": "std" } });
    expect(
      inLinode
        .eq("group", "staging")
        .or(inLinode.eq("group", "prod").and(inLinode.eq("region", "us")))
        .toJSON(),
    ).toEqual({
      "+or": [{ group: "staging" }, { "+and": [{ group: "prod" }, { region: "us" }] }],
    });
    const three = inLinode.gt("vcpus", 1).and(inLinode.lt("vcpus", 9)).and(inLinode.eq("label", "a"));
    expect(three.toJSON()).toEqual({ "+and": [{ vcpus: { "+gt": 1 } }, { vcpus: { "+lt": 9 } }, { label: "a" }] });
    expect(inLinode.eq("label", "a").orderBy("vcpus", "desc").limit(5).toJSON()).toEqual({
      label: "a",
      "+order_by": "vcpus",
      "+order": "desc",
      "+limit": 5,
    });
    expect(inLinode.all().orderBy("label").toJSON()).toEqual({ "+order_by": "label" });
    expect(inLinode.all().and(inLinode.eq("label", "a")).toJSON()).toEqual({ label: "a" });
    expect(inLinode.all().toJSON()).toEqual({});
  });

  test("are JSON by themselves", () => {
    expect(JSON.stringify({ filter: inDecapod.in("region", ["us", "eu"]).and(inDecapod.matches("label", "^a")) })).toBe(
      '{"filter":{"region":{"in":["us","eu"]},"label":{"regexp":"^a"}}}',
    );
  });

  test("where all conditions are members of one object", () => {
    const range = inDecapod.gte("vcpus", 2).and(inDecapod.lt("vcpus", 9)).and(inDecapod.eq("label", "a"));
    expect(range.toJSON()).toEqual({ vcpus: { gte: 2, lt: 9 }, label: "a" });
    expect(inPairs.eq("label", "a").and(inPairs.eq("group", "b")).toJSON()).toEqual({ label: "a", group: "b" });
    expect(() => inPairs.eq("label", "a").and(inPairs.eq("label", "b")).toJSON()).toThrow(/one condition for label/);
  });

  test("no condition is lost where two do not fit into one object", () => {
    expect(() => inDecapod.gte("vcpus", 2).and(inDecapod.gte("vcpus", 9)).toJSON()).toThrow(/one condition for vcpus/);
    expect(() => inDecapod.eq("vcpus", 2).and(inDecapod.gte("vcpus", 1)).toJSON()).toThrow(InputError);
    const lists = filters<{ tags: readonly string[] }>(decapod);
    expect(() =>
      lists
        .eq("tags", ["a"])
        .and(lists.eq("tags", ["b"]))
        .toJSON(),
    ).toThrow(InputError);
    const unordered = filters<Fields>({ comparisons: { eq: "" }, or: "any" });
    const either = unordered.eq("label", "a").or(unordered.eq("label", "b"));
    const other = unordered.eq("group", "a").or(unordered.eq("group", "b"));
    expect(either.and(unordered.eq("region", "us")).toJSON()).toEqual({
      any: [{ label: "a" }, { label: "b" }],
      region: "us",
    });
    expect(() => either.and(other).toJSON()).toThrow(InputError);
  });

  test("what a dialect cannot say is an error", () => {
    expect(() => inDecapod.eq("label", "a").or(inDecapod.eq("label", "b")).toJSON()).toThrow(InputError);
    expect(() => inDecapod.contains("label", "a").toJSON()).toThrow(/no contains/);
    expect(() => inPairs.eq("label", "a").orderBy("label").toJSON()).toThrow(/no orderBy/);
    expect(() => inPairs.eq("label", "a").limit(1).toJSON()).toThrow(/no limit/);
  });

  test("order and limit once only, and only sensible limits", () => {
    expect(() => inLinode.all().orderBy("label").orderBy("label")).toThrow(InputError);
    expect(() => inLinode.all().limit(1).limit(1)).toThrow(InputError);
    expect(() => inLinode.all().limit(0.5)).toThrow(InputError);
    expect(() => inLinode.all().limit(1).and(inLinode.all().limit(2))).toThrow(InputError);
  });

  test("a name that is a prototype's does no harm", () => {
    const any = filters<Record<string, string>>(pairs);
    expect(JSON.stringify(any.eq("__proto__", "x").toJSON())).toBe('{"__proto__":"x"}');
    expect(JSON.stringify(any.eq("__proto__", "x").and(any.eq("b", "y")).toJSON())).toBe('{"__proto__":"x","b":"y"}');
    const signed = filters<Record<string, string>>(decapod);
    expect(JSON.stringify(signed.gte("__proto__", "a").and(signed.lt("__proto__", "b")))).toBe(
      '{"__proto__":{"gte":"a","lt":"b"}}',
    );
    expect(() => any.eq("__proto__", "x").and(any.eq("__proto__", "y")).toJSON()).toThrow(InputError);
    expect(any.eq("toString", "x").and(any.eq("constructor", "y")).toJSON()).toEqual({
      toString: "x",
      constructor: "y",
    });
  });

  test("types know the attributes", () => {
    // @ts-expect-error no such attribute
    inLinode.eq("colour", "x");
    // @ts-expect-error not a number
    inLinode.eq("vcpus", "two");
    // @ts-expect-error filters of different things do not mix
    expect(inLinode.eq("label", "a").and(filters<{ other: string }>(linode).eq("other", "x"))).toBeDefined();
  });
});
