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
const decapod: FilterDialect = { comparisons: { eq: "", ne: "ne", gt: "gt", gte: "gte", lt: "lt", lte: "lte" } };
const pairs: FilterDialect = { comparisons: { eq: "" } };

const where = filters<Fields>();

describe("filters", () => {
  test("in the words of Linode's X-Filter", () => {
    expect(where.eq("label", "x").write(linode)).toEqual({ label: "x" });
    expect(where.ne("label", "x").write(linode)).toEqual({ label: { "+neq": "x" } });
    expect(where.gte("vcpus", 2).write(linode)).toEqual({ vcpus: { "+gte": 2 } });
    expect(where.contains("class", "std").write(linode)).toEqual({ class: { "+contains": "std" } });
    expect(
      where
        .eq("group", "staging")
        .or(where.eq("group", "prod").and(where.eq("region", "us")))
        .write(linode),
    ).toEqual({
      "+or": [{ group: "staging" }, { "+and": [{ group: "prod" }, { region: "us" }] }],
    });
    const three = where.gt("vcpus", 1).and(where.lt("vcpus", 9)).and(where.eq("label", "a"));
    expect(three.write(linode)).toEqual({ "+and": [{ vcpus: { "+gt": 1 } }, { vcpus: { "+lt": 9 } }, { label: "a" }] });
    expect(where.eq("label", "a").orderBy("vcpus", "desc").limit(5).write(linode)).toEqual({
      label: "a",
      "+order_by": "vcpus",
      "+order": "desc",
      "+limit": 5,
    });
    expect(where.all().orderBy("label").write(linode)).toEqual({ "+order_by": "label" });
    expect(where.all().and(where.eq("label", "a")).write(linode)).toEqual({ label: "a" });
    expect(where.all().write(linode)).toEqual({});
  });

  test("as JSON that a header can carry", () => {
    expect(where.eq("label", "ü☃").toJson(linode)).toBe('{"label":"\\u00fc\\u2603"}');
  });

  test("where all conditions are members of one object", () => {
    const range = where.gte("vcpus", 2).and(where.lt("vcpus", 9)).and(where.eq("label", "a"));
    expect(range.write(decapod)).toEqual({ vcpus: { gte: 2, lt: 9 }, label: "a" });
    expect(where.eq("label", "a").and(where.eq("group", "b")).write(pairs)).toEqual({ label: "a", group: "b" });
    expect(() => where.eq("label", "a").and(where.eq("label", "b")).write(pairs)).toThrow(/one condition for label/);
  });

  test("what a dialect cannot say is an error", () => {
    expect(() => where.eq("label", "a").or(where.eq("label", "b")).write(decapod)).toThrow(InputError);
    expect(() => where.contains("label", "a").write(decapod)).toThrow(/no contains/);
    expect(() => where.eq("label", "a").orderBy("label").write(pairs)).toThrow(/no orderBy/);
    expect(() => where.eq("label", "a").limit(1).write(pairs)).toThrow(/no limit/);
  });

  test("order and limit once only, and only sensible limits", () => {
    expect(() => where.all().orderBy("label").orderBy("label")).toThrow(InputError);
    expect(() => where.all().limit(1).limit(1)).toThrow(InputError);
    expect(() => where.all().limit(0.5)).toThrow(InputError);
    expect(() => where.all().limit(1).and(where.all().limit(2))).toThrow(InputError);
  });

  test("a name that is a prototype's does no harm", () => {
    const any = filters<Record<string, string>>();
    expect(JSON.stringify(any.eq("__proto__", "x").write(linode))).toBe('{"__proto__":"x"}');
    expect(any.eq("toString", "x").and(any.eq("constructor", "y")).write(pairs)).toEqual({
      toString: "x",
      constructor: "y",
    });
  });

  test("types know the attributes", () => {
    // @ts-expect-error no such attribute
    where.eq("colour", "x");
    // @ts-expect-error not a number
    where.eq("vcpus", "two");
    // @ts-expect-error filters of different things do not mix
    expect(where.eq("label", "a").and(filters<{ other: string }>().eq("other", "x"))).toBeDefined();
  });
});
