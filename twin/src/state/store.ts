import { clone, type Json } from "../spec/json.js";

/** A thing that the twin keeps. */
export interface Item {
  readonly key: string;
  value: Json;
  /** When it came into its present states, by the twin's clock and the pointers to the states. */
  since?: Record<string, number>;
  readonly made: number;
  /** From when on it can be seen. */
  readonly from?: number;
  /** Its earlier versions, oldest first. */
  history?: Json[];
  /** Deleted, but still readable by name. */
  gone?: boolean;
  /** What it was like before its last change, and until when a stale read shows that. */
  before?: { readonly value: Json | undefined; readonly changed: number };
}

/** Everything that the twin remembers, as plain data. */
export interface Memory {
  readonly collections: Readonly<Record<string, SavedShelf>>;
  readonly documents: Readonly<Record<string, Json>>;
  readonly links: Readonly<Record<string, readonly string[]>>;
}

export interface SavedShelf {
  /** The skeleton of its collection. */
  readonly base: string;
  readonly params: Readonly<Record<string, string>>;
  readonly next: number;
  readonly items: readonly Item[];
}

/** One collection at its place. */
export class Shelf {
  readonly place: string;
  readonly base: string;
  /** The values of the parameters in its path. */
  readonly params: Readonly<Record<string, string>>;
  readonly items: Map<string, Item> = new Map();
  next: number = 1;

  constructor(place: string, base: string, params: Readonly<Record<string, string>>) {
    this.place = place;
    this.base = base;
    this.params = params;
  }
}

/** The twin's memory. Places are paths with the values in them. */
export class Store {
  readonly #shelves = new Map<string, Shelf>();
  readonly #documents = new Map<string, Json>();
  /** Items that belong to a list without living there: the place of the list, and the places of the items. */
  readonly #links = new Map<string, Set<string>>();

  shelf(place: string, base: string, params: Readonly<Record<string, string>>): Shelf {
    const known = this.#shelves.get(place);
    if (known) return known;
    const shelf = new Shelf(place, base, params);
    this.#shelves.set(place, shelf);
    return shelf;
  }

  peek(place: string): Shelf | undefined {
    return this.#shelves.get(place);
  }

  shelves(): IterableIterator<Shelf> {
    return this.#shelves.values();
  }

  document(place: string): Json | undefined {
    return this.#documents.get(place);
  }

  documents(): IterableIterator<[string, Json]> {
    return this.#documents.entries();
  }

  keep(place: string, value: Json | undefined): void {
    if (value === undefined) this.#documents.delete(place);
    else this.#documents.set(place, value);
  }

  links(place: string): ReadonlySet<string> | undefined {
    return this.#links.get(place);
  }

  link(place: string, key: string): void {
    const links = this.#links.get(place) ?? new Set();
    this.#links.set(place, links.add(key));
  }

  unlink(place: string, key: string): boolean {
    return this.#links.get(place)?.delete(key) ?? false;
  }

  /** Forgets everything that lies below a place. */
  dropBelow(place: string): void {
    for (const map of [this.#shelves, this.#documents, this.#links])
      for (const key of map.keys()) if (key.startsWith(`${place}/`)) map.delete(key);
  }

  /** Moves everything that lies below a place to another one. */
  moveBelow(from: string, to: string, params: Readonly<Record<string, string>>): void {
    const moved = (place: string): string => to + place.slice(from.length);
    for (const shelf of [...this.#shelves.values()]) {
      if (!shelf.place.startsWith(`${from}/`)) continue;
      this.#shelves.delete(shelf.place);
      const next = this.shelf(moved(shelf.place), shelf.base, { ...shelf.params, ...params });
      next.next = shelf.next;
      for (const [key, item] of shelf.items) next.items.set(key, item);
    }
    for (const map of [this.#documents, this.#links] as Map<string, never>[])
      for (const [place, value] of [...map]) {
        if (!place.startsWith(`${from}/`)) continue;
        map.delete(place);
        map.set(moved(place), value);
      }
    for (const links of this.#links.values()) if (links.delete(from)) links.add(to);
  }

  /** Takes a thing out of every list that showed it. */
  unlinkAll(key: string): void {
    for (const links of this.#links.values()) links.delete(key);
  }

  clear(): void {
    this.#shelves.clear();
    this.#documents.clear();
    this.#links.clear();
  }

  save(): Memory {
    return clone({
      collections: Object.fromEntries(
        [...this.#shelves].map(([place, { base, params, next, items }]) => [
          place,
          { base, params, next, items: [...items.values()] },
        ]),
      ),
      documents: Object.fromEntries(this.#documents),
      links: Object.fromEntries([...this.#links].map(([place, keys]) => [place, [...keys]])),
    });
  }

  restore(memory: Memory): void {
    this.clear();
    const { collections, documents, links } = clone(memory);
    for (const [place, { base, params, next, items }] of Object.entries(collections)) {
      const shelf = this.shelf(place, base, params);
      shelf.next = next;
      for (const item of items) shelf.items.set(item.key, item);
    }
    for (const [place, value] of Object.entries(documents)) this.#documents.set(place, value);
    for (const [place, keys] of Object.entries(links)) this.#links.set(place, new Set(keys));
  }
}
