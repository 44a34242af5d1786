import { type Lifecycle, type Resource } from "../spec/extensions.js";
import type { Json } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import { identityOf } from "./identity.js";
import { bodySchemaOf, replyOf, listShape, wrapOf, type ListShape } from "./shapes.js";
import { templateOf, type Template } from "./templates.js";

/** A kind of collection: what lies under one path, whoever it belongs to. */
export interface Collection {
  /** The skeleton of the list's path. */
  readonly base: string;
  /** How many parameters name an item. */
  readonly depth: number;
  readonly schema: Json | undefined;
  readonly schemaName: string | undefined;
  readonly resource: Resource | undefined;
  /** The life of the thing as a whole, if it has one. */
  readonly lifecycle: Lifecycle | undefined;
  /** That life and those of parts of it, their states as pointers from the thing. */
  readonly lifecycles: readonly Lifecycle[];
  /** Pointer to the identity in an item; undefined when no item shows it. */
  readonly identity: string | undefined;
  /** Pointer to the attributes in an item. */
  readonly attributes: string;
  readonly list: { readonly operation: Operation; readonly shape: ListShape } | undefined;
  readonly load: Operation | undefined;
  readonly create: Operation | undefined;
  /** The collection whose items these are too. */
  of: Collection | undefined;
  /** These are the versions of the thing they lie under. */
  history: boolean;
  /** The collection under whose items this one lies. */
  parent: Collection | undefined;
  /** Lists that an item shows within itself: pointer to the list, and the collection it comes from. */
  embeds: readonly Embed[];
}

export interface Embed {
  readonly pointer: string;
  readonly child: Collection;
  /** Pointer from the embedded value to its items. */
  readonly items: string;
}

/** Something of which there is one at its place. */
export interface Document {
  readonly skeleton: string;
  readonly load: Operation;
  readonly schema: Json | undefined;
  /** The document is this member of the item it lies under. */
  readonly attribute: { readonly of: Collection; readonly pointer: string } | undefined;
  /** Its members have names of their own and are reached one by one below it. */
  readonly record: boolean;
  /** It shows the item of this collection that is the caller. */
  readonly self: Collection | undefined;
}

export interface Plan {
  readonly operations: readonly Operation[];
  readonly templates: ReadonlyMap<Operation, Template>;
  readonly collections: ReadonlyMap<string, Collection>;
  readonly documents: ReadonlyMap<string, Document>;
  /** By the name of the items' schema: where these things live. */
  readonly homes: ReadonlyMap<string, Collection>;
}

/** Works out what a document's paths are about. */
export function planOf(operations: readonly Operation[], schemas: Schemas): Plan {
  const templates = new Map(operations.map((operation) => [operation, templateOf(operation)] as const));
  const byId = new Map(operations.map((operation) => [operation.id, operation] as const));
  const at = new Map<string, Map<string, Operation>>();
  for (const operation of operations) {
    if (operation.action) continue;
    const { skeleton } = templates.get(operation) as Template;
    const here = at.get(skeleton) ?? new Map<string, Operation>();
    if (!here.has(operation.method)) here.set(operation.method, operation);
    at.set(skeleton, here);
  }
  const finder = new CollectionFinder(operations, templates, at, byId, schemas);
  const collections = finder.find();
  const homes = new Map<string, Collection>();
  for (const collection of collections.values())
    if (collection.schemaName !== undefined && !collection.of && !homes.has(collection.schemaName))
      homes.set(collection.schemaName, collection);
  for (const collection of collections.values()) collection.embeds = embedsOf(collection, collections, schemas);
  const documents = documentsOf(at, templates, collections, homes, schemas);
  return { operations, templates, collections, documents, homes };
}

class CollectionFinder {
  readonly #operations: readonly Operation[];
  readonly #templates: ReadonlyMap<Operation, Template>;
  readonly #at: ReadonlyMap<string, ReadonlyMap<string, Operation>>;
  readonly #byId: ReadonlyMap<string, Operation>;
  readonly #schemas: Schemas;

  constructor(
    operations: readonly Operation[],
    templates: ReadonlyMap<Operation, Template>,
    at: ReadonlyMap<string, ReadonlyMap<string, Operation>>,
    byId: ReadonlyMap<string, Operation>,
    schemas: Schemas,
  ) {
    this.#operations = operations;
    this.#templates = templates;
    this.#at = at;
    this.#byId = byId;
    this.#schemas = schemas;
  }

  find(): Map<string, Collection> {
    const found = new Map<string, Collection>();
    for (const base of this.#bases()) {
      const collection = this.#collection(base);
      if (collection) found.set(base, collection);
    }
    for (const collection of found.values()) {
      collection.parent = [...found.values()]
        .filter((other) => collection.base.startsWith(`${itemSkeleton(other)}/`))
        .sort((one, other) => other.base.length - one.base.length)[0];
      const home = this.#home(collection, found);
      if (home && home === collection.parent && home.resource) collection.history = true;
      if (home) collection.of = home;
    }
    return found;
  }

  /** Every path that may be a collection's: something is listed there, or things below it are reached by name. */
  #bases(): ReadonlySet<string> {
    const bases = new Set<string>();
    for (const operation of this.#operations) {
      const { base, skeleton, tail } = this.#templates.get(operation) as Template;
      if (tail.length > 0 && base !== "/") bases.add(base);
      if (tail.length === 0 && operation.method === "GET" && this.#shape(operation, skeleton)) bases.add(skeleton);
    }
    return bases;
  }

  #shape(operation: Operation, skeleton: string): ListShape | undefined {
    const post = this.#at.get(skeleton)?.get("POST");
    const sent =
      this.#at.has(`${skeleton}/{}`) || !post ? [] : Object.keys(this.#schemas.shape(bodySchemaOf(post)).properties);
    return listShape(operation, this.#schemas, this.#hasItems(skeleton), sent);
  }

  #hasItems(skeleton: string): boolean {
    return this.#at.has(`${skeleton}/{}`) || this.#at.get(skeleton)?.has("POST") === true;
  }

  #collection(base: string): Collection | undefined {
    const here = this.#at.get(base);
    const get = here?.get("GET");
    const shape = get && this.#shape(get, base);
    const create = here?.get("POST");
    const loads = this.#operations.filter(
      (operation) =>
        operation.action === undefined &&
        this.#templates.get(operation)?.base === base &&
        (this.#templates.get(operation)?.tail.length ?? 0) > 0,
    );
    const resource = loads.find(
      ({ method, id }) =>
        method === "GET" &&
        this.#schemas.resource(this.#thing(id)) !== undefined &&
        this.#schemas.resource(this.#thing(id))?.load === id,
    );
    const depth = Math.max(1, this.#templates.get(resource ?? (loads[0] as Operation))?.tail.length ?? 1);
    const load =
      resource ??
      loads.find((operation) => operation.method === "GET" && this.#templates.get(operation)?.tail.length === depth);
    const writers = loads.filter(({ method }) => method === "DELETE" || method === "PUT" || method === "PATCH");
    // What is neither listed nor made nor changed is a document of its own for every name.
    if (shape === undefined && create === undefined && writers.length === 0) return undefined;
    // A record's members are reached by name as well, but they are not things.
    if (get && shape === undefined && this.#schemas.shape(replyOf(get)?.schema).rest !== undefined) return undefined;
    if (shape === undefined && load === undefined && writers.length === 0) return undefined;
    // What is read at the path is one thing, and names below it belong to no collection of its own.
    if (get && shape === undefined && load === undefined) return undefined;
    const schema = this.#itemSchema(shape, load, create, writers);
    const { resource: about, lifecycle } = this.#schemas.shape(schema);
    const named = load ?? writers[0];
    const param = named && this.#templates.get(named)?.tail.at(-1);
    return {
      base,
      depth,
      schema,
      schemaName: this.#schemas.nameOf(schema),
      resource: about,
      lifecycle,
      lifecycles: livesOf(schema, this.#schemas),
      identity:
        depth > 1 ? identityOf(schema, "id", about, this.#schemas) : identityOf(schema, param, about, this.#schemas),
      attributes: about?.attributes ?? "",
      list: get && shape ? { operation: get, shape } : undefined,
      load,
      create,
      ...{ of: undefined, history: false, parent: undefined, embeds: [] },
    };
  }

  #itemSchema(
    shape: ListShape | undefined,
    load: Operation | undefined,
    create: Operation | undefined,
    writers: readonly Operation[],
  ): Json | undefined {
    const name = this.#schemas.nameOf(shape?.item);
    for (const operation of [load, ...writers, create]) {
      const schema = operation && replyOf(operation)?.schema;
      if (schema === undefined) continue;
      const wrap = wrapOf(schema, name, this.#schemas);
      const inner = this.#schemas.at(schema, wrap);
      if (this.#schemas.shape(inner).type === "object" && Object.keys(this.#schemas.shape(inner).properties).length > 0)
        return inner;
    }
    return shape?.item ?? (load && replyOf(load)?.schema);
  }

  #thing(id: string): Json | undefined {
    const operation = this.#byId.get(id);
    return operation && replyOf(operation)?.schema;
  }

  /** Where the items live when that is not here. */
  #home(collection: Collection, all: ReadonlyMap<string, Collection>): Collection | undefined {
    const load = collection.resource && this.#byId.get(collection.resource.load);
    const base = load && this.#templates.get(load)?.base;
    const home = base === undefined ? undefined : all.get(base);
    return home === undefined || home === collection ? undefined : home;
  }
}

/** The skeleton of an item's path. */
export function itemSkeleton({ base, depth }: Collection): string {
  return base + "/{}".repeat(depth);
}

function livesOf(schema: Json | undefined, schemas: Schemas): readonly Lifecycle[] {
  const { lifecycle, properties } = schemas.shape(schema);
  const inner = Object.entries(properties).flatMap(([name, property]) => {
    const shape = schemas.shape(property);
    return shape.lifecycle && !shape.resource
      ? [{ ...shape.lifecycle, state: `/${name}${shape.lifecycle.state}` }]
      : [];
  });
  return [...(lifecycle ? [lifecycle] : []), ...inner];
}

function embedsOf(collection: Collection, all: ReadonlyMap<string, Collection>, schemas: Schemas): readonly Embed[] {
  const children = [...all.values()].filter(({ parent, history }) => parent === collection && !history);
  if (children.length === 0) return [];
  const found: Embed[] = [];
  const visit = (schema: Json | undefined, pointer: string, depth: number): void => {
    if (depth > 2) return;
    for (const [name, property] of Object.entries(schemas.shape(schema).properties)) {
      const here = `${pointer}/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`;
      const child = children.find(({ list, base }) => {
        if (!list || base.split("/").at(-1)?.toLowerCase() !== name.toLowerCase()) return false;
        const reply = replyOf(list.operation)?.schema;
        return (
          list.shape.items !== "" &&
          schemas.nameOf(property) !== undefined &&
          (schemas.nameOf(property) === schemas.nameOf(reply) || hasItems(property, list.shape, schemas))
        );
      });
      if (child?.list) found.push({ pointer: here, child, items: child.list.shape.items });
      else if (schemas.shape(property).type === "object") visit(property, here, depth + 1);
    }
  };
  visit(collection.schema, "", 0);
  return found;
}

function hasItems(schema: Json, shape: ListShape, schemas: Schemas): boolean {
  const inner = schemas.shape(schemas.at(schema, shape.items));
  return (
    inner.type === "array" &&
    schemas.nameOf(inner.items) !== undefined &&
    schemas.nameOf(inner.items) === schemas.nameOf(shape.item)
  );
}

function documentsOf(
  at: ReadonlyMap<string, ReadonlyMap<string, Operation>>,
  templates: ReadonlyMap<Operation, Template>,
  collections: ReadonlyMap<string, Collection>,
  homes: ReadonlyMap<string, Collection>,
  schemas: Schemas,
): Map<string, Document> {
  const items = new Map([...collections.values()].map((collection) => [itemSkeleton(collection), collection] as const));
  const found = new Map<string, Document>();
  for (const [skeleton, methods] of at) {
    const load = methods.get("GET") ?? methods.get("PUT") ?? methods.get("PATCH");
    if (load === undefined || collections.has(skeleton) || items.has(skeleton)) continue;
    const schema = replyOf(load)?.schema;
    const parts = skeleton.split("/");
    const owner = items.get(parts.slice(0, -1).join("/"));
    const name = parts.at(-1) ?? "";
    const pointer =
      owner && [`/${name}`, `${owner.attributes}/${name}`].find((each) => schemas.at(owner.schema, each) !== undefined);
    const member = owner && pointer !== undefined ? schemas.at(owner.schema, pointer) : undefined;
    const { properties, rest } = schemas.shape(schema);
    const isReachedByName = at.has(`${skeleton}/{}`);
    const isRecord = rest !== undefined && (Object.keys(properties).length === 0 || isReachedByName);
    const isSame =
      member !== undefined && schemas.nameOf(member) !== undefined && schemas.nameOf(member) === schemas.nameOf(schema);
    const isRecordToo = isRecord && member !== undefined && schemas.shape(member).type === "object";
    const { resource } = schemas.shape(schema);
    const home = homes.get(schemas.nameOf(schema) ?? "");
    found.set(skeleton, {
      skeleton,
      load,
      schema,
      attribute: owner && pointer !== undefined && (isSame || isRecordToo) ? { of: owner, pointer } : undefined,
      record: isRecord,
      self: resource && home && resource.load !== load.id && templates.get(load)?.tail.length === 0 ? home : undefined,
    });
  }
  return found;
}
