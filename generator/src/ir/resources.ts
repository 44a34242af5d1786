import type { Json, JsonObject } from "../load/document.js";
import { mayBeBigInt } from "./big-ints.js";
import { asNumber, asObject, asString, asStrings, defined, entries, member } from "./json.js";
import { camelCase, isIdentifier, kebabCase, NameScope, pascalCase } from "./names.js";
import { child } from "./pointer.js";
import { readActions, readDelete } from "./resource-actions.js";
import { readRelations } from "./resource-relations.js";
import { inheritedMembers } from "./reserved.js";
import { readUpdate, settableTypes } from "./resource-updates.js";
import type { IdentityMember, Resource, ResourceField, Waiter } from "./thing-types.js";
import type { Operation, TypeRef } from "./types.js";
import type { Things } from "./waiters.js";
import { wayInto } from "./ways.js";

/** A schema that is a thing, before its methods are known. */
export interface Draft {
  /** Id of the model. */
  readonly model: string;
  /** Name of the model. */
  readonly noun: string;
  readonly extension: JsonObject;
  readonly pointer: string;
  readonly load: Operation;
  readonly identity: readonly IdentityMember[];
  readonly attributes?: { readonly name: string; readonly model: string };
}

/** What reading a resource needs to know of the others. */
export interface ResourceContext extends Things {
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly operationOf: (id: Json | undefined) => Operation | undefined;
  readonly report: (draft: Pick<Draft, "noun" | "pointer">, message: string) => void;
}

/** Reads every `x-resource`. What does not fit is a problem, and that part is left out. */
export function readResources(things: Things, waiters: readonly Waiter[]): readonly Resource[] {
  const byId = new Map(things.operations.map((operation) => [operation.id, operation]));
  const drafts = new Map<string, Draft>();
  const operationOf = (id: Json | undefined): Operation | undefined => byId.get(asString(id) ?? "");
  const report = ({ noun, pointer }: Pick<Draft, "noun" | "pointer">, message: string): void => {
    things.reportUnfit({
      message: `The resource of "${noun}" is not complete: ${message}`,
      help: "Compare x-resource with the operations that it names, and with the members of the schema.",
      pointer,
    });
  };
  const context: ResourceContext = { ...things, drafts, operationOf, report };
  for (const [key, schema] of entries(member(asObject(member(things.schemas.root, "components")), "schemas"))) {
    const extension = asObject(member(asObject(schema), "x-resource"));
    if (extension === undefined) continue;
    const draft = readDraft(context, child("", "components", "schemas", key), extension);
    if (draft !== undefined) drafts.set(draft.model, draft);
  }
  // Not even keywords are reserved for files.
  const modules = new NameScope(() => false);
  return [...drafts.values()].map((draft) => complete(context, draft, waiters, modules));
}

function readDraft(context: ResourceContext, model: string, extension: JsonObject): Draft | undefined {
  const { schemas, operationOf, report } = context;
  const noun = schemas.nameAt(model);
  const place = { noun, pointer: child(model, "x-resource") };
  const load = operationOf(member(extension, "load"));
  if (load === undefined) {
    report(place, "there is no operation of the name that `load` says.");
    return undefined;
  }
  const type: TypeRef = { kind: "model", model };
  const identity: IdentityMember[] = [];
  for (const [name, source] of entries(member(extension, "identity"))) {
    const input = load.input.find((each) => each.name === name || each.wireName === name);
    if (input === undefined) {
      report(place, `"${load.name}", which reads it, takes no "${name}".`);
      return undefined;
    }
    const way = source === "parent" ? undefined : wayInto(schemas, type, asString(source) ?? "");
    if (source !== "parent" && (way === undefined || way.mayBeMissing)) {
      report(place, `${JSON.stringify(source)} is not a member that is always there.`);
    }
    if (way !== undefined && mayBeBigInt(schemas, way.type) !== mayBeBigInt(schemas, input.type)) {
      report(place, `of ${JSON.stringify(source)} and the input "${input.name}" only one is a bigint.`);
    }
    identity.push(
      defined<IdentityMember>({
        name: input.name,
        type: input.type,
        description: input.description,
        way: way === undefined || way.mayBeMissing ? undefined : way.way,
      }),
    );
  }
  return defined<Draft>({
    model,
    noun,
    extension,
    pointer: place.pointer,
    load,
    identity,
    attributes: attributesOf(context, place, type, extension),
  });
}

function attributesOf(
  { schemas, report }: ResourceContext,
  place: Pick<Draft, "noun" | "pointer">,
  type: TypeRef,
  extension: JsonObject,
): Draft["attributes"] | undefined {
  const pointer = asString(member(extension, "attributes")) ?? "";
  if (pointer === "") return undefined;
  const found = wayInto(schemas, type, pointer);
  const [first, ...deeper] = found?.way ?? [];
  if (first === undefined || deeper.length > 0 || found?.type.kind !== "model") {
    report(place, "`attributes` has to name one member, which is an object with a schema of its own.");
    return undefined;
  }
  return { name: first.name, model: found.type.model };
}

/** Claims the first of the names that is free; when none is, the last one with a number. */
export type FreeName = (...wanted: readonly [string, ...string[]]) => string;

function complete(context: ResourceContext, draft: Draft, waiters: readonly Waiter[], modules: NameScope): Resource {
  const { scope, schemas } = context;
  const { model, noun, extension, load, identity, attributes } = draft;
  const inherited = [...schemas.allFieldsAt(attributes?.model ?? model).keys()].some((name) =>
    inheritedMembers.has(name),
  );
  // An object literal has such a member already, and of another type.
  const update = inherited ? undefined : readUpdate(context, draft);
  const settable = update === undefined ? new Map<string, TypeRef>() : settableTypes(context, update);
  const names = new Set(resourceMembers);
  const own = [...schemas.allFieldsAt(model).values()];
  const inner = attributes === undefined ? [] : [...schemas.allFieldsAt(attributes.model).values()];
  const fields = new Map<string, ResourceField>();
  for (const field of [...inner, ...own]) {
    if (names.has(field.name) || fields.has(field.name) || field.writeOnly === true) continue;
    const { name, type, required, description, deprecated } = field;
    const setter = settable.get(name);
    fields.set(name, defined<ResourceField>({ name, type, required, settable: setter, description, deprecated }));
  }
  for (const [name, type] of settable) {
    // What can be set and not read, such as a password.
    if (fields.has(name) || names.has(name)) continue;
    fields.set(name, { name, type, required: false, settable: type, writeOnly: true });
  }
  for (const name of fields.keys()) names.add(name);
  const free: FreeName = (...wanted) => {
    // Names of methods are the document's own words.
    const stems = wanted.map((name) => (isIdentifier(name) ? name : camelCase(name) || "more"));
    const stem = stems.at(-1) ?? "more";
    let name = stems.find((each) => !names.has(each)) ?? stem;
    for (let number = 2; names.has(name); number += 1) name = `${stem}${number}`;
    names.add(name);
    return name;
  };
  const deleted = asString(member(extension, "deleted"));
  const deletedWay = deleted === undefined ? undefined : wayInto(schemas, { kind: "model", model }, deleted)?.way;
  return defined<Resource>({
    model,
    className: scope.claim(`${noun}Resource`, ""),
    module: modules.claim(kebabCase(noun), "resource"),
    identityName: identity.length === 0 ? undefined : scope.claim(`${noun}Identity`, ""),
    method: scope.claim(camelCase(noun), "Resource"),
    identity,
    attributes,
    fields: [...fields.values()],
    load: load.id,
    update,
    delete: readDelete(context, draft),
    actions: readActions(context, draft, free),
    relations: readRelations(context, draft, free),
    waiters: waiters
      .filter(({ operation }) => operation === load.id)
      .map(({ name }) => ({ method: free(withoutNoun(name, noun), name), waiter: name })),
    list: readList(context, draft),
    maxAges: Object.fromEntries(
      entries(member(extension, "volatile")).flatMap(([name, age]) => {
        const ms = asNumber(age);
        return ms === undefined ? [] : [[name, ms]];
      }),
    ),
    secrets: [...inner, ...own].filter(({ sensitive }) => sensitive === true).map(({ name }) => name),
    staleCodes: asStrings(member(extension, "staleCodes")),
    deleted: deletedWay,
  });
}

/**
 * What a thing need not say of itself is left out: `waitUntilMachineSnapshotCreated` of a `Snapshot` → `waitUntilCreated`,
 * `waitUntilEventFinished` of an `AccountEvent` → `waitUntilFinished`.
 */
function withoutNoun(name: string, noun: string): string {
  const words = noun.split(/(?=[A-Z])/);
  const ends = words.map((_, index) => words.slice(index).join(""));
  const short = ends.map((end) => name.replace(new RegExp(`^waitUntil([A-Z][a-z0-9]*)*?${end}(?=[A-Z])`), "waitUntil"));
  return short.find((each) => each !== name) ?? name;
}

/** The operation that lists all things of the kind, if one does without knowing more. */
function readList({ scope, operations }: ResourceContext, draft: Draft): Resource["list"] | undefined {
  if (draft.identity.length === 0 || draft.identity.some(({ way }) => way === undefined)) return undefined;
  const found = operations.find(
    ({ paginator, input }) =>
      paginator?.item.kind === "model" &&
      paginator.item.model === draft.model &&
      input.every(({ required }) => !required),
  );
  if (found?.paginator === undefined) return undefined;
  const noun = found.name.replace(/^(list|get|find|search)(?=\p{Lu})/u, "");
  return {
    method: scope.claim(camelCase(pascalCase(noun)), "List"),
    operation: found.id,
    items: found.paginator.items,
  };
}

/** What every resource has, so that no attribute, action or relation can be called so. */
export const resourceMembers: ReadonlySet<string> = new Set([
  "identity", "client", "load", "refresh", "get", "changes", "equals", "attribute", "setAttributes", "save", "saveWith",
  "attributeToSend", "wholeToSend", "learn", "sameOrOther", "forget", "readFromService", "delete", "isDeleted", "constructor",
  "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "__proto__", "then",
  "toJSON",
]); // prettier-ignore
