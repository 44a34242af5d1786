import { byCursor, byOffset, byPageNumber, headerNumber, nextLink, Paginator, type Reply } from "@clientwright/runtime";
import { describe, expect, test } from "vitest";

const reply = (headers: Record<string, string> = {}): Reply => ({
  status: 200,
  headers: new Headers(headers),
  url: "https://api.example/v2/items?page=1",
});

describe("a number in a header", () => {
  test.each<[string | undefined, number | undefined]>([
    ["7", 7],
    [" 0 ", 0],
    ["", undefined],
    [undefined, undefined],
    ["many", undefined],
    ["1e3", undefined],
    ["-1", undefined],
  ])("%j is %j", (text, number) => {
    expect(headerNumber(reply(text === undefined ? {} : { "x-total": text }), "X-Total")).toBe(number);
  });
});

describe("the address of the next page", () => {
  const next = "https://api.example/v2/items?page=2";

  test.each<[string, string | null | undefined, string | undefined, string | undefined]>([
    ["an absolute address", next, undefined, next],
    ["one without its origin", "/v2/items?page=2", undefined, next],
    ["one beside the page", "items?page=2", undefined, next],
    ["a query alone", "?page=2", undefined, next],
    ["another origin, which is for the client to refuse", "https://other.example/", undefined, "https://other.example/"],
    ["nothing", null, undefined, undefined],
    ["an empty text", "", undefined, undefined],
    ["no address", "http://[", undefined, undefined],
    ["a relation", `<${next}>; rel="next"`, "next", next],
    ["a relation without quotes", `<${next}>;rel=next`, "next", next],
    ["one of several relations, in any case", `<${next}>; rel="last NEXT"`, "Next", next],
    ["the second of two links", `<https://api.example/>; rel="first", <${next}>; rel="next"`, "next", next],
    ["a comma in another parameter", `<https://api.example/>; title="a, <b>; rel=next"; rel=first, <${next}>; rel=next`, "next", next],
    ["commas in the address", `<https://api.example/v2/items?ids=1,2>; rel="next"`, "next", "https://api.example/v2/items?ids=1,2"],
    ["another relation only", `<${next}>; rel="prev"`, "next", undefined],
    ["a parameter that only ends like one", `<${next}>; xrel="next"`, "next", undefined],
    ["no header", null, "next", undefined],
  ])("%s", (_, text, rel, found) => {
    expect(nextLink(reply(), text, rel)).toBe(found);
  }); // prettier-ignore

  test("a long header that is none takes no long time", () => {
    const begun = performance.now();
    expect(nextLink(reply(), `<a>${'; x="'.repeat(20_000)}`, "next")).toBeUndefined();
    expect(nextLink(reply(), "<".repeat(100_000), "next")).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

/** A list of numbers in pages of at most three, and the places that were asked for. */
function pages(count: number): { get: (from: number, limit?: number) => Promise<number[]>; asked: number[] } {
  const asked: number[] = [];
  const get = async (from: number, limit = 3): Promise<number[]> => {
    asked.push(from);
    return Array.from({ length: count }, (_, index) => index).slice(from, from + Math.min(limit, 3));
  };
  return { get, asked };
}

describe("offsets", () => {
  test("go by what the server gives, when it gives less than it is asked for", async () => {
    const { get, asked } = pages(7);
    const list = new Paginator(
      () => byOffset({ limit: 100, fetch: (offset) => get(offset, 100), used: () => 3 }),
      (page) => page,
    );
    expect(await list.toArray()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(asked).toEqual([0, 3, 6]);
    asked.length = 0;
    expect(await list.at(6)).toBe(6);
    expect(asked).toEqual([]);
  });

  test("without a limit the first page shows the size; an empty page is the end", async () => {
    for (const [count, offsets] of [[7, [0, 3, 6]], [6, [0, 3, 6]], [0, [0]]] as const) {
      const { get, asked } = pages(count);
      const open = (): ReturnType<typeof byOffset<number[]>> => byOffset({ fetch: get });
      const found = await new Paginator(open, (page) => page).toArray();
      expect(found).toHaveLength(count);
      expect(asked).toEqual(offsets);
    } // prettier-ignore
  });

  test("what cannot tell leaves it to the size", async () => {
    const { get, asked } = pages(4);
    const list = new Paginator(
      () => byOffset({ limit: 3, fetch: get, last: () => undefined }),
      (page) => page,
    );
    expect(await list.toArray()).toEqual([0, 1, 2, 3]);
    expect(asked).toEqual([0, 3]);
    const numbered = new Paginator(
      () => byPageNumber({ fetch: (number) => get((number - 1) * 3), last: () => undefined }),
      (page) => page,
    );
    expect(await numbered.toArray()).toEqual([0, 1, 2, 3]);
  });
});

describe("cursors", () => {
  test("may be numbers, nought too", async () => {
    const after: (number | undefined)[] = [];
    const list = new Paginator(
      () =>
        byCursor<{ next: number | null; items: string[] }, number>({
          fetch: async (cursor) => {
            after.push(cursor);
            return cursor === undefined ? { next: 0, items: ["a"] } : { next: null, items: ["b"] };
          },
          next: ({ next }) => next,
        }),
      ({ items }) => items,
    );
    expect(await list.toArray()).toEqual(["a", "b"]);
    expect(after).toEqual([undefined, 0]);
  });
});

describe("the number of all items", () => {
  test("is asked for where no page tells it, and counted where nobody knows", async () => {
    const { get, asked } = pages(4);
    const list = (count: () => Promise<number | undefined>): Paginator<number, number[]> =>
      new Paginator(
        () => byOffset({ limit: 3, fetch: get }),
        (page) => page,
        { count },
      );
    expect(await list(async () => 42).total()).toBe(42);
    expect(asked).toEqual([]);
    expect(await list(async () => undefined).total()).toBe(4);
    expect(await list(async () => 4).last()).toBe(3);
  });
});
