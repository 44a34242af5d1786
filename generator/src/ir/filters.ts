import type { JsonObject } from "../load/document.js";
import { asList, asObject, asString, defined, entries, member } from "./json.js";
import { camelCase } from "./names.js";
import { child } from "./pointer.js";
import type { FilterDialect, FilterSet } from "./thing-types.js";
import type { Field, InputMember, Operation, TypeRef } from "./types.js";
import type { Things } from "./waiters.js";
import { listIn, wayInto } from "./ways.js";

/** The typed filters of an API, the words that they are written in, and the operations that take them. */
export interface Filters {
  readonly sets: readonly FilterSet[];
  readonly dialects: readonly FilterDialect[];
  readonly operations: readonly Operation[];
}

/** Reads every `x-filter` of the style `json`. Those of the style `query` are ordinary parameters. */
export function readFilters(things: Things): Filters {
  const sets = new Map<string, FilterSet>();
  const dialects: FilterDialect[] = [];
  const operations = things.operations.map((operation, index) => {
    const found = extensionOf(things, index);
    if (found === undefined || asString(member(found.extension, "style")) !== "json") return operation;
    const { extension, wireName } = found;
    const input = operation.input.find((each) => each.wireName === wireName);
    const model = itemModel(things, operation);
    const fields = model === undefined ? [] : filterable(things, model, extension);
    if (input === undefined || model === undefined || fields.length === 0) return operation;
    const sort = asObject(member(extension, "sort"));
    const orderName = asString(member(sort, "parameter"));
    let set = sets.get(model);
    if (set === undefined) {
      set = claimSet(
        things,
        model,
        fields,
        numberOf(dialects, readDialect(extension)),
        orderName === undefined ? undefined : sort,
      );
      sets.set(model, set);
    }
    const { typeName, order } = set;
    return withInputs(operation, (each) => {
      if (each === input) return { ...each, name: freeName(operation, each, "filter"), filter: typeName };
      return each.wireName === orderName && order !== undefined ? { ...each, order: order.typeName } : each;
    });
  });
  return { sets: [...sets.values()], dialects, operations };
}

/** The extension that holds for an operation, and the parameter that carries the filter. */
function extensionOf(
  { schemas, located, reportUnfit }: Things,
  index: number,
): { extension: JsonObject; wireName: string } | undefined {
  const place = located[index];
  if (place === undefined) return undefined;
  const parameters = [
    ...asList(member(place.pathItem, "parameters")),
    ...asList(member(place.operation, "parameters")),
  ].map((value) => schemas.resolve(value));
  const own = asObject(member(place.operation, "x-filter"));
  const named = asString(member(own, "parameter"));
  const carrier = parameters.find((parameter) =>
    named === undefined ? member(parameter, "x-filter") !== undefined : member(parameter, "name") === named,
  );
  if (named !== undefined && carrier === undefined) {
    reportUnfit({
      message: `x-filter names a parameter "${named}" that the operation does not have.`,
      help: "Write the name of the parameter that carries the filter.",
      pointer: child(place.pointer, "x-filter"),
    });
  }
  const extension = own ?? asObject(member(carrier, "x-filter"));
  const wireName = asString(member(carrier, "name"));
  return extension === undefined || wireName === undefined ? undefined : { extension, wireName };
}

/** The model of the items that an operation lists. */
function itemModel({ schemas }: Things, { paginator, output }: Operation): string | undefined {
  const type = paginator?.item ?? listIn(schemas, output.type)?.type;
  return type?.kind === "model" ? type.model : undefined;
}

/** The attributes of a model that may stand in a filter: those that are marked, its attributes' too, and those listed. */
function filterable({ schemas }: Things, model: string, extension: JsonObject): FilterSet["fields"] {
  const fields = new Map<string, Field>();
  const type: TypeRef = { kind: "model", model };
  const attributes = asString(
    member(asObject(member(schemas.resolve({ $ref: `#${model}` }), "x-resource")), "attributes"),
  );
  const inner = attributes === undefined ? undefined : wayInto(schemas, type, attributes)?.type;
  for (const owner of [inner, type]) {
    if (owner?.kind !== "model") continue;
    for (const [name, field] of schemas.allFieldsAt(owner.model)) if (!fields.has(name)) fields.set(name, field);
  }
  const listed = new Set(entries(member(extension, "attributes")).map(([name]) => name));
  const known = [...fields.values()].filter(({ name, filterable }) => filterable === true || listed.has(name));
  const unknown = [...listed].filter((name) => !fields.has(name));
  return [
    ...known.map((field) =>
      defined<FilterSet["fields"][number]>({
        name: field.name,
        type: field.type,
        description: field.description,
      }),
    ),
    ...unknown.map((name) => ({ name, type: anyScalar })),
  ];
}

const anyScalar: TypeRef = {
  kind: "union",
  members: [{ kind: "string" }, { kind: "number", integer: false }, { kind: "boolean" }],
};

function claimSet(
  { schemas, scope }: Things,
  model: string,
  fields: FilterSet["fields"],
  dialect: number,
  sort: JsonObject | undefined,
): FilterSet {
  const item = schemas.nameAt(model);
  const directions = [member(sort, "ascending"), member(sort, "descending")].filter(
    (value) => typeof value === "string" || typeof value === "number",
  );
  return defined<FilterSet>({
    name: scope.claim(`${camelCase(item)}Filter`, ""),
    typeName: scope.claim(`${item}Filter`, ""),
    fieldsName: scope.claim(`${item}FilterFields`, ""),
    item,
    fields,
    dialect,
    order: sort === undefined ? undefined : { typeName: scope.claim(`${item}Order`, ""), directions },
  });
}

/** The comparisons that the runtime knows. */
const known = new Set(["eq", "ne", "gt", "gte", "lt", "lte", "contains", "in", "matches"]);

/** The dialect in the runtime's words. A plain value is an equality. */
function readDialect(extension: JsonObject): FilterDialect {
  const word = (of: JsonObject | undefined, name: string): string | undefined => asString(member(of, name));
  const sort = asObject(member(extension, "sort"));
  const comparisons = entries(member(extension, "comparisons"))
    .filter(([name]) => known.has(name))
    .map(([name, value]): [string, string] => [name, asString(value) ?? name]);
  return defined<FilterDialect>({
    comparisons: { eq: "", ...Object.fromEntries(comparisons) },
    and: word(extension, "and"),
    or: word(extension, "or"),
    orderBy: word(sort, "by"),
    order: word(sort, "direction"),
    limit: word(extension, "limit"),
  });
}

function numberOf(dialects: FilterDialect[], dialect: FilterDialect): number {
  const text = JSON.stringify(dialect);
  const known = dialects.findIndex((each) => JSON.stringify(each) === text);
  return known >= 0 ? known : dialects.push(dialect) - 1;
}

function withInputs(operation: Operation, change: (input: InputMember) => InputMember): Operation {
  return { ...operation, input: operation.input.map(change) };
}

/** `filter`, unless the operation takes something of that name already. */
function freeName(operation: Operation, input: InputMember, wanted: string): string {
  return operation.input.some((each) => each !== input && each.name === wanted) ? input.name : wanted;
}
