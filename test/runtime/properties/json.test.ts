import "./fixed-seed.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  losslessJsonBody,
  parseLosslessJson,
  readEvents,
  readJson,
  readLines,
  readLosslessJson,
  Service,
  type UnreadReply,
} from "@clientwright/runtime";

const string = fc.oneof(
  fc.string({ unit: "binary", maxLength: 10 }),
  // What could be taken for a number, or for the marks of a parser.
  fc.constantFrom(
    "12345678901234567890",
    "n12345678901234567890",
    "n1",
    "5n",
    "12345678901234567890n",
    "1s",
    "s",
    "n",
    '"',
    "\\",
    '\\"',
    ":",
    "1:",
    "s\\u0022",
  ),
);
/** The name of a member. One that would reach a prototype is left out by design, and has tests of its own. */
const member = string.filter((name) => name !== "__proto__");
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n });
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    string,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.constantFrom(null, true, false),
    fc.array(tie("document"), { maxLength: 4 }),
    fc.dictionary(string, tie("document"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
/** Text of a document, in any layout; sixteen digits in a row make the parser look closely. */
const layouts = fc.constantFrom(undefined, 1, "\t", "\n");
const textOf = (value: unknown, layout: string | number | undefined): string =>
  JSON.stringify([value, "0000000000000000"], null, layout);

const platform = (text: string): unknown => {
  try {
    return JSON.parse(text, (name, value: unknown) => (name === "__proto__" ? undefined : value));
  } catch {
    return undefined;
  }
};

describe("lossless JSON", () => {
  it("is JSON.parse for all that a number can hold", () => {
    fc.assert(
      fc.property(document, layouts, (value, layout) => {
        // JSON.stringify writes large whole numbers with all their digits: those are for the next test.
        const text = textOf(value, layout).replace(/(?<=[[,:\s])-?\d{16,}(?=[\],}\s])/g, "0.5");
        expect(parseLosslessJson(text)).toEqual(platform(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives larger integers as bigint, to the last digit, and all others as numbers", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(member, int64), { maxLength: 5 }), (pairs) => {
        const members = pairs.map(([name, value]) => `${JSON.stringify(name)}: ${value}`);
        const lists = pairs.map(([, value]) => `{"in":[${value} ]}`);
        const read = parseLosslessJson(`[${[...lists, `{${members.join()}}`].join()}]`);
        const exact = (value: bigint): bigint | number =>
          value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
        const all = Object.fromEntries(pairs.map(([name, value]) => [name, exact(value)]));
        expect(read).toEqual([...pairs.map(([, value]) => ({ in: [exact(value)] })), all]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses what JSON.parse refuses, and takes what it takes", () => {
    const damage = fc.tuple(
      fc.nat(80),
      fc.nat(2),
      fc.constantFrom(
        "",
        '"',
        "\\",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "0",
        "-",
        ".",
        "e",
        "n",
        " ",
        "\n",
        "\u00a0",
        "12345678901234567890",
      ),
    );
    fc.assert(
      fc.property(document, layouts, damage, (value, layout, [at, length, put]) => {
        const whole = textOf(value, layout);
        const start = at % whole.length;
        const text = whole.slice(0, start) + put + whole.slice(start + length);
        expect(parseLosslessJson(text) === undefined, text).toBe(platform(text) === undefined);
      }),
      { numRuns: 5_000 },
    );
    for (const text of [
      "{12345678901234567890:1}",
      "[012345678901234567890]",
      "[12345678901234567890.]",
      "[+12345678901234567890]",
    ]) {
      expect(parseLosslessJson(text), text).toBeUndefined();
    }
  });

  it("writes what it reads", () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        string,
        int64.filter((value) => value > 2n ** 53n || value < -(2n ** 53n)),
        fc.integer(),
        fc.constantFrom(null, true),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(member, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(parseLosslessJson(String(losslessJsonBody(value)?.data))).toEqual(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives all integers at their places as bigint, and all others as JSON.parse does", () => {
    const marks = (value: unknown): unknown => {
      if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
      if (Array.isArray(value)) return value.map(marks);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, marks(part)]));
    };
    // Wherever it is, and in each item or member of it.
    const table = { everywhere: ["all", true, ["each", "everywhere"]] } as const;
    fc.assert(
      fc.property(document, layouts, (value, layout) => {
        const text = textOf(value, layout);
        expect(parseLosslessJson(text, {})).toEqual(platform(text));
        const small = text.replace(/(?<=[[,:\s])-?\d{16,}(?=[\],}\s])/g, "7");
        expect(parseLosslessJson(small, "everywhere", table)).toEqual(marks(platform(small)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("copes with long strings", () => {
    const long = "x".repeat(12_000_000);
    const value = { id: 2n ** 60n, long };
    const text = `{"id":1152921504606846976,"long":"${long}"}`;
    expect(losslessJsonBody(value)?.data === text).toBe(true);
    const read = parseLosslessJson(text);
    expect(read).toMatchObject({ id: 2n ** 60n });
    expect(Reflect.get(Object(read), "long") === long).toBe(true);
  });
});

describe("names of prototypes", () => {
  const name = fc.constantFrom(
    '"__proto__"',
    '"\\u005f_proto__"',
    '"__pro\\u0074o__"',
    '"a"',
    '"constructor"',
    '"prototype"',
  );
  const { text } = fc.letrec<{ text: string; members: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("1", "null", '"x"', "12345678901234567890"),
      tie("members"),
      fc.array(tie("text"), { maxLength: 3 }).map((items) => `[${items.join()}]`),
    ),
    members: fc
      .array(fc.tuple(name, tie("text")), { minLength: 1, maxLength: 4 })
      .map((pairs) => `{${pairs.map((pair) => pair.join(":")).join()}}`),
  }));

  const replyOf = (body: string): UnreadReply => ({
    operation: "getThing",
    status: 200,
    url: "https://x/",
    headers: new Headers(),
    signal: undefined,
    limit: 1_000_000,
    body: new Response(body).body,
  });
  const first = async (items: AsyncIterable<unknown>): Promise<unknown> => {
    for await (const item of items) return item;
    return undefined;
  };
  const readers: Readonly<Record<string, (body: string) => Promise<unknown>>> = {
    "a reply": async (body) => readJson(replyOf(body)),
    "a lossless reply": async (body) => readLosslessJson(replyOf(body)),
    "a reply with places": async (body) =>
      readLosslessJson(replyOf(body), { a: ["each", true], __proto__: { a: true } }),
    "a line of a stream": async (body) => first(await readLines(replyOf(`${body}\n`))),
    "an event": async (body) => {
      for await (const { data } of await readEvents(replyOf(`data: ${body}\n\n`))) return data;
      return undefined;
    },
    "an error": async (body) => {
      const transport = () => Promise.resolve(new Response(body, { status: 400 }));
      const service = new Service(
        {
          name: "acme",
          version: "1",
          servers: [],
          credentials: {},
          errors: { list: ["__proto__", "a"], message: ["a"] },
        },
        { baseUrl: "https://x", transport },
      );
      const error: unknown = await service
        .send({ operation: "getThing", method: "GET", path: "/" })
        .catch((e: unknown) => e);
      return Reflect.get(Object(error), "body");
    },
  };

  /** Fails for any object that is not a plain one, or that would make another one so when it is copied. */
  function check(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    expect(Object.getPrototypeOf(value)).toBe(Array.isArray(value) ? Array.prototype : Object.prototype);
    expect(Object.hasOwn(value, "__proto__")).toBe(false);
    Object.values(value).forEach(check);
  }

  it.each(Object.entries(readers))("do not reach the objects of %s", async (_, read) => {
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const value = await read(body);
        check(value);
        const untouched = JSON.parse(body, (key, part: unknown) => (key === "__proto__" ? undefined : part)) as unknown;
        expect(JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? Number(part) : part))).toBe(
          JSON.stringify(untouched),
        );
      }),
      { numRuns: 300 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
