import type { Paginator, Place } from "../spec/extensions.js";
import { at, put, type Json, type JsonObject } from "../spec/json.js";
import type { Operation, Parameter } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";

/** The part of a list that a request gets, and what the reply says about it. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Members of the reply, by pointer. */
  readonly places: readonly (readonly [string, Json])[];
  readonly headers: Readonly<Record<string, string>>;
}

interface Asking {
  readonly query: JsonObject;
  readonly body: Json | undefined;
  /** The address of the list without its query, for links to other pages. */
  readonly url: string;
  /** The reply is wanted for its headers alone. */
  readonly counting: boolean;
}

/** Cuts a page out of a list. */
export function pageOf<T>(
  all: readonly T[],
  operation: Operation,
  asking: Asking,
  value: (item: T) => Json,
  schemas: Schemas,
): Page<T> {
  const { paginator } = operation;
  if (paginator === undefined) return { items: all, places: [], headers: {} };
  return new Paging(all, operation, paginator, asking, value, schemas).page();
}

class Paging<T> {
  readonly #all: readonly T[];
  readonly #operation: Operation;
  readonly #paginator: Paginator;
  readonly #asking: Asking;
  readonly #value: (item: T) => Json;
  readonly #schemas: Schemas;
  readonly #places: [string, Json][] = [];
  readonly #headers: Record<string, string> = {};

  constructor(
    all: readonly T[],
    operation: Operation,
    paginator: Paginator,
    asking: Asking,
    value: (item: T) => Json,
    schemas: Schemas,
  ) {
    this.#all = all;
    this.#operation = operation;
    this.#paginator = paginator;
    this.#asking = asking;
    this.#value = value;
    this.#schemas = schemas;
  }

  page(): Page<T> {
    const { style } = this.#paginator;
    const size = this.#size();
    const first =
      style === "page-number"
        ? this.#byNumber(size)
        : style === "cursor"
          ? this.#byCursor()
          : style === "offset"
            ? this.#byOffset()
            : this.#byToken(size);
    const items = this.#all.slice(first, first + size);
    const { total } = this.#paginator;
    // Where another operation counts all items, this one counts what it sends.
    const elsewhere = typeof total === "object" && total.operation !== undefined && !this.#asking.counting;
    this.#set(total, elsewhere ? items.length : this.#all.length);
    this.#set(this.#paginator.usedPageSize, this.#everything() ? this.#all.length : size);
    this.#set(this.#paginator.more, first + size < this.#all.length);
    return { items, places: this.#places, headers: this.#headers };
  }

  /** How many items go on a page. */
  #size(): number {
    if (this.#everything()) return Math.max(1, this.#all.length);
    const { pageSize, maxPageSize } = this.#paginator;
    const asked = this.#number(pageSize);
    const fallback =
      pageSize === undefined ? undefined : this.#schemas.shape(this.#parameter(pageSize)?.schema).fallback;
    const usual = typeof fallback === "number" ? fallback : Math.min(maxPageSize ?? 100, 100);
    return Math.min(asked !== undefined && asked > 0 ? asked : usual, maxPageSize ?? Number.MAX_SAFE_INTEGER);
  }

  /** Some lists can be had as a whole, by a flag called `all`. */
  #everything(): boolean {
    const flag = this.#asking.query["all"];
    return (
      this.#parameter("all") !== undefined && (flag === true || flag === 1 || /^(1|true|yes|on)$/i.test(String(flag)))
    );
  }

  #byNumber(size: number): number {
    const { page: name, pages, firstPage = 1 } = this.#paginator;
    const page = this.#everything() ? firstPage : Math.max(firstPage, this.#number(name) ?? firstPage);
    this.#set(pages, Math.max(1, Math.ceil(this.#all.length / size)));
    if (name !== undefined) this.#echo(name, page);
    return (page - firstPage) * size;
  }

  #byOffset(): number {
    const offset = Math.max(0, this.#number(this.#paginator.offset) ?? 0);
    if (this.#paginator.offset !== undefined) this.#echo(this.#paginator.offset, offset);
    return offset;
  }

  #byCursor(): number {
    const { cursor, next } = this.#paginator;
    const mark = cursor === undefined ? undefined : this.#asked(cursor);
    if (mark === undefined || typeof next !== "string") return 0;
    const index = this.#all.findIndex((item) => String(at(this.#value(item), next)) === String(mark));
    return index + 1;
  }

  /** The mark of a page is where it begins, made opaque. */
  #byToken(size: number): number {
    const { style, token, next } = this.#paginator;
    const name = style === "token" ? (token ?? "page_token") : (this.#linkParameter()?.name ?? "page_mark");
    const mark = this.#asked(name);
    const number = style === "link" && /^page(_?number)?$/i.test(name);
    const first = mark === undefined ? 0 : number ? (Math.max(1, Number(mark)) - 1) * size : unmark(String(mark));
    const following =
      first + size < this.#all.length
        ? number
          ? String(Math.floor(first / size) + 2)
          : mark64(first + size)
        : undefined;
    if (next !== undefined)
      this.#follow(next, style === "link" && following !== undefined ? this.#link(name, following) : following);
    return first;
  }

  #follow(next: NonNullable<Paginator["next"]>, value: string | undefined): void {
    if (typeof next === "string") this.#places.push([next, value ?? null]);
    else if (value !== undefined)
      this.#headers[next.header] = "rel" in next && next.rel !== undefined ? `<${value}>; rel="${next.rel}"` : value;
  }

  #link(name: string, mark: string): string {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(this.#asking.query))
      for (const each of [value].flat()) params.append(key, String(each));
    params.set(name, mark);
    return `${this.#asking.url}?${params.toString()}`;
  }

  #linkParameter(): Parameter | undefined {
    return this.#operation.parameters.find(
      ({ in: place, name }) =>
        place === "query" && /^(page|cursor|offset|after|start|marker|page_?token|page_?number)$/i.test(name),
    );
  }

  #parameter(name: string): Parameter | undefined {
    return this.#operation.parameters.find((parameter) => parameter.name === name);
  }

  #asked(name: string): Json | undefined {
    return name.startsWith("/") ? at(this.#asking.body, name) : this.#asking.query[name];
  }

  #number(name: string | undefined): number | undefined {
    const value = name === undefined ? undefined : this.#asked(name);
    const number = Number(value);
    return value === undefined || value === null || value === "" || Number.isNaN(number)
      ? undefined
      : Math.floor(number);
  }

  #set(place: Place | undefined, value: Json): void {
    if (place === undefined) return;
    if (typeof place === "string") this.#places.push([place, value]);
    else this.#headers[place.header] = String(value);
  }

  /** A reply that has a member of the input's name says what the input was. */
  #echo(name: string, value: Json): void {
    if (!name.startsWith("/")) this.#places.push([`/${name}`, value]);
  }
}

function mark64(first: number): string {
  return Buffer.from(`from ${first}`).toString("base64url");
}

function unmark(mark: string): number {
  const text = Buffer.from(mark, "base64url").toString();
  return Number(/^from (\d+)$/.exec(text)?.[1] ?? 0);
}

/** Puts what is known of a page into the reply, as far as its schema has members for it. */
export function applyPlaces(
  reply: Json,
  places: Page<unknown>["places"],
  schema: Json | undefined,
  schemas: Schemas,
): Json {
  let result = reply;
  for (const [pointer, value] of places)
    if (schemas.at(schema, pointer) !== undefined) result = put(result, pointer, value);
  return result;
}
