import { isObject } from "./encode.js";
import { InputError } from "./errors.js";
import { wholeNumber } from "./whole-number.js";

const comparisons = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "in", "matches"] as const;
/** How an attribute is compared. */
export type Comparison = (typeof comparisons)[number];

/** What an attribute is compared with: a value of its own type, for `in` a list of them, for `matches` a pattern. */
export type Compared<C extends Comparison, Value> = C extends "in"
  ? readonly Value[]
  : C extends "matches"
    ? string
    : Value;

/** The words with which an API writes filters. */
export interface FilterDialect {
  /** The words for comparisons; an empty one for what is written without any: `{ field: value }`. */
  readonly comparisons: Readonly<Partial<Record<Comparison, string>>>;
  /** The member that lists conditions which must all hold. Without it, they are members of one object. */
  readonly and?: string | undefined;
  /** The member that lists conditions of which one must hold. */
  readonly or?: string | undefined;
  /** The member that names the attribute to sort by. */
  readonly orderBy?: string | undefined;
  /** The member that says `desc`, for the greatest first. Without it, lists are sorted upwards only. */
  readonly order?: string | undefined;
  /** The member that says how many things to list at most. */
  readonly limit?: string | undefined;
}

/** A part of a filter, as it is sent. */
type Written = Readonly<Record<string, unknown>>;

/** A filter for lists of things with the filterable attributes `F`. It is never changed: each method gives a new one. */
export class Filter<F extends object> {
  readonly #dialect: FilterDialect;
  readonly #conditions: Written;
  readonly #order: Written;
  /** Keeps filters of different things apart. */
  declare readonly fields: F;

  /**
   * Filters are made by `filters`.
   *
   * @param dialect the words to write it with
   * @param conditions what must hold
   * @param order how the list is sorted and cut; without it the API decides
   */
  constructor(dialect: FilterDialect, conditions: Written, order: Written = {}) {
    this.#dialect = dialect;
    this.#conditions = conditions;
    this.#order = order;
  }

  /** Both must hold. InputError when the API cannot say so. */
  and(other: Filter<F>): Filter<F> {
    return this.#joined(other, this.#dialect.and);
  }

  /** One of them must hold. InputError when the API cannot say so. */
  or(other: Filter<F>): Filter<F> {
    return this.#joined(other, word(this.#dialect.or, "or"));
  }

  /** Sorts the list; once per filter. InputError when the API cannot do so. */
  orderBy(field: keyof F & string, direction: "asc" | "desc" = "asc"): Filter<F> {
    const { orderBy, order } = this.#dialect;
    const downwards = direction === "desc" ? { [word(order, "descending order")]: direction } : {};
    return this.#joined(new Filter(this.#dialect, {}, { [word(orderBy, "orderBy")]: field, ...downwards }));
  }

  /** Cuts the list; once per filter. InputError when the API cannot do so, and when the limit is no whole number above 0. */
  limit(count: number): Filter<F> {
    const limit = word(this.#dialect.limit, "limit");
    return this.#joined(new Filter(this.#dialect, {}, { [limit]: wholeNumber("the limit of a filter", count, 1) }));
  }

  /** The filter in the words of its API, as `JSON.stringify` takes it. */
  toJSON(): Record<string, unknown> {
    return { ...this.#conditions, ...this.#order };
  }

  /** @param list the member that lists conditions; without it, they are put into one object */
  #joined(other: Filter<F>, list?: string): Filter<F> {
    const [left = {}, right] = [this.#conditions, other.#conditions].filter((part) => Object.keys(part).length > 0);
    // A list that has been begun goes on.
    const listed = (name: string): unknown[] => [Object.keys(left).join() === name ? left[name] : left, right].flat();
    const joined =
      list === undefined ? merge("this API takes one condition for", left, right) : { [list]: listed(list) };
    return new Filter(this.#dialect, right ? joined : left, merge("a filter takes one", this.#order, other.#order));
  }
}

/** Makes the first condition of a filter; see `filters`. */
export type Compare<F extends object> = {
  readonly [C in Comparison]: <Name extends keyof F & string>(field: Name, value: Compared<C, F[Name]>) => Filter<F>;
} & {
  /** A filter that everything passes, to begin with, or to sort by. */
  readonly all: () => Filter<F>;
};

/**
 * Makes filters for things with the filterable attributes `F`, else with any, in the words of their API:
 * `instanceFilter.eq("label", "web").and(instanceFilter.gt("vcpus", 2))`. InputError when the API has no such comparison.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- so that it serves for things of any kind
export function filters<F extends object = any>(dialect: FilterDialect): Compare<F> {
  const compare = (comparison: Comparison) => (field: string, value: unknown) => {
    const sign = word(dialect.comparisons[comparison], comparison);
    return new Filter<F>(dialect, { [field]: sign === "" ? value : { [sign]: value } });
  };
  const all = (): Filter<F> => new Filter<F>(dialect, {});
  return { ...Object.fromEntries(comparisons.map((name) => [name, compare(name)])), all } as Compare<F>;
}

/**
 * Puts two parts into one object; two comparisons of one field share a member, unless one would replace the other.
 *
 * @param rule begins the message then
 */
function merge(rule: string, left: Written, right: Written = {}): Written {
  const merged = new Map(Object.entries(left));
  for (const [name, value] of Object.entries(right)) {
    const known = merged.get(name);
    const canShare =
      isObject(known) && isObject(value) && !Object.keys(value).some((sign) => Object.hasOwn(known, sign));
    if (merged.has(name) && !canShare) throw new InputError(`${rule} ${name} only`);
    merged.set(name, canShare ? { ...known, ...value } : value);
  }
  return Object.fromEntries(merged);
}

function word(found: string | undefined, what: string): string {
  if (found !== undefined) return found;
  throw new InputError(`the filters of this API have no ${what}`);
}
