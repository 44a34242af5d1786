import { DecodeError, ListChangedError } from "./errors.js";

/** Where pages come from. */
export interface PageSource<Page> {
  /** Fetches the page at a place, counted from 0. Sources without random access look at the page before. */
  fetch(index: number, previous: Page | undefined): Promise<Page>;
  /** Whether no page follows. `size` is the number of items on the first page. */
  isLast(page: Page, index: number, count: number, size: number): boolean;
  /** Whether any page can be fetched without the ones before it. */
  readonly isRandomAccess: boolean;
}

/** How a paginator reads its pages. */
export interface PaginatorOptions<Page> {
  /** The number of all items, where a page tells it. When it changes between pages, that is an error. */
  readonly total?: ((page: Page) => number | undefined) | undefined;
  /** Asks for the number of all items, where no page tells it. */
  readonly count?: (() => Promise<number | undefined>) | undefined;
}

/**
 * The items of a list that comes in pages. It sends nothing until it is asked for something, and then fetches only the
 * pages that it needs. A loop keeps no page in memory; `at` and `slice` keep those they have fetched.
 *
 * Every method that fetches throws what the operation throws, and ListChangedError when the list changes underneath.
 */
export class Paginator<T, Page> implements AsyncIterable<T> {
  readonly #open: () => PageSource<Page>;
  readonly #items: (page: Page) => readonly T[];
  readonly #options: PaginatorOptions<Page>;
  readonly #isAhead: boolean;
  readonly #kept = new Map<number, Promise<Page>>();
  #source: PageSource<Page> | undefined;

  constructor(
    open: () => PageSource<Page>,
    items: (page: Page) => readonly T[],
    options: PaginatorOptions<Page> = {},
    isAhead = false,
  ) {
    this.#open = open;
    this.#items = items;
    this.#options = options;
    this.#isAhead = isAhead;
  }

  /** Item by item. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* this.#items(page);
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    const source = this.#open();
    let coming: Promise<Page> | undefined = source.fetch(0, undefined);
    let first: Page | undefined;
    for (let index = 0; coming; index++) {
      const page: Page = await coming;
      first ??= page;
      this.#check(first, page);
      const follows = !source.isLast(page, index, this.#items(page).length, this.#items(first).length);
      coming = follows && this.#isAhead ? source.fetch(index + 1, page) : undefined;
      // The loop may end before the page is wanted; its failure is then nobody's business.
      coming?.catch(() => undefined);
      yield page;
      if (follows) coming ??= source.fetch(index + 1, page);
    }
  }

  /** The same list, fetching the next page while the items of one are worked on. */
  ahead(): Paginator<T, Page> {
    return new Paginator(this.#open, this.#items, this.#options, true);
  }

  /** The same list with each item replaced. */
  map<U>(change: (item: T) => U): Paginator<U, Page> {
    return new Paginator(this.#open, (page) => this.#items(page).map(change), this.#options, this.#isAhead);
  }

  /** All items, or at most `limit` of them. */
  async toArray({ limit = Infinity }: { readonly limit?: number } = {}): Promise<T[]> {
    return this.slice(0, limit);
  }

  /** The first item; undefined when there is none. */
  async first(): Promise<T | undefined> {
    return this.at(0);
  }

  /** The last item; undefined when there is none. */
  async last(): Promise<T | undefined> {
    return this.at(-1);
  }

  /** The item at a place counted from 0, or from the end when negative; undefined when there is none. */
  async at(index: number): Promise<T | undefined> {
    return (await this.slice(index, index === -1 ? undefined : index + 1))[0];
  }

  /** The items from `start` up to, not including, `end`. Negative places count from the end. */
  async slice(start: number = 0, end: number = Infinity): Promise<T[]> {
    const total = start < 0 || end < 0 ? await this.total() : 0;
    const from = start < 0 ? Math.max(0, total + start) : start;
    const to = end < 0 ? total + end : end;
    const found: T[] = [];
    if (from >= to) return found;
    const first = this.#items(await this.#page(0));
    const size = Math.max(1, first.length);
    const source = this.#opened();
    let index = source.isRandomAccess ? Math.floor(from / size) : 0;
    let place = index * size;
    for (; place < to; index++) {
      const page = await this.#page(index);
      const items = this.#items(page);
      found.push(...items.slice(Math.max(0, from - place), to - place));
      place += items.length;
      if (source.isLast(page, index, items.length, size)) break;
    }
    return found;
  }

  /** The number of all items. When no page tells it, they are all fetched and counted. */
  async total(): Promise<number> {
    const { total, count: ask } = this.#options;
    const said = ask ? await ask() : total?.(await this.#page(0));
    if (said !== undefined) return said;
    let count = 0;
    for await (const page of this.pages()) count += this.#items(page).length;
    return count;
  }

  #opened(): PageSource<Page> {
    return (this.#source ??= this.#open());
  }

  /** A page that is kept. A failed one is fetched again when it is wanted again. */
  #page(index: number): Promise<Page> {
    const known = this.#kept.get(index);
    if (known) return known;
    const fetching = this.#fetch(index);
    this.#kept.set(index, fetching);
    fetching.catch(() => this.#kept.delete(index));
    return fetching;
  }

  async #fetch(index: number): Promise<Page> {
    const source = this.#opened();
    const previous = index > 0 && !source.isRandomAccess ? await this.#page(index - 1) : undefined;
    const page = await source.fetch(index, previous);
    if (index > 0) this.#check(await this.#page(0), page);
    return page;
  }

  #check(first: Page, page: Page): void {
    const [before, now] = [this.#options.total?.(first), this.#options.total?.(page)];
    if (before !== now)
      throw new ListChangedError(`the list has changed while it was read: ${before} items, then ${now}`);
  }
}

/** Pages with numbers. */
export function byPageNumber<Page>(config: {
  /** The first number. Default: 1. */
  readonly start?: number | undefined;
  readonly fetch: (number: number) => Promise<Page>;
  /** Whether the page with this number is the last one. When it cannot tell, an empty or shorter page ends the list. */
  readonly last?: ((page: Page, number: number) => boolean | undefined) | undefined;
}): PageSource<Page> {
  const { start = 1, fetch, last } = config;
  return {
    isRandomAccess: true,
    fetch: (index) => fetch(start + index),
    isLast: (page, index, count, size) => last?.(page, start + index) ?? (count === 0 || count < size),
  };
}

/** Pages that begin at an offset. */
export function byOffset<Page>(config: {
  /** The first offset. Default: 0. */
  readonly start?: number | undefined;
  /** How many items are asked for at a time. Without it, the first page shows how many the server gives. */
  readonly limit?: number | undefined;
  readonly fetch: (offset: number) => Promise<Page>;
  /** How many items the server puts on a page, which may be less than it was asked for. */
  readonly used?: ((page: Page) => number | undefined) | undefined;
  /** How many items are on a page. Needed when there is no limit. */
  readonly size?: ((page: Page) => number) | undefined;
  /** Whether the page at this offset is the last one. When it cannot tell, a page with fewer items ends the list. */
  readonly last?: ((page: Page, offset: number) => boolean | undefined) | undefined;
}): PageSource<Page> {
  const { start = 0, limit, fetch, used, size, last } = config;
  let step = limit ?? 0;
  return {
    isRandomAccess: true,
    async fetch(index) {
      const page = await fetch(start + index * step);
      // The first page is always fetched before any other.
      if (index === 0) step = used?.(page) ?? limit ?? size?.(page) ?? 0;
      return page;
    },
    isLast: (page, index, count) => last?.(page, start + index * step) ?? (count === 0 || count < step),
  };
}

/**
 * Pages that tell how to get the next one: by a cursor, a token or a link. Where there is none, or an empty one, the
 * list ends.
 */
export function byCursor<Page, Cursor extends string | number = string>(config: {
  /** The first cursor. Default: none. */
  readonly start?: Cursor | undefined;
  readonly fetch: (cursor: Cursor | undefined) => Promise<Page>;
  readonly next: (page: Page) => Cursor | null | undefined;
}): PageSource<Page> {
  const { start, fetch, next } = config;
  const after = (page: Page): Cursor | undefined => {
    const cursor = next(page) ?? undefined;
    return cursor === "" ? undefined : cursor;
  };
  return {
    isRandomAccess: false,
    async fetch(_index, previous) {
      const cursor = previous === undefined ? start : after(previous);
      const page = await fetch(cursor);
      if (cursor !== undefined && after(page) === cursor)
        throw new DecodeError("a page of the list names itself as the next one");
      return page;
    },
    isLast: (page) => after(page) === undefined,
  };
}
