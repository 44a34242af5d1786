import { byCursor, byOffset, byPageNumber, Paginator } from "@clientwright/runtime";
import { describe, expect, test } from "vitest";
import { failure } from "./support.js";

/* Where a list ends: what lies beyond it, pages that lead in a circle, and lists that stop short of what they tell. */

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

interface Page {
  readonly data: readonly number[];
  readonly pages: number;
  readonly results: number;
}

/** Ten numbers in pages of four. The server refuses to give a page beyond the third. */
function strict(total?: (page: Page) => number, start?: number) {
  const asked: number[] = [];
  const fetch = async (page: number): Promise<Page> => {
    asked.push(page);
    if (page > 3) throw new Error(`there is no page ${page}`);
    return { data: range(0, 10).slice((page - 1) * 4, page * 4), pages: 3, results: 10 };
  };
  const list = new Paginator<number, Page>(
    () => byPageNumber({ start, fetch, last: (page, number) => number >= page.pages }),
    ({ data }) => data,
    { total },
  );
  return { list, asked };
}

/** A list whose server gives at most a hundred items at a time, whatever it is asked for. */
function clamped(length: number, given: Partial<Parameters<typeof byOffset<number[]>>[0]> = {}, total?: number) {
  const asked: number[] = [];
  const fetch = async (offset: number): Promise<number[]> => {
    asked.push(offset);
    return range(0, length).slice(offset, offset + 100);
  };
  const list = new Paginator<number, number[]>(
    () => byOffset({ limit: 1000, fetch, ...given }),
    (page) => page,
    { total: total === undefined ? undefined : () => total },
  );
  return { list, asked };
}

async function loop<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("a page beyond the end is not asked for", () => {
  test.each<[string, ((page: Page) => number) | undefined]>([
    ["where a page tells the number of items", ({ results }) => results],
    ["where a page tells the number of pages", undefined],
  ])("%s", async (_, total) => {
    const { list, asked } = strict(total);
    expect(await list.at(100)).toBeUndefined();
    expect(await list.at(12)).toBeUndefined();
    expect(await list.slice(20, 30)).toEqual([]);
    expect(asked).toEqual([1]);
    expect(await list.at(11)).toBeUndefined();
    expect(await list.at(9)).toBe(9);
    expect(await list.slice(5, 30)).toEqual(range(5, 10));
    expect(asked).toEqual([1, 3, 2]);
  });

  test("where the first page is short", async () => {
    const { list, asked } = clamped(7, { limit: 10 });
    expect(await list.at(50)).toBeUndefined();
    expect(await list.at(7)).toBeUndefined();
    expect(asked).toEqual([0]);
    const empty = clamped(0);
    expect(await empty.list.at(3)).toBeUndefined();
    expect(empty.asked).toEqual([0]);
  });

  test("where nobody tells, asking is the only way", async () => {
    const { list, asked } = clamped(250, { limit: 100 });
    expect(await list.at(420)).toBeUndefined();
    expect(await list.at(240)).toBe(240);
    expect(asked).toEqual([0, 400, 200]);
  });

  test("after a full last page, where the number of items is known", async () => {
    const { list, asked } = clamped(200, { limit: 100 }, 200);
    expect(await loop(list)).toHaveLength(200);
    expect(asked).toEqual([0, 100]);
    const numbers: number[] = [];
    const fetch = async (number: number): Promise<number[]> => (numbers.push(number), [number]);
    const numbered = new Paginator(
      () => byPageNumber({ fetch }),
      (page: number[]) => page,
      { total: () => 3 },
    );
    expect(await loop(numbered)).toEqual([1, 2, 3]);
    expect(numbers).toEqual([1, 2, 3]);
  });
});

describe("a server that gives less than it is asked for", () => {
  test("has no item skipped when the number of items is known", async () => {
    const { list, asked } = clamped(250, {}, 250);
    expect(await loop(list)).toEqual(range(0, 250));
    expect(asked).toEqual([0, 100, 200]);
    expect(await list.toArray()).toEqual(range(0, 250));
    expect(await list.at(-1)).toBe(249);
    expect(asked).toEqual([0, 100, 200, 0, 100, 200]);
  });

  test("has no item skipped when a page can tell whether it is the last", async () => {
    const { list, asked } = clamped(250, { last: (page, offset) => offset + page.length >= 250 });
    expect(await loop(list)).toEqual(range(0, 250));
    expect(await list.slice(120, 220)).toEqual(range(120, 220));
    expect(asked).toEqual([0, 100, 200, 0, 100, 200]);
  });

  test("has no item twice when it gives more than it is asked for", async () => {
    const { list, asked } = clamped(250, { limit: 10 });
    expect(await loop(list)).toEqual(range(0, 250));
    expect(asked).toEqual([0, 100, 200]);
  });

  test("ends the list by a short page when nobody tells more", async () => {
    const { list, asked } = clamped(250);
    expect(await loop(list)).toEqual(range(0, 100));
    expect(asked).toEqual([0]);
  });

  test("may give more items than a call takes arguments", async () => {
    const many = range(0, 300_000);
    const list = new Paginator(
      () => byOffset({ limit: 1_000_000, fetch: async () => many }),
      (page) => page,
    );
    expect(await list.toArray()).toHaveLength(300_000);
  });
});

describe("a list that ends before the number of items that it told is an error", () => {
  const short = { name: "ListChangedError", message: /40 items, of which 25 came/ };

  test.each<[string, () => Paginator<number, number[]>]>([
    ["offsets", () => clamped(25, { limit: 10 }, 40).list],
    ["offsets whose pages can tell the last", () => clamped(25, { last: (page) => page.length < 100 }, 40).list],
    [
      "page numbers",
      () =>
        new Paginator<number, number[]>(
          () => byPageNumber({ fetch: async (number) => range(0, 25).slice((number - 1) * 10, number * 10) }),
          (page) => page,
          { total: () => 40 },
        ),
    ],
    [
      "page numbers whose pages can tell the last",
      () =>
        new Paginator<number, number[]>(
          () => byPageNumber({ fetch: async () => range(0, 25), last: () => true }),
          (page) => page,
          { total: () => 40 },
        ),
    ],
  ])("%s", async (_, make) => {
    const { name, message } = short;
    for (const error of [await failure(loop(make())), await failure(make().toArray()), await failure(make().slice(20))]) {
      expect(error).toMatchObject({ name });
      expect((error as Error).message).toMatch(message);
    }
    // What does not reach the end needs no error.
    expect(await make().slice(3, 5)).toEqual([3, 4]);
  }); // prettier-ignore

  test("but not where a list begins further on", async () => {
    const { list } = clamped(250, { start: 180, limit: 100 }, 250);
    expect(await loop(list)).toEqual(range(180, 250));
    expect(await loop(strict(({ results }) => results, 2).list)).toEqual(range(4, 10));
  });

  test("and a page that does not tell the number says nothing of a change", async () => {
    const list = new Paginator<number, number[]>(
      () => byOffset({ limit: 10, fetch: async (offset) => range(0, 25).slice(offset, offset + 10) }),
      (page) => page,
      { total: (page) => (page[0] === 0 ? 25 : undefined) },
    );
    expect(await loop(list)).toEqual(range(0, 25));
    expect(await list.at(-1)).toBe(24);
  });
});

describe("pages that lead in a circle are an error", () => {
  const circle = (next: Readonly<Record<string, string>>, start?: string) => {
    const asked: string[] = [];
    const list = new Paginator<string, string>(
      () => byCursor({ start, fetch: async (cursor = "") => (asked.push(cursor), cursor), next: (page) => next[page] }),
      (page) => [page],
    );
    return { list, asked };
  };

  test.each<[string, Readonly<Record<string, string>>, string | undefined, readonly string[]]>([
    ["one page", { "": "a", a: "a" }, undefined, ["", "a"]],
    ["the page that the list starts at", { a: "a" }, "a", ["a"]],
    ["two pages", { "": "a", a: "b", b: "a" }, undefined, ["", "a", "b"]],
    ["three pages after another one", { "": "x", x: "a", a: "b", b: "c", c: "a" }, undefined, ["", "x", "a", "b", "c"]],
  ])("%s", async (_, next, start, pages) => {
    for (const read of [
      (list: Paginator<string, string>) => loop(list),
      (list: Paginator<string, string>) => loop(list.ahead()),
      (list: Paginator<string, string>) => list.toArray(),
      (list: Paginator<string, string>) => list.total(),
    ]) {
      const { list, asked } = circle(next, start);
      expect(await failure(read(list))).toMatchObject({ name: "DecodeError" });
      expect(asked).toEqual(pages);
    }
  });

  test("but a page that is fetched again after a failure is none", async () => {
    let fails = true;
    const fetch = async (cursor = ""): Promise<string> => {
      if (cursor === "a" && fails) throw new Error("once");
      return cursor;
    };
    const list = new Paginator<string, string>(
      () => byCursor({ fetch, next: (page) => (page === "" ? "a" : undefined) }),
      (page) => [page],
    );
    await expect(list.toArray()).rejects.toThrow("once");
    fails = false;
    expect(await list.toArray()).toEqual(["", "a"]);
  });
});
