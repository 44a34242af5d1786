import { describe, expect, test } from "vitest";
import {
  byCursor,
  byOffset,
  byPageNumber,
  ListChangedError,
  Paginator,
  type PageSource,
  linked,
} from "@clientwright/runtime";
import { clientFor, failure, json, serve } from "./support.js";

interface Page {
  readonly data: readonly number[];
  readonly page: number;
  readonly pages: number;
  readonly results: number;
}

/** A list of numbers in numbered pages, which notes what is asked for. */
function numbered(total: number, size = 10) {
  const asked: number[] = [];
  const state = { total };
  const fetch = async (page: number): Promise<Page> => {
    asked.push(page);
    const all = Array.from({ length: state.total }, (_, index) => index);
    const pages = Math.max(1, Math.ceil(state.total / size));
    return { data: all.slice((page - 1) * size, page * size), page, pages, results: state.total };
  };
  const list = new Paginator<number, Page>(
    () => byPageNumber({ fetch, last: (page, number) => number >= page.pages }),
    (page) => page.data,
    { total: (page) => page.results },
  );
  return { list, asked, state };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe("page numbers", () => {
  test("a loop fetches page by page, and nothing before it begins or after it ends", async () => {
    const { list, asked } = numbered(25);
    expect(asked).toEqual([]);
    for await (const item of list) if (item === 12) break;
    expect(asked).toEqual([1, 2]);
    expect(await collect(list)).toEqual(range(0, 25));
    expect(asked).toEqual([1, 2, 1, 2, 3]);
    expect((await collect(list.pages())).map(({ page }) => page)).toEqual([1, 2, 3]);
  });

  test("single items fetch the pages they need, each once", async () => {
    const { list, asked } = numbered(95);
    expect(await list.at(0)).toBe(0);
    expect(await list.first()).toBe(0);
    expect(asked).toEqual([1]);
    expect(await list.at(72)).toBe(72);
    expect(await list.at(-1)).toBe(94);
    expect(await list.last()).toBe(94);
    expect(await list.at(95)).toBeUndefined();
    expect(await list.at(-96)).toBeUndefined();
    expect(asked).toEqual([1, 8, 10]);
    expect(await list.total()).toBe(95);
    expect(asked).toHaveLength(3);
  });

  test.each([
    [5, 8],
    [8, 23],
    [20, 30],
    [-3, undefined],
    [-15, -12],
    [90, 200],
    [30, 20],
    [0, 0],
    [200, 300],
    [undefined, -90],
  ])("slice(%s, %s)", async (start, end) => {
    const { list } = numbered(95);
    expect(await list.slice(start, end)).toEqual(range(0, 95).slice(start, end));
  });

  test("toArray with and without limit", async () => {
    const { list, asked } = numbered(95);
    expect(await list.toArray({ limit: 12 })).toEqual(range(0, 12));
    expect(asked).toEqual([1, 2]);
    expect(await list.toArray()).toEqual(range(0, 95));
    expect(asked).toHaveLength(10);
  });

  test.each([0, 1, 9, 10, 11, 20])("a list of %i", async (total) => {
    const { list } = numbered(total);
    expect(await collect(list)).toEqual(range(0, total));
    expect(await list.toArray()).toEqual(range(0, total));
    expect(await list.first()).toBe(total > 0 ? 0 : undefined);
    expect(await list.last()).toBe(total > 0 ? total - 1 : undefined);
    expect(await list.total()).toBe(total);
  });

  test("map", async () => {
    const { list } = numbered(15);
    const mapped = list.map((item) => ({ id: item }));
    expect(await mapped.at(11)).toEqual({ id: 11 });
    expect(await collect(mapped)).toHaveLength(15);
  });

  test("ahead fetches the next page while one is worked on, and no more", async () => {
    const { list, asked } = numbered(35);
    const counts: number[] = [];
    for await (const page of list.ahead().pages()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      counts.push(asked.length - page.page);
    }
    expect(counts).toEqual([1, 1, 1, 0]);
  });

  test("a list that changes underneath is an error", async () => {
    const { list, state } = numbered(25);
    expect(await list.at(0)).toBe(0);
    state.total = 26;
    await expect(list.at(15)).rejects.toThrow(ListChangedError);
    const looped = numbered(25);
    const loop = (async () => {
      for await (const _ of looped.list.pages()) looped.state.total = 24;
    })();
    await expect(loop).rejects.toThrow(/25 items, then 24/);
  });

  test("a page that failed can be asked for again", async () => {
    let fails = true;
    const fetch = async (): Promise<number[]> => {
      if (fails) throw new Error("once");
      return [1];
    };
    const list = new Paginator(
      () => byPageNumber({ fetch }),
      (page: number[]) => page,
    );
    await expect(list.first()).rejects.toThrow("once");
    fails = false;
    expect(await list.first()).toBe(1);
  });

  test("a failed page that was fetched ahead is no unhandled rejection when the loop has ended", async () => {
    const fetch = async (number: number): Promise<number[]> => {
      if (number > 1) throw new Error("later");
      return [1];
    };
    const list = new Paginator(
      () => byPageNumber({ fetch }),
      (page: number[]) => page,
    );
    for await (const item of list.ahead()) {
      expect(item).toBe(1);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test("without a word about the last page, a shorter one ends the list", async () => {
    const all = range(0, 25);
    const fetch = async (number: number): Promise<number[]> => all.slice(number * 10, number * 10 + 10);
    const list = new Paginator(
      () => byPageNumber({ start: 0, fetch }),
      (page: number[]) => page,
    );
    expect(await collect(list)).toEqual(all);
    expect(await list.total()).toBe(25);
    expect(await list.at(-2)).toBe(23);
  });
});

describe("offsets", () => {
  function offsets(total: number): { list: Paginator<number, number[]>; asked: number[] } {
    const asked: number[] = [];
    const fetch = async (offset: number): Promise<number[]> => (
      asked.push(offset),
      range(0, total).slice(offset, offset + 10)
    );
    return {
      list: new Paginator(
        () => byOffset({ limit: 10, fetch }),
        (page: number[]) => page,
      ),
      asked,
    };
  }

  test.each([
    [0, [0]],
    [7, [0]],
    [10, [0, 10]],
    [25, [0, 10, 20]],
  ])("%i items", async (total, wanted) => {
    const { list, asked } = offsets(total);
    expect(await collect(list)).toEqual(range(0, total));
    expect(asked).toEqual(wanted);
  });

  test("go straight to a place", async () => {
    const { list, asked } = offsets(95);
    expect(await list.slice(51, 53)).toEqual([51, 52]);
    expect(asked).toEqual([0, 50]);
  });
});

describe("cursors and links", () => {
  const pages: Record<string, { items: number[]; next?: string | null }> = {
    "": { items: [0, 1], next: "b" },
    b: { items: [], next: "c" },
    c: { items: [2], next: null },
  };
  const list = (): Paginator<number, { items: number[]; next?: string | null }> =>
    new Paginator(
      () => byCursor({ fetch: async (cursor = "") => pages[cursor] ?? { items: [] }, next: ({ next }) => next }),
      (page) => page.items,
    );

  test("are followed in turn", async () => {
    expect(await collect(list())).toEqual([0, 1, 2]);
    expect(await list().at(2)).toBe(2);
    expect(await list().slice(1)).toEqual([1, 2]);
    expect(await list().last()).toBe(2);
    expect(await list().total()).toBe(3);
  });

  test("that lead back to themselves are an error", async () => {
    const source = (): PageSource<string> => byCursor({ fetch: async () => "same", next: () => "same" });
    await expect(collect(new Paginator(source, () => [1]))).rejects.toThrow(/leads back/);
  });

  test("never go to another origin", async () => {
    const other = await serve((_, response) => json(response, { items: [9] }));
    const { url } = await serve((_, response) => json(response, { items: [1], next: `${other.url}/steal` }));
    const client = clientFor(url);
    const found = new Paginator<number, { items: number[]; next?: string }>(
      () =>
        byCursor({
          fetch: (link = "/list") => client.send({ operation: "list", method: "GET", path: linked(link) }),
          next: ({ next }) => next,
        }),
      ({ items }) => items,
    );
    expect(await failure(collect(found))).toMatchObject({ name: "InputError" });
    expect(other.seen).toEqual([]);
  });
});
