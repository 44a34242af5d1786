import { byCursor, byOffset, byPageNumber, Paginator } from "@clientwright/runtime";
import { describe, expect, test } from "vitest";
import { failure } from "./support.js";

/* What a paginator keeps, so that nothing is fetched twice, and places counted from the end. */

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

type List = Paginator<number, readonly number[]>;

/** Ten numbers in pages of four, none of which tells how many there are. */
const styles: Readonly<Record<string, () => { list: List; asked: number[] }>> = {
  "page numbers": () => {
    const asked: number[] = [];
    const fetch = async (page: number) => (asked.push(page - 1), range(0, 10).slice((page - 1) * 4, page * 4));
    return { list: new Paginator(() => byPageNumber<readonly number[]>({ fetch }), (page) => page), asked };
  },
  offsets: () => {
    const asked: number[] = [];
    const fetch = async (offset: number) => (asked.push(offset / 4), range(0, 10).slice(offset, offset + 4));
    return { list: new Paginator(() => byOffset<readonly number[]>({ limit: 4, fetch }), (page) => page), asked };
  },
  cursors: () => {
    const asked: number[] = [];
    const fetch = async (cursor = 0) => (asked.push(cursor), range(0, 10).slice(cursor * 4, cursor * 4 + 4));
    const next = (page: readonly number[]): number | undefined => (page[0] === 8 ? undefined : (page[0] ?? 0) / 4 + 1);
    return {
      list: new Paginator(() => byCursor<readonly number[], number>({ fetch, next }), (page) => page),
      asked,
    };
  },
}; // prettier-ignore

describe.each(Object.entries(styles))("without a number of all items, by %s", (_, make) => {
  test("places from the end fetch each page once", async () => {
    const { list, asked } = make();
    expect(await list.last()).toBe(9);
    expect(asked).toEqual([0, 1, 2]);
    expect(await list.at(-2)).toBe(8);
    expect(await list.at(-10)).toBe(0);
    expect(await list.at(-11)).toBeUndefined();
    expect(await list.slice(-3, -1)).toEqual([7, 8]);
    expect(asked).toHaveLength(3);
  });

  test("counting keeps the pages", async () => {
    const { list, asked } = make();
    expect(await list.toArray()).toEqual(range(0, 10));
    expect(await list.total()).toBe(10);
    expect(await list.total()).toBe(10);
    expect(await list.at(5)).toBe(5);
    expect(asked).toEqual([0, 1, 2]);
  });
});

describe("places from the end of a list that begins further on", () => {
  const all = (fetch: (from: number) => number[], asked: number[]) => async (from: number) => {
    asked.push(from);
    return fetch(from);
  };

  test("of an offset are found by the number of all items", async () => {
    const asked: number[] = [];
    const fetch = all((offset) => range(0, 25).slice(offset, offset + 5), asked);
    const list = new Paginator<number, number[]>(
      () => byOffset({ start: 7, limit: 5, fetch }),
      (page) => page,
      { total: () => 25 },
    );
    expect(await list.last()).toBe(24);
    expect(asked).toEqual([7, 22]);
    expect(await list.slice(-20, -16)).toEqual([7, 8]);
    expect(await list.total()).toBe(25);
    const beyond = new Paginator<number, number[]>(
      () => byOffset({ start: 70, limit: 5, fetch }),
      (page) => page,
      { total: () => 25 },
    );
    expect(await beyond.last()).toBeUndefined();
    expect(await beyond.toArray()).toEqual([]);
  });

  test.each([0, 1])("of a page are found whether its list counts from %i", async (first) => {
    const asked: number[] = [];
    const fetch = all((number) => range(0, 25).slice((number - first) * 5, (number - first + 1) * 5), asked);
    const list = new Paginator<number, number[]>(
      () => byPageNumber({ start: first + 2, fetch }),
      (page) => page,
      { total: () => 25 },
    );
    expect(await list.last()).toBe(24);
    expect(await list.at(-15)).toBe(10);
    expect(await list.at(-16)).toBeUndefined();
    expect(await list.total()).toBe(25);
  });
});

describe("the number that another operation tells", () => {
  const counted = (count: () => Promise<number | undefined>): List =>
    new Paginator<number, readonly number[]>(
      () => byOffset({ limit: 4, fetch: async (offset) => range(0, 10).slice(offset, offset + 4) }),
      (page) => page,
      { count },
    );

  test("is asked for once", async () => {
    let calls = 0;
    const list = counted(async () => (calls++, 10));
    expect([await list.total(), await list.last(), await list.at(-2), await list.total()]).toEqual([10, 9, 8, 10]);
    expect(calls).toBe(1);
  });

  test("is asked for again after a failure", async () => {
    let calls = 0;
    const list = counted(async () => {
      if (calls++ === 0) throw new Error("once");
      return 10;
    });
    await expect(list.total()).rejects.toThrow("once");
    expect(await list.total()).toBe(10);
  });
});

describe("a limit", () => {
  test.each([-1, 1.5, NaN, -Infinity])("of %d is refused before anything is sent", async (limit) => {
    const { list, asked } = styles["offsets"]!();
    const error = await failure(list.toArray({ limit }));
    expect(error).toMatchObject({ name: "InputError", message: "limit must be a whole number of at least 0" });
    expect(asked).toEqual([]);
  });

  test.each([
    [0, []],
    [3, [0]],
    [4, [0]],
    [5, [0, 1]],
    [10, [0, 1, 2]],
    [Infinity, [0, 1, 2]],
  ])("of %d fetches what it needs", async (limit, pages) => {
    const { list, asked } = styles["offsets"]!();
    expect(await list.toArray({ limit })).toEqual(range(0, Math.min(10, limit)));
    expect(asked).toEqual(pages);
  });
});

test("a place that is no number is nowhere, and nothing is asked for", async () => {
  const { list, asked } = styles["offsets"]!();
  expect(await list.at(NaN)).toBeUndefined();
  expect(await list.slice(0, NaN)).toEqual([]);
  expect(asked).toEqual([]);
});

describe("items replaced", () => {
  test("are made once each", async () => {
    const made: number[] = [];
    const list = styles["offsets"]!().list.map((id) => (made.push(id), { id }));
    for await (const item of list) expect(item.id).toBeGreaterThanOrEqual(0);
    expect(made).toEqual(range(0, 10));
    made.length = 0;
    expect(await list.at(5)).toBe(await list.at(5));
    await list.total();
    expect(made.sort((a, b) => a - b)).toEqual(range(0, 10));
  });
});

test("what is fetched ahead is for loops; other methods need no page earlier", async () => {
  const { list, asked } = styles["page numbers"]!();
  expect(await list.ahead().toArray({ limit: 4 })).toEqual([0, 1, 2, 3]);
  expect(asked).toEqual([0]);
});
