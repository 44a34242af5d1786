import { InputError } from "./errors.js";

/** How an attribute is compared. */
export type Comparison = "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "contains" | "in" | "matches";

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

type Condition =
  | { readonly field: string; readonly comparison: Comparison; readonly value: unknown }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

/** A filter for lists of things with the filterable attributes `F`. It is never changed: each method gives a new one. */
export class Filter<F extends object> {
  readonly #dialect: FilterDialect;
  readonly #condition: Condition;
  readonly #order: { readonly field: string; readonly direction: "asc" | "desc" } | undefined;
  readonly #limit: number | undefined;
  /** Keeps filters of different things apart. */
  declare readonly fields: F;

  /**
   * Filters are made by `filters`.
   *
   * @param dialect the words to write it with
   * @param condition what must hold
   * @param order what to sort by; without it the API decides
   * @param limit how many things to list at most
   */
  constructor(
    dialect: FilterDialect,
    condition: Condition,
    order?: { readonly field: string; readonly direction: "asc" | "desc" },
    limit?: number,
  ) {
    this.#dialect = dialect;
    this.#condition = condition;
    this.#order = order;
    this.#limit = limit;
  }

  /** Both must hold. */
  and(other: Filter<F>): Filter<F> {
    return this.#joined(other, "all");
  }

  /** One of them must hold. */
  or(other: Filter<F>): Filter<F> {
    return this.#joined(other, "any");
  }

  /** Sorts the list; once per filter. */
  orderBy(field: keyof F & string, direction: "asc" | "desc" = "asc"): Filter<F> {
    if (this.#order) throw new InputError("a filter can have one order only");
    return new Filter(this.#dialect, this.#condition, { field, direction }, this.#limit);
  }

  /** Cuts the list; once per filter. */
  limit(count: number): Filter<F> {
    if (this.#limit !== undefined) throw new InputError("a filter can have one limit only");
    if (!Number.isInteger(count) || count < 1)
      throw new InputError("the limit of a filter must be a whole number above 0");
    return new Filter(this.#dialect, this.#condition, this.#order, count);
  }

  /** The filter in the words of its API, as `JSON.stringify` takes it. InputError when the API has no word for something. */
  toJSON(): Record<string, unknown> {
    const dialect = this.#dialect;
    const written = writeCondition(this.#condition, dialect);
    const { field, direction } = this.#order ?? {};
    if (field !== undefined) written[word(dialect.orderBy, "orderBy")] = field;
    if (direction === "desc") written[word(dialect.order, "descending order")] = direction;
    if (this.#limit !== undefined) written[word(dialect.limit, "limit")] = this.#limit;
    return written;
  }

  #joined(other: Filter<F>, kind: "all" | "any"): Filter<F> {
    if ((this.#order && other.#order) || (this.#limit !== undefined && other.#limit !== undefined)) {
      throw new InputError("of two filters that are joined, one only can have an order or a limit");
    }
    const [left, right] = [this.#condition, other.#condition];
    const before = kind === "all" && "all" in left ? left.all : kind === "any" && "any" in left ? left.any : [left];
    const none = "all" in left && left.all.length === 0;
    const both = none ? [right] : "all" in right && right.all.length === 0 ? before : [...before, right];
    const condition: Condition = kind === "all" ? { all: both } : { any: both };
    return new Filter(
      this.#dialect,
      both.length === 1 ? (both[0] ?? condition) : condition,
      this.#order ?? other.#order,
      this.#limit ?? other.#limit,
    );
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
 * Makes filters for things with the filterable attributes `F`, in the words of their API:
 * `instanceFilter.eq("label", "web").and(instanceFilter.gt("vcpus", 2))`.
 */
export function filters<F extends object>(dialect: FilterDialect): Compare<F> {
  const compare = (comparison: Comparison) => (field: string, value: unknown) =>
    new Filter<F>(dialect, { field, comparison, value });
  return {
    all: () => new Filter<F>(dialect, { all: [] }),
    eq: compare("eq"),
    ne: compare("ne"),
    gt: compare("gt"),
    gte: compare("gte"),
    lt: compare("lt"),
    lte: compare("lte"),
    contains: compare("contains"),
    in: compare("in"),
    matches: compare("matches"),
  };
}

function writeCondition(condition: Condition, dialect: FilterDialect): Record<string, unknown> {
  if ("field" in condition) {
    const { field, comparison, value } = condition;
    const sign = word(dialect.comparisons[comparison], comparison);
    return Object.fromEntries([[field, sign === "" ? value : Object.fromEntries([[sign, value]])]]);
  }
  if ("any" in condition)
    return { [word(dialect.or, "or")]: condition.any.map((part) => writeCondition(part, dialect)) };
  const parts = condition.all.map((part) => writeCondition(part, dialect));
  return dialect.and === undefined ? parts.reduce(merge, {}) : parts.length === 0 ? {} : { [dialect.and]: parts };
}

/** Puts conditions into one object; two comparisons of one field share a member, unless one would replace the other. */
function merge(left: Record<string, unknown>, right: Record<string, unknown>): Record<string, unknown> {
  const merged = new Map(Object.entries(left));
  for (const [name, value] of Object.entries(right)) {
    const known = merged.get(name);
    const canShare =
      isRecord(known) && isRecord(value) && Object.keys(value).every((sign) => !Object.hasOwn(known, sign));
    if (merged.has(name) && !canShare) throw new InputError(`this API takes one condition for ${name} only`);
    merged.set(name, canShare ? { ...known, ...value } : value);
  }
  return Object.fromEntries(merged);
}

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function word(found: string | undefined, what: string): string {
  if (found !== undefined) return found;
  throw new InputError(`the filters of this API have no ${what}`);
}
