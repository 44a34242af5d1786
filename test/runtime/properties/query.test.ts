import "./fixed-seed.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  deepObject,
  formBody,
  formJoined,
  jsonParam,
  pipeDelimited,
  reserved,
  spaceDelimited,
  type ParameterValues,
  queryOf,
} from "@clientwright/runtime";
import { sent, text } from "./sent.js";

/** The name of a parameter. One of digits alone would come before all others in any JavaScript object. */
const name: fc.Arbitrary<string> = text.filter((value) => !/^\d*$|^(first|last|list)$/.test(value));
const list: fc.Arbitrary<string[]> = fc.array(text, { minLength: 1, maxLength: 4 });
const dictionary: fc.Arbitrary<Record<string, string>> = fc
  .uniqueArray(fc.tuple(name, text), { minLength: 1, maxLength: 4, selector: ([key]) => key.toWellFormed() })
  .map((pairs) => Object.fromEntries(pairs));

type Pair = readonly [name: string, value: string];
const decode = (raw: string): string => decodeURIComponent(raw);
const wellFormed = (pairs: readonly Pair[]): Pair[] =>
  pairs.map(([key, value]) => [key.toWellFormed(), value.toWellFormed()]);

/**
 * The raw value of each pair between two known ones. A parameter must neither reach beyond its place nor swallow its
 * neighbours, whatever it holds.
 */
async function rawPairs(query: ParameterValues): Promise<Pair[]> {
  const { url } = await sent({ query: queryOf({ first: "1", ...query, last: "2" }) });
  const { search, hash, pathname } = new URL(url);
  expect([pathname, hash]).toEqual(["/v1/thing", ""]);
  // Some servers read a plus as a space, so there must be none that is meant as it is.
  expect(search).not.toContain("+");
  const pairs = search
    .slice(1)
    .split("&")
    .map((pair): Pair => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
  expect([pairs[0], pairs.at(-1)]).toEqual([
    ["first", "1"],
    ["last", "2"],
  ]);
  return pairs.slice(1, -1);
}

const read = async (query: ParameterValues): Promise<Pair[]> =>
  (await rawPairs(query)).map(([key, value]) => [decode(key), decode(value)]);

/** The items of a parameter that joins them. */
async function items(key: string, value: unknown, separator: string): Promise<string[]> {
  const pairs = await rawPairs({ [key]: value });
  expect(pairs.map(([raw]) => decode(raw))).toEqual([key.toWellFormed()]);
  return (pairs[0]?.[1] ?? "").split(separator).map(decode);
}

describe("a query", () => {
  it("in the usual style gives back values, lists and the members of objects", async () => {
    await fc.assert(
      fc.asyncProperty(name, text, list, dictionary, async (key, value, values, members) => {
        expect(await read({ [key]: value })).toEqual(wellFormed([[key, value]]));
        expect(await read({ [key]: values })).toEqual(wellFormed(values.map((item) => [key, item])));
        expect(await read({ [key]: members })).toEqual(wellFormed(Object.entries(members)));
      }),
      { numRuns: 500 },
    );
  });

  it("reads the same to the platform's own parser", async () => {
    await fc.assert(
      fc.asyncProperty(dictionary, async (members) => {
        const { url } = await sent({ query: queryOf(members) });
        expect([...new URL(url).searchParams]).toEqual(wellFormed(Object.entries(members)));
      }),
    );
  });

  it("joins lists and objects so that commas within an item do not divide it", async () => {
    await fc.assert(
      fc.asyncProperty(name, list, dictionary, async (key, values, members) => {
        expect(await items(key, formJoined(values), ",")).toEqual(values.map((item) => item.toWellFormed()));
        expect(await items(key, formJoined(members), ",")).toEqual(wellFormed(Object.entries(members)).flat());
      }),
    );
  });

  it("joins by space and by pipe what holds neither", async () => {
    const plain = fc.array(
      text.map((value) => value.replace(/[ |]/g, "")),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(name, plain, async (key, values) => {
        const expected = values.map((item) => item.toWellFormed());
        expect(await items(key, spaceDelimited(values), "%20")).toEqual(expected);
        expect(await items(key, pipeDelimited(values), "%7C")).toEqual(expected);
      }),
    );
  });

  it("writes deep objects whose keys cannot leave their brackets", async () => {
    const key = name.map((value) => value.replace(/[[\]]/g, "_"));
    const { tree } = fc.letrec<{ tree: unknown; members: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 3, depthSize: "small" }, text, list, tie("members")),
      members: fc
        .uniqueArray(fc.tuple(key, tie("tree")), { minLength: 1, maxLength: 3, selector: ([member]) => member })
        .map((pairs) => Object.fromEntries(pairs)),
    }));
    const flat = (prefix: string, value: unknown): Pair[] => {
      if (typeof value === "string") return [[prefix, value]];
      if (Array.isArray(value)) return value.flatMap((item) => flat(prefix, item));
      return Object.entries(Object(value)).flatMap(([member, part]) => flat(`${prefix}[${member}]`, part));
    };
    await fc.assert(
      fc.asyncProperty(name, fc.dictionary(key, tree, { minKeys: 1, maxKeys: 3 }), async (parameter, value) => {
        expect(await read({ [parameter]: deepObject(value) })).toEqual(wellFormed(flat(parameter, value)));
      }),
    );
  });

  it("carries JSON as it is", async () => {
    await fc.assert(
      fc.asyncProperty(name, fc.jsonValue({ maxDepth: 3 }), async (key, value) => {
        const [pair, ...others] = await read({ [key]: jsonParam(value) });
        expect(others).toEqual([]);
        expect(pair?.[0]).toBe(key.toWellFormed());
        expect(JSON.parse(pair?.[1] ?? "")).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("leaves reserved signs alone without letting them end the parameter", async () => {
    // A ready triple is left alone too, so that such text has two meanings.
    const plain = text.map((value) => value.replaceAll("%", ""));
    await fc.assert(
      fc.asyncProperty(name, plain, async (key, value) => {
        expect(await read({ [key]: reserved(value) })).toEqual(wellFormed([[key, value]]));
      }),
      { numRuns: 500 },
    );
    const { url } = await sent({ query: queryOf({ at: reserved("/a:b?c[d]@e!$'()*,;=f%20%zz") }) });
    expect(url.split("?at=")[1]).toBe("/a:b?c[d]@e!$%27()*,;=f%20%25zz");
  });

  it("leaves reserved signs alone in values, but not in the keys of an object", async () => {
    const plain = dictionary.map((members) =>
      Object.fromEntries(
        Object.entries(members).map(([key, value]) => [`k${key}`, value].map((part) => part.replaceAll("%", ""))),
      ),
    );
    await fc.assert(
      fc.asyncProperty(plain, async (members) => {
        expect(await read({ any: reserved(members) })).toEqual(wellFormed(Object.entries(members)));
      }),
      { numRuns: 500 },
    );
  });

  it("leaves out what is undefined or an empty list, and only that", async () => {
    for (const value of [undefined, [], {}, [undefined], formJoined([]), deepObject({}), jsonParam(undefined)]) {
      expect(await read({ value })).toEqual([]);
    }
    for (const value of [null, "", [""], [null]]) expect(await read({ value })).toEqual([["value", ""]]);
    expect(await read({ a: 0, b: false, c: 12n, d: new Date(0) })).toEqual([
      ["a", "0"],
      ["b", "false"],
      ["c", "12"],
      ["d", "1970-01-01T00:00:00.000Z"],
    ]);
  });
});

describe("a form", () => {
  it("reads the same to the platform's own parser", () => {
    fc.assert(
      fc.property(dictionary, list, (members, values) => {
        const { data, contentType } = formBody({ ...members, list: values });
        expect(contentType).toBe("application/x-www-form-urlencoded");
        const { list: _, ...others } = members;
        const expected: Pair[] = [...Object.entries(others), ...values.map((value): Pair => ["list", value])];
        expect([...new URLSearchParams(String(data))].sort()).toEqual(wellFormed(expected).sort());
      }),
      { numRuns: 500 },
    );
  });
});
