import { DecodeError, ListChangedError } from "./errors.js";
import { wholeNumber } from "./whole-number.js";

/** Where pages come from. */
export interface PageSource<Page> {
  /**
   * Fetches the page at a place, counted from 0. The first one comes before any other.
   *
   * @param previous the page before, where the source has no random access
   * @param size the number of items on the first page
   */
  fetch(index: number, previous: Page | undefined, size: number): Promise<Page>;
  /**
   * Whether no page follows.
   *
   * @param count the number of items on the page
   * @param size the number of items on the first page
   * @param more whether the number of all items says that there are more; undefined when it is not known
   */
  isLast(page: Page, index: number, count: number, size: number, more: boolean | undefined): boolean;
  /** Whether any page can be fetched without the ones before it. */
  readonly isRandomAccess: boolean;
  /** How many items of the list come before the first page; undefined when that is not known. */
  readonly before?: number | undefined;
}

/** How a paginator reads its pages. */
export interface PaginatorOptions<Page> {
  /** The number of all items, where a page tells it. When it changes between pages, that is an error. */
  readonly total?: ((page: Page) => number | undefined) | undefined;
  /** Asks for the number of all items, where no page tells it. */
  readonly count?: (() => Promise<number | undefined>) | undefined;
}

/** A page and what is on it. */
interface Leaf<T, Page> {
  readonly page: Page;
  readonly items: readonly T[];
}

/**
 * The items of a list that comes in pages. It sends nothing until it is asked for something, and then fetches only the
 * pages that it needs. A loop keeps no page in memory, and begins anew each time; every other method keeps the pages it
 * has fetched.
 *
 * Every method that fetches throws what the operation throws, ListChangedError when the list changes underneath or ends
 * before the number of items that it tells, and DecodeError when its pages lead round in a circle.
 */
export class Paginator<T, Page> implements AsyncIterable<T> {
  readonly #open: () => PageSource<Page>;
  readonly #items: (page: Page) => readonly T[];
  readonly #options: PaginatorOptions<Page>;
  readonly #isAhead: boolean;
  readonly #kept = new Map<number, Promise<Leaf<T, Page>>>();
  #source: PageSource<Page> | undefined;
  #asked: Promise<number | undefined> | undefined;

  /**
   * @param open begins to read the list; called again for each loop
   * @param items the items on a page
   * @param isAhead whether loops fetch the next page early, as `ahead` makes them do
   */
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
    for await (const { items } of this.#walk()) yield* items;
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    for await (const { page } of this.#walk()) yield page;
  }

  /**
   * The same list, whose loops fetch the next page while the items of one are worked on. The other methods do no work
   * between two pages, so they fetch no earlier than without it.
   */
  ahead(): Paginator<T, Page> {
    return new Paginator(this.#open, this.#items, this.#options, true);
  }

  /** The same list with each item replaced. */
  map<U>(change: (item: T) => U): Paginator<U, Page> {
    return new Paginator(this.#open, (page) => this.#items(page).map(change), this.#options, this.#isAhead);
  }

  /**
   * All items, or at most `limit` of them.
   *
   * @throws InputError when the limit is no whole number, or negative
   */
  async toArray({ limit = Infinity }: { readonly limit?: number } = {}): Promise<T[]> {
    return this.slice(0, limit === Infinity ? limit : wholeNumber("limit", limit, 0));
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
    const length = start < 0 || end < 0 ? await this.#length() : 0;
    const from = start < 0 ? Math.max(0, length + start) : start;
    const to = end < 0 ? length + end : end;
    const found: T[] = [];
    // Nor is a place that is no number asked for.
    if (!(from < to)) return found;
    const first = await this.#leaf(0);
    const source = this.#opened();
    const size = Math.max(1, first.items.length);
    let index = source.isRandomAccess ? Math.floor(from / size) : 0;
    if (index > 0 && this.#endsBefore(first, index, from)) return found;
    for (let place = index * size; ; index++) {
      const leaf = await this.#leaf(index);
      // One by one, since a page may hold more items than a call takes arguments.
      for (const item of leaf.items.slice(Math.max(0, from - place), to - place)) found.push(item);
      place += leaf.items.length;
      if (place >= to || !this.#follows(source, first, leaf, index, place)) return found;
    }
  }

  /**
   * The number of all items, as the API tells it, which includes those before a page or an offset to start at. Where
   * nobody tells it, the pages are all fetched, and the items on them counted.
   */
  async total(): Promise<number> {
    return (await this.#told()) ?? (await this.slice()).length;
  }

  /** How many items there are from the first page on. */
  async #length(): Promise<number> {
    const { before } = this.#opened();
    const told = before === undefined ? undefined : await this.#told();
    return told === undefined ? (await this.slice()).length : Math.max(0, told - (before ?? 0));
  }

  async #told(): Promise<number | undefined> {
    const { total, count } = this.#options;
    if (!count) return total?.((await this.#leaf(0)).page);
    this.#asked ??= count();
    this.#asked.catch(() => (this.#asked = undefined));
    return this.#asked;
  }

  async *#walk(): AsyncGenerator<Leaf<T, Page>, void, undefined> {
    const source = this.#open();
    let coming: Promise<Page> | undefined = source.fetch(0, undefined, 0);
    let first: Leaf<T, Page> | undefined;
    let place = 0;
    for (let index = 0; coming; index++) {
      const page: Page = await coming;
      const leaf = { page, items: this.#items(page) };
      const { items } = (first ??= leaf);
      this.#check(first.page, page);
      const follows = this.#follows(source, first, leaf, index, (place += leaf.items.length));
      const next = (): Promise<Page> => source.fetch(index + 1, page, items.length);
      coming = follows && this.#isAhead ? next() : undefined;
      // The loop may end before the page is wanted; its failure is then nobody's business.
      coming?.catch(() => undefined);
      yield leaf;
      if (follows) coming ??= next();
    }
  }

  #opened(): PageSource<Page> {
    return (this.#source ??= this.#open());
  }

  /** A page that is kept. A failed one is fetched again when it is wanted again. */
  #leaf(index: number): Promise<Leaf<T, Page>> {
    const known = this.#kept.get(index);
    if (known) return known;
    const fetching = this.#fetch(index);
    this.#kept.set(index, fetching);
    fetching.catch(() => this.#kept.delete(index));
    return fetching;
  }

  async #fetch(index: number): Promise<Leaf<T, Page>> {
    const source = this.#opened();
    const first = index > 0 ? await this.#leaf(0) : undefined;
    const previous = first && !source.isRandomAccess ? await this.#leaf(index - 1) : undefined;
    const page = await source.fetch(index, previous?.page, first?.items.length ?? 0);
    if (first) this.#check(first.page, page);
    return { page, items: this.#items(page) };
  }

  #check(first: Page, page: Page): void {
    const [before, now = before] = [this.#options.total?.(first), this.#options.total?.(page)];
    if (before !== undefined && before !== now)
      throw new ListChangedError(`the list has changed while it was read: ${before} items, then ${now}`);
  }

  /** How many items there are from the first page on, as that page tells. */
  #known(source: PageSource<Page>, first: Page): number | undefined {
    const total = source.before === undefined ? undefined : this.#options.total?.(first);
    return total === undefined ? undefined : total - (source.before ?? 0);
  }

  /** Whether the first page shows that the list has ended before a place on a later page, which need not exist. */
  #endsBefore(first: Leaf<T, Page>, index: number, place: number): boolean {
    const source = this.#opened();
    const { page, items } = first;
    return (
      place >= (this.#known(source, page) ?? Infinity) ||
      !this.#follows(source, first, first, 0, items.length) ||
      source.isLast(page, index - 1, items.length, items.length, undefined)
    );
  }

  /** Whether a page follows the one that ends at a place. */
  #follows(
    source: PageSource<Page>,
    first: Leaf<T, Page>,
    { page, items }: Leaf<T, Page>,
    index: number,
    place: number,
  ): boolean {
    const known = this.#known(source, first.page);
    const more = known === undefined ? undefined : place < known;
    const isLast = source.isLast(page, index, items.length, first.items.length, more);
    if (isLast && more)
      throw new ListChangedError(`the list has changed while it was read: ${known} items, of which ${place} came`);
    return !isLast;
  }
}

/** Pages with numbers. */
export function byPageNumber<Page>(config: {
  /** The first number. Default: 1. */
  readonly start?: number | undefined;
  /** Fetches the page with a number. */
  readonly fetch: (number: number) => Promise<Page>;
  /**
   * Whether the page with this number is the last one. When it cannot tell, the number of all items does; where that is
   * not known either, an empty or shorter page ends the list.
   *
   * It is asked with the first page and a later number too, to learn whether a page exists before it is fetched.
   */
  readonly last?: ((page: Page, number: number) => boolean | undefined) | undefined;
}): PageSource<Page> {
  const { start, fetch, last } = config;
  const from = start ?? 1;
  return {
    isRandomAccess: true,
    // A list may count its pages from 0 or from 1, so another start does not tell how many pages come before it.
    before: start ? undefined : 0,
    fetch: (index) => fetch(from + index),
    isLast: (page, index, count, size, more = count >= size) => last?.(page, from + index) ?? (count === 0 || !more),
  };
}

/** Pages that begin at an offset. */
export function byOffset<Page>(config: {
  /** The first offset. Default: 0. */
  readonly start?: number | undefined;
  /** How many items are asked for at a time. Without it, the first page shows how many the server gives. */
  readonly limit?: number | undefined;
  /** Fetches the page that begins at an offset. */
  readonly fetch: (offset: number) => Promise<Page>;
  /** How many items the server puts on a page, which may be less than it was asked for. */
  readonly used?: ((page: Page) => number | undefined) | undefined;
  /**
   * Whether the page at this offset is the last one. When it cannot tell, the number of all items does; where that is
   * not known either, a page with fewer items than were asked for ends the list. An empty page always ends it.
   *
   * It is asked with the first page and a later offset too, to learn whether a page exists before it is fetched.
   */
  readonly last?: ((page: Page, offset: number) => boolean | undefined) | undefined;
}): PageSource<Page> {
  const { start = 0, limit = 0, fetch, used, last } = config;
  let told: number | undefined;
  return {
    isRandomAccess: true,
    before: start,
    async fetch(index, _previous, size) {
      // What came on the first page, not what was asked for: a server that gives less would have items skipped.
      const page = await fetch(start + index * (told ?? size));
      if (index === 0) told = used?.(page) || undefined;
      return page;
    },
    isLast(page, index, count, size, more = count >= (told ?? (index > 0 ? size : limit))) {
      return count === 0 || (last?.(page, start + index * (told ?? size)) ?? !more);
    },
  };
}

/**
 * Pages that tell how to get the next one: by a cursor, a token or a link. Where there is none, or an empty one, the
 * list ends. Fetching throws DecodeError when a page leads back to one that came before it.
 */
export function byCursor<Page, Cursor extends string | number | bigint = string>(config: {
  /** The first cursor. Default: none. */
  readonly start?: Cursor | undefined;
  /** Fetches the page that a cursor leads to; the first page without one where no start is given. */
  readonly fetch: (cursor: Cursor | undefined) => Promise<Page>;
  /** The cursor of the next page; none, or an empty one, on the last page. */
  readonly next: (page: Page) => Cursor | null | undefined;
}): PageSource<Page> {
  const { start, fetch, next } = config;
  const places = new Map<Cursor, number>();
  const after = (page: Page): Cursor | undefined => {
    const cursor = next(page) ?? undefined;
    return cursor === "" ? undefined : cursor;
  };
  return {
    isRandomAccess: false,
    async fetch(index, previous) {
      const cursor = previous === undefined ? start : after(previous);
      if (cursor !== undefined) {
        // The same page may be fetched again, after it has failed.
        if ((places.get(cursor) ?? index) !== index)
          throw new DecodeError("a page of the list leads back to one that came before it");
        places.set(cursor, index);
      }
      return fetch(cursor);
    },
    isLast: (page) => after(page) === undefined,
  };
}
