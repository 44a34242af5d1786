import { DecodeError, ListChangedError } from "./errors.js";
import { wholeNumber } from "./whole-number.js";

/** Where pages come from. */
export interface PageSource<Page> {
  /**
   * Fetches the page at a place, counted from 0. The first one comes before any other.
   *
   * @param previous the page before or, where the source has random access, any that has come before; none for the first
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
  readonly index: number;
  readonly page: Page;
  readonly items: readonly T[];
  /** The number of items on the first page. */
  readonly size: number;
  /** The number of all items, where a page has told it. */
  readonly total: number | undefined;
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
  /** Where the pages come from that are kept. */
  readonly #source: PageSource<Page>;
  readonly #kept = new Map<number, Promise<Leaf<T, Page>>>();
  #total: number | undefined;

  /**
   * @param open makes a source, from which nothing is fetched yet; called again for each loop
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
    this.#source = open();
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
    const source = this.#source;
    const length = start < 0 || end < 0 ? (this.#rest(await this.#told()) ?? (await this.slice()).length) : 0;
    const from = start < 0 ? Math.max(0, length + start) : start;
    const to = end < 0 ? length + end : end;
    const found: T[] = [];
    // Nor is a place that is no number asked for.
    if (!(from < to)) return found;
    let leaf = await this.#leaf(0);
    const { size } = leaf;
    let index = source.isRandomAccess ? Math.floor(from / Math.max(1, size)) : 0;
    // A page need not exist when the first one, and in its place the one before, tells that the list ends there.
    const before = { ...leaf, index: index - 1 };
    if (index > 0 && !(this.#follows(source, leaf, size) && this.#follows(source, before, from))) return found;
    for (let place = index * size; ; index++) {
      leaf = await this.#leaf(index, leaf);
      // One by one, since a page may hold more items than a call takes arguments.
      for (const item of leaf.items.slice(Math.max(0, from - place), to - place)) found.push(item);
      place += leaf.items.length;
      if (place >= to || !this.#follows(source, leaf, place)) return found;
    }
  }

  /**
   * The number of all items, as the API tells it, which includes those before a page or an offset to start at. Where
   * nobody tells it, the pages are all fetched, and the items on them counted.
   */
  async total(): Promise<number> {
    return (await this.#told()) ?? (await this.slice()).length;
  }

  async #told(): Promise<number | undefined> {
    const { count } = this.#options;
    return (this.#total ??= count ? await count() : (await this.#leaf(0)).total);
  }

  /** How many of all items come from the first page on; undefined when that is not known. */
  #rest(total: number | undefined): number | undefined {
    const { before } = this.#source;
    return total === undefined || before === undefined ? undefined : total - before;
  }

  async *#walk(): AsyncGenerator<Leaf<T, Page>, void, undefined> {
    const source = this.#open();
    let coming: Promise<Leaf<T, Page>> | undefined = this.#fetch(source, 0);
    for (let place = 0; coming;) {
      const leaf: Leaf<T, Page> = await coming;
      const follows = this.#follows(source, leaf, (place += leaf.items.length));
      const next = (): Promise<Leaf<T, Page>> => this.#fetch(source, leaf.index + 1, leaf);
      coming = follows && this.#isAhead ? next() : undefined;
      // The loop may end before the page is wanted; its failure is then nobody's business.
      coming?.catch(() => undefined);
      yield leaf;
      if (follows) coming ??= next();
    }
  }

  /** A page that is kept. A failed one is fetched again when it is wanted again. */
  #leaf(index: number, earlier?: Leaf<T, Page>): Promise<Leaf<T, Page>> {
    const known = this.#kept.get(index);
    if (known) return known;
    const fetching = this.#fetch(this.#source, index, earlier);
    this.#kept.set(index, fetching);
    fetching.catch(() => this.#kept.delete(index));
    return fetching;
  }

  /** @param earlier the page before or, with random access, any that has come before */
  async #fetch(source: PageSource<Page>, index: number, earlier?: Leaf<T, Page>): Promise<Leaf<T, Page>> {
    const page = await source.fetch(index, earlier?.page, earlier?.size ?? 0);
    const items = this.#items(page);
    const told = this.#options.total?.(page);
    const { size, total = told } = earlier ?? { size: items.length };
    if (told !== undefined && told !== total)
      throw new ListChangedError(`the list has changed while it was read: ${total} items, then ${told}`);
    return { index, page, items, size, total };
  }

  /** Whether a page follows the one that ends at a place. */
  #follows(source: PageSource<Page>, { index, page, items, size, total }: Leaf<T, Page>, place: number): boolean {
    const known = this.#rest(total);
    const more = known === undefined ? undefined : place < known;
    const isLast = source.isLast(page, index, items.length, size, more);
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
  const { start = 1, fetch, last } = config;
  return {
    isRandomAccess: true,
    // A list may count its pages from 0 or from 1, so another start does not tell how many pages come before it.
    before: config.start ? undefined : 0,
    fetch: (index) => fetch(start + index),
    isLast: (page, index, count, size, more = count >= size) => last?.(page, start + index) ?? (count === 0 || !more),
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
  return {
    isRandomAccess: true,
    before: start,
    // By what came on the first page, not by what was asked for: a server that gives less would have items skipped.
    fetch: (index, _previous, size) => fetch(start + index * size),
    isLast: (page, index, count, size, more = count >= (index > 0 ? size : used?.(page) || limit)) =>
      count === 0 || (last?.(page, start + index * size) ?? !more),
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
  const places = new Map<Cursor | undefined, number>();
  return {
    isRandomAccess: false,
    async fetch(index, previous) {
      const cursor = previous === undefined ? start : (next(previous) ?? undefined);
      // The same page may be fetched again, after it has failed.
      if ((places.get(cursor) ?? index) !== index)
        throw new DecodeError("a page of the list leads back to one that came before it");
      places.set(cursor, index);
      return fetch(cursor);
    },
    isLast: (page) => (next(page) ?? "") === "",
  };
}
