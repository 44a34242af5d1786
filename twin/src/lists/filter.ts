import type { Comparison, Filter } from "../spec/extensions.js";
import { equal, isObject, type Json, type JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import { Refusal } from "../state/refusal.js";
import { reader, type Reader } from "./attribute.js";
import { compare, passes } from "./compare.js";

/** What a request asks of a list: which items, in what order, how many at most. */
export interface Selection {
  readonly keeps: (value: Json) => boolean;
  readonly order: readonly { readonly read: Reader; readonly descending: boolean }[];
  readonly limit: number | undefined;
}

interface Items {
  readonly schema: Json | undefined;
  readonly attributes: string;
}

/** Reads filters and orders in the dialects of the operation. */
export function selection(
  operation: Operation,
  query: JsonObject,
  headers: JsonObject,
  items: Items,
  schemas: Schemas,
): Selection {
  const tests: ((value: Json) => boolean)[] = [];
  const order: { read: Reader; descending: boolean }[] = [];
  let limit: number | undefined;
  const read = (name: string): Reader => reader(name, items.schema, items.attributes, schemas);
  for (const filter of operation.filters) {
    if (filter.style === "query") {
      tests.push(...queryTests(filter, operation, query, read));
      continue;
    }
    const value = document(
      filter.parameter === undefined ? undefined : (query[filter.parameter] ?? headers[filter.parameter]),
    );
    if (value !== undefined) {
      tests.push(jsonTest(filter, value, read));
      const by = filter.sort?.by === undefined ? undefined : value[filter.sort.by];
      if (typeof by === "string")
        order.push({
          read: read(by),
          descending: isDescending(
            filter,
            filter.sort?.direction === undefined ? undefined : value[filter.sort.direction],
          ),
        });
      const most = filter.limit === undefined ? undefined : value[filter.limit];
      if (typeof most === "number") limit = most;
    }
    const sorting =
      filter.sort?.parameter === undefined
        ? undefined
        : document(query[filter.sort.parameter] ?? headers[filter.sort.parameter]);
    for (const [name, direction] of Object.entries(sorting ?? {}))
      order.push({ read: read(name), descending: isDescending(filter, direction) });
  }
  tests.push(...plainTests(operation, query, items, schemas, read));
  return { keeps: (value) => tests.every((test) => test(value)), order, limit };
}

export function ordered<T>(items: readonly T[], order: Selection["order"], value: (item: T) => Json): readonly T[] {
  if (order.length === 0) return items;
  return [...items].sort((one, other) => {
    for (const { read, descending } of order) {
      const result = compare(read(value(one)), read(value(other)));
      if (result !== 0) return descending ? -result : result;
    }
    return 0;
  });
}

/** A JSON object, also when it came as text. Text that is none asks for nothing. */
function document(value: Json | undefined): JsonObject | undefined {
  if (typeof value !== "string") return isObject(value) ? value : undefined;
  try {
    const parsed = JSON.parse(value) as Json;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isDescending({ sort }: Filter, direction: Json | undefined): boolean {
  return (
    direction !== undefined &&
    sort !== undefined &&
    (equal(direction, sort.descending) || String(direction) === String(sort.descending))
  );
}

function jsonTest(filter: Filter, value: JsonObject, read: (name: string) => Reader): (value: Json) => boolean {
  const words = new Map(
    Object.entries(filter.comparisons ?? {}).map(([comparison, word]) => [word, comparison as Comparison]),
  );
  const tests: ((value: Json) => boolean)[] = [];
  for (const [name, wanted] of Object.entries(value)) {
    if (name === filter.sort?.by || name === filter.sort?.direction || name === filter.limit) continue;
    if (name === filter.and || name === filter.or) {
      const parts = (Array.isArray(wanted) ? wanted : []).filter(isObject).map((part) => jsonTest(filter, part, read));
      tests.push(
        name === filter.and ? (item) => parts.every((part) => part(item)) : (item) => parts.some((part) => part(item)),
      );
      continue;
    }
    if (/^[+$]/.test(name))
      throw new Refusal("invalid", [
        { field: filter.parameter ?? "filter", message: `The filter has no word ${name}.` },
      ]);
    const own = read(name);
    if (!isObject(wanted)) {
      tests.push((item) => passes(own(item), "eq", wanted));
      continue;
    }
    for (const [word, operand] of Object.entries(wanted)) {
      const comparison = words.get(word);
      if (comparison === undefined)
        throw new Refusal("invalid", [
          { field: filter.parameter ?? "filter", message: `The filter knows no comparison ${word}.` },
        ]);
      tests.push((item) => passes(own(item), comparison, operand));
    }
  }
  return (item) => tests.every((test) => test(item));
}

function queryTests(
  filter: Filter,
  operation: Operation,
  query: JsonObject,
  read: (name: string) => Reader,
): ((value: Json) => boolean)[] {
  const prefix = filter.prefix ?? "";
  const others = new Set([...operation.parameters.map(({ name }) => name), ...paging(operation)]);
  return Object.entries(query).flatMap(([key, wanted]) => {
    if (
      !key.startsWith(prefix) ||
      (prefix === "" && filter.anyAttribute !== true && filter.attributes?.[key] === undefined)
    )
      return [];
    if (prefix === "" && filter.attributes?.[key] === undefined && others.has(key)) return [];
    const name = key.slice(prefix.length);
    const allowed = filter.attributes?.[name];
    if (
      name === "" ||
      (allowed === undefined && filter.attributes !== undefined && filter.anyAttribute !== true && prefix === "")
    )
      return [];
    return [test(name, wanted, prefix, allowed, read)];
  });
}

function test(
  name: string,
  wanted: Json,
  prefix: string,
  allowed: true | readonly Comparison[] | undefined,
  read: (name: string) => Reader,
): (value: Json) => boolean {
  const word = prefix.replace(/[^A-Za-z]/g, "");
  // `tag.color` is the member `color` of what the item calls its tags.
  const record = word === "" ? undefined : read(`${word}s`);
  // `createdAfter` and `createdBefore` compare the time that the item calls `created` or `createdDate`.
  const side = /^(.+?)(After|Before)$/.exec(name);
  if (side?.[1] !== undefined) {
    const stem = side[1];
    const reads = [read(stem), read(`${stem}Date`)];
    return (item) =>
      passes(
        reads.map((each) => each(item)).find((value) => value !== undefined),
        side[2] === "After" ? "gt" : "lt",
        wanted,
      );
  }
  const own = read(name);
  const comparison = allowed !== undefined && allowed !== true && allowed.length === 1 ? (allowed[0] ?? "eq") : "eq";
  return (item) => {
    const members = record?.(item);
    const value = isObject(members) ? members[name] : own(item);
    return wildcard(value, wanted) ?? passes(value, comparison, wanted);
  };
}

/** Declared query parameters that are attributes of the items narrow the list too. */
function plainTests(
  operation: Operation,
  query: JsonObject,
  { schema, attributes }: Items,
  schemas: Schemas,
  read: (name: string) => Reader,
): ((value: Json) => boolean)[] {
  const taken = new Set([
    ...operation.filters.flatMap(({ parameter, sort }) => [parameter, sort?.parameter]),
    ...paging(operation),
  ]);
  return operation.parameters.flatMap(({ name, in: place, schema: own, node }) => {
    const wanted = query[name];
    if (place !== "query" || wanted === undefined || taken.has(name) || wanted === "*") return [];
    const known = (each: string): Json | undefined =>
      schemas.property(schemas.at(schema, attributes), each) ?? schemas.property(schema, each);
    // `tag.color=red` asks for items that have this among their `tags`.
    const record = isObject(wanted) && known(name) === undefined ? `${name}s` : name;
    const property = known(record);
    if (property === undefined) return [];
    const shape = schemas.shape(property);
    const value = read(record);
    if (
      node["x-flatten"] !== undefined ||
      schemas.shape(own).flatten !== undefined ||
      (isObject(wanted) && shape.type === "object")
    )
      return isObject(wanted)
        ? Object.entries(wanted).map(
            ([key, each]) =>
              (item: Json) =>
                passes(member(value(item), key), "eq", each),
          )
        : [];
    if (shape.type === "object") return [];
    return [
      (item: Json) => wildcard(value(item), wanted) ?? passes(value(item), Array.isArray(wanted) ? "in" : "eq", wanted),
    ];
  });
}

function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** `name*` is met by what begins with name; undefined where no star is written. */
function wildcard(value: Json | undefined, wanted: Json): boolean | undefined {
  if (typeof wanted !== "string" || !wanted.includes("*")) return undefined;
  const pattern = wanted
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return typeof value === "string" && new RegExp(`^${pattern}$`).test(value);
}

function paging({ paginator }: Operation): readonly string[] {
  return [paginator?.page, paginator?.pageSize, paginator?.offset, paginator?.cursor, paginator?.token].filter(
    (name) => name !== undefined,
  );
}
