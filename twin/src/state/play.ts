import type { Understood } from "../check/asked.js";
import { bodySchemaOf, replyOf } from "../model/shapes.js";
import type { Collection } from "../model/plan.js";
import { at, clone, isObject, put, type Json } from "../spec/json.js";
import type { Media, Operation } from "../spec/operations.js";
import { act, fail, inputsOf, remove, update } from "./change.js";
import { create, lifted, make, placeIn, sendable } from "./create.js";
import { changeDocument, clearDocument, playEntry, readDocument } from "./documents.js";
import { checkOwners, lookUp, missing, named, placeOfItem } from "./find.js";
import { identityOf } from "../model/identity.js";
import type { Jobs } from "./jobs.js";
import { move, moves, statusOf } from "./lifecycle.js";
import { depthOf, list, listed, versions } from "./list.js";
import { logOf } from "./log.js";
import { replyWith } from "./present.js";
import { danglingReferences } from "./references.js";
import { Refusal } from "./refusal.js";
import type { Found, World } from "./world.js";

/** What the rules make of a request. */
export interface Outcome {
  readonly status: number;
  readonly body: Json | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The media type, when it is not JSON. */
  readonly type?: string;
}

export interface Circumstances {
  readonly url: string;
  readonly accept: string;
  /** The work that this request starts is to fail, for this reason. */
  readonly failing: string | undefined;
  /** How long after a change reads still show what was before, in milliseconds. */
  readonly staleMs: number;
}

/** Plays operations by the rules that follow from the document. */
export class Play {
  readonly #world: World;
  readonly #jobs: Jobs;
  readonly #gets: ReadonlyMap<string, Operation>;

  constructor(world: World, jobs: Jobs) {
    this.#gets = new Map(
      world.plan.operations
        .filter(({ method }) => method === "GET")
        .map((operation) => [operation.path, operation] as const),
    );
    this.#world = world;
    this.#jobs = jobs;
  }

  run(asked: Understood, around: Circumstances): Outcome {
    const twin = asked.operation.method === "HEAD" ? this.#gets.get(asked.operation.path) : undefined;
    // HEAD is GET without the body, also where the document describes it on its own.
    if (twin) return this.run({ ...asked, operation: twin }, around);
    const { operation, params, body } = asked;
    const world = this.#world;
    if (this.#jobs.isStatus(operation)) return this.#reply(operation, this.#jobs.status(operation, params));
    const owners = checkOwners(world, operation, params);
    const dangling = danglingReferences(world, bodySchemaOf(operation), body);
    if (dangling.length > 0) throw new Refusal("invalid", dangling);
    const outcome = this.#dispatch(asked, owners, around);
    if (operation.poller === undefined) return outcome;
    const headers = this.#jobs.open(operation, { method: operation.method, url: around.url, body }, around.failing);
    return { ...outcome, headers: { ...outcome.headers, ...headers } };
  }

  #dispatch(asked: Understood, owners: readonly Found[], around: Circumstances): Outcome {
    const { operation } = asked;
    const world = this.#world;
    const template = world.template(operation);
    const collection = world.collectionOf(operation);
    const document = world.plan.documents.get(template.skeleton);
    const record = template.tail.length === 1 ? world.plan.documents.get(template.base) : undefined;
    if (record?.record) return this.#reply(operation, playEntry(world, record, asked, owners.at(-1)), around.accept);
    if (collection && template.tail.length > 0) return this.#item(asked, collection, around);
    if (collection && operation.method === "GET" && collection.list) return this.#list(asked, collection, around);
    if (collection && operation.method === "POST" && (collection.create?.path === operation.path || operation.action))
      return this.#create(asked, collection, around);
    if (collection && operation.method === "DELETE" && collection.list) return this.#clear(asked, collection);
    const owner = owners.at(-1);
    if (owner && this.#isAction(operation, owner, document !== undefined)) return this.#act(asked, owner, around);
    if (document) return this.#document(asked, document, owner, around);
    return this.#command(asked);
  }

  #item(asked: Understood, collection: Collection, around: Circumstances): Outcome {
    const { operation, params } = asked;
    const world = this.#world;
    const tail = world.template(operation).tail.length;
    if (operation.method === "GET" && tail < collection.depth) return this.#part(asked, collection);
    if (collection.history) return this.#version(asked, collection);
    if (operation.method === "GET") return this.#read(asked, named(world, operation, params), around);
    if (operation.method === "DELETE" && operation.action === undefined) return this.#remove(asked, collection, around);
    const { place, key } = world.lies(operation, params);
    const found = lookUp(world, collection, place, key, params);
    if (found === undefined) {
      if (operation.method !== "PUT" && operation.method !== "POST") throw missing(world, collection);
      // A thing that is made by no POST to its collection is made where it is to be.
      if (collection.create || operation.action || collection.resource?.update === operation.id)
        throw missing(world, collection);
      return this.#upsert(asked, collection, place, key);
    }
    if (operation.action || (operation.method === "POST" && !this.#isUpdate(operation, collection))) {
      this.#disturb(asked);
      return this.#act(asked, found, around);
    }
    const after = update(world, operation, found, asked.body);
    if (around.failing !== undefined) fail(world, after);
    return this.#about(operation, after, depthOf(asked), false);
  }

  #isUpdate(operation: Operation, collection: Collection): boolean {
    if (collection.resource?.update !== undefined) return collection.resource.update === operation.id;
    return !moves(collection, operation.id) && this.#world.wrap(operation, collection) !== undefined;
  }

  #upsert(asked: Understood, collection: Collection, place: string, key: string): Outcome {
    const { operation, params, body } = asked;
    const world = this.#world;
    const schema = bodySchemaOf(operation);
    const sent = lifted(world, collection, schema, sendable(world, schema, body));
    const numeric = world.style(collection).style === "number";
    const value =
      collection.identity === undefined ? sent : put(sent, collection.identity, numeric ? Number(key) : key);
    const found = make(world, collection, place, params, isObject(value) ? value : sent, operation.id);
    return this.#about(operation, found, depthOf(asked), true);
  }

  #read(asked: Understood, found: Found, around: Circumstances): Outcome {
    const { operation } = asked;
    const fresh = stale(this.#world, found, around.staleMs);
    if (fresh === undefined) throw missing(this.#world, found.collection);
    this.#jobs.describe(fresh.item);
    const outcome = this.#about(operation, fresh, depthOf(asked), false);
    const status = statusOf(found);
    return status === undefined ? outcome : { ...outcome, status };
  }

  #version(asked: Understood, collection: Collection): Outcome {
    const { operation, params } = asked;
    const world = this.#world;
    const owner = checkOwners(world, operation, params).at(-1);
    const param = world.template(operation).tail.at(-1) ?? "";
    const pointer = identityOf(collection.schema, param, undefined, world.schemas) ?? "/version";
    const found = (owner ? versions(owner) : []).find(({ item }) => String(at(item.value, pointer)) === params[param]);
    if (found === undefined) throw new Refusal("missing", "There is no such version.");
    return this.#about(operation, found, depthOf(asked), false);
  }

  #list(asked: Understood, collection: Collection, around: Circumstances): Outcome {
    const { operation, params } = asked;
    const world = this.#world;
    const { place } = world.lies(operation, params);
    const owner = collection.history ? checkOwners(world, operation, params).at(-1) : undefined;
    const all = collection.history ? (owner ? versions(owner) : []) : listed(world, collection, place, params);
    const shown = all.flatMap((found) => stale(world, found, around.staleMs) ?? []);
    for (const { item } of shown) this.#jobs.describe(item);
    const { body, headers } = list(world, collection, asked, shown);
    return { status: operation.success.status, body, headers };
  }

  /** A list of those things whose names begin alike: `/locations/de` lists `de/fra` and its neighbours. */
  #part(asked: Understood, collection: Collection): Outcome {
    const { operation, params } = asked;
    const world = this.#world;
    const { place, key } = world.lies(operation, params);
    const kind = world.template(operation).tail[0] ?? "";
    const all = listed(world, collection, place, params).filter(
      ({ item }) => item.key.startsWith(`${key}/`) || names(item.value, kind, key),
    );
    const { body, headers } = list(world, collection, asked, all);
    return { status: operation.success.status, body, headers };
  }

  #create(asked: Understood, collection: Collection, around: Circumstances): Outcome {
    const { operation, params, body } = asked;
    this.#disturb(asked);
    const found = create(this.#world, operation, collection, params, body);
    if (collection.of) move(this.#world, found, operation.id);
    if (around.failing !== undefined) fail(this.#world, found);
    return this.#about(operation, found, depthOf(asked) ?? undefined, true);
  }

  /** What is done to what lies below a thing may move the thing itself. */
  #disturb({ operation, params }: Understood): void {
    for (const owner of checkOwners(this.#world, operation, params))
      if (moves(owner.collection, operation.id)) move(this.#world, owner, operation.id);
  }

  #remove(asked: Understood, collection: Collection, around: Circumstances): Outcome {
    const { operation, params } = asked;
    const world = this.#world;
    const found = named(world, operation, params);
    if (collection.of) {
      this.#disturb(asked);
      move(world, found, operation.id);
      // What is only shown here is taken out of this list, and goes on living where it lives.
      if (!world.store.unlink(world.lies(operation, params).place, placeOfItem(found))) untie(world, collection, found);
      return this.#about(operation, found, undefined, false);
    }
    const before = { ...found, item: { ...found.item, value: clone(found.item.value) } };
    const wasGone = found.item.gone === true;
    remove(world, operation, found);
    if (around.failing !== undefined) fail(world, found);
    return this.#about(operation, found.shelf.items.has(found.item.key) && !wasGone ? found : before, undefined, false);
  }

  #clear(asked: Understood, collection: Collection): Outcome {
    const { operation, params } = asked;
    const world = this.#world;
    for (const found of listed(world, collection, world.lies(operation, params).place, params))
      remove(world, operation, found);
    return this.#reply(operation, undefined);
  }

  /** Whether a path below an item is something done to it, and not a document that it has. */
  #isAction(operation: Operation, owner: Found, isDocument: boolean): boolean {
    if (moves(owner.collection, operation.id)) return true;
    return operation.method !== "GET" && !isDocument;
  }

  #act(asked: Understood, found: Found, around: Circumstances): Outcome {
    const { operation, query, body } = asked;
    const world = this.#world;
    const schema = replyOf(operation)?.schema;
    const other = world.plan.homes.get(world.schemas.nameOf(schema) ?? "");
    const isCopy = other === found.collection && /clone|copy|duplicate/i.test(operation.path);
    if (other && (other !== found.collection || isCopy)) {
      // An action that answers with a thing of another kind, or with a copy, has made one.
      const params = { ...asked.params, ...found.shelf.params };
      const sent = lifted(world, other, bodySchemaOf(operation), sendable(world, bodySchemaOf(operation), body));
      const made = make(
        world,
        other,
        placeIn(world, other, params),
        params,
        sent,
        operation.id,
        isCopy ? withoutIdentity(found) : undefined,
      );
      return this.#about(operation, made, depthOf(asked), true);
    }
    act(world, operation, found, inputsOf(operation.action ? query : {}, body));
    if (around.failing !== undefined) fail(world, found);
    return world.wrap(operation, found.collection) === undefined
      ? this.#command(asked)
      : this.#about(operation, found, depthOf(asked), false);
  }

  #document(
    asked: Understood,
    document: NonNullable<ReturnType<World["plan"]["documents"]["get"]>>,
    owner: Found | undefined,
    around: Circumstances,
  ): Outcome {
    const { operation, params } = asked;
    const world = this.#world;
    const text = operation.success.response.content.find(({ type }) => type.startsWith("text/plain"));
    if (operation.method === "GET" && owner?.collection.lifecycle && text)
      return this.#log(operation, logOf(world, owner), around.accept);
    const { resource } = world.schemas.shape(document.schema);
    const isSame =
      world.schemas.nameOf(replyOf(operation)?.schema) === world.schemas.nameOf(document.schema) &&
      world.schemas.nameOf(document.schema) !== undefined;
    switch (operation.method) {
      case "GET":
        return this.#reply(operation, readDocument(world, document, operation, params, owner), around.accept);
      case "DELETE":
        clearDocument(world, document, asked, owner);
        return this.#reply(operation, undefined, around.accept);
      default: {
        if (operation.method === "POST" && !document.record && !isSame && resource?.update !== operation.id)
          return this.#command(asked);
        const value = changeDocument(world, document, asked, bodySchemaOf(operation), owner);
        return this.#reply(operation, isSame || document.record ? value : undefined, around.accept);
      }
    }
  }

  #log(operation: Operation, text: string, accept: string): Outcome {
    const media = chosen(operation.success.response.content, accept);
    if (media === undefined || media.type.startsWith("text/"))
      return { status: operation.success.status, body: text, headers: {}, type: media?.type ?? "text/plain" };
    const member = Object.keys(this.#world.schemas.shape(media.schema).properties)[0];
    return { status: operation.success.status, body: member === undefined ? text : { [member]: text }, headers: {} };
  }

  /** What changes nothing that is kept: the reply is the document's example. */
  #command(asked: Understood): Outcome {
    const { operation, body, params } = asked;
    const world = this.#world;
    const reply = replyOf(operation);
    const home = operation.method === "POST" ? this.#madeBy(operation) : undefined;
    if (home) {
      const sent = lifted(
        world,
        home.collection,
        bodySchemaOf(operation),
        sendable(world, bodySchemaOf(operation), body),
      );
      const made = make(world, home.collection, placeIn(world, home.collection, params), params, sent, operation.id);
      return this.#about(operation, made, depthOf(asked), true);
    }
    if (reply?.schema === undefined) return this.#reply(operation, reply?.example);
    return this.#reply(operation, world.maker.make(reply.schema, undefined, reply.example, world.making(), true));
  }

  /** A POST elsewhere that answers with a thing of a top-level collection makes one: an import, an upload. */
  #madeBy(operation: Operation): { readonly collection: Collection } | undefined {
    const world = this.#world;
    const schema = replyOf(operation)?.schema;
    const names = [schema, ...Object.values(world.schemas.shape(schema).properties)].map((each) =>
      world.schemas.nameOf(each),
    );
    const collection = names
      .map((name) => (name === undefined ? undefined : world.plan.homes.get(name)))
      .find((each) => each?.create && each.parent === undefined);
    return collection && operation.path.startsWith(collection.base) ? { collection } : undefined;
  }

  #about(operation: Operation, found: Found, depth: number | undefined, fresh: boolean): Outcome {
    const { content } = operation.success.response;
    if (content.length === 0) return { status: operation.success.status, body: undefined, headers: {} };
    return {
      status: operation.success.status,
      body: replyWith(this.#world, operation, found, { depth, fresh }),
      headers: {},
    };
  }

  #reply(operation: Operation, body: Json | undefined, accept: string = "*/*"): Outcome {
    const { status, response } = operation.success;
    if (response.content.length === 0) return { status, body: undefined, headers: {} };
    const media = chosen(response.content, accept);
    const own =
      body ??
      (media?.schema === undefined
        ? media?.example
        : this.#world.maker.make(media.schema, undefined, media.example, this.#world.making(), true));
    const isJson = media === undefined || /[/+]json\b/.test(media.type) || media.type.includes("*");
    return { status, body: own, headers: {}, ...(!isJson && { type: media.type }) };
  }
}

/** The first of the media types that the client takes. */
function chosen(content: readonly Media[], accept: string): Media | undefined {
  const wanted = accept.split(",").map((part) => part.split(";")[0]?.trim().toLowerCase() ?? "");
  const takes = (type: string): boolean =>
    wanted.some(
      (each) =>
        each === "*/*" || each === "" || each === type || (each.endsWith("/*") && type.startsWith(each.slice(0, -1))),
    );
  return content.find(({ type }) => takes(type.split(";")[0] ?? "")) ?? content[0];
}

/** The item as reads show it that lag behind the writes; undefined when they do not show it yet. */
function stale(world: World, found: Found, ms: number): Found | undefined {
  const { before } = found.item;
  if (ms <= 0 || before === undefined || world.clock.now() - before.changed >= ms) return found;
  return before.value === undefined ? undefined : { ...found, item: { ...found.item, value: before.value } };
}

/** Makes an item say no more that it belongs to what a view belongs to. */
function untie(world: World, view: Collection, { collection, item }: Found): void {
  const owner = view.parent?.schemaName;
  for (const pointer of new Set(["", collection.attributes])) {
    const value = at(item.value, pointer);
    if (!isObject(value)) continue;
    for (const [name, property] of Object.entries(
      world.schemas.shape(world.schemas.at(collection.schema, pointer)).properties,
    )) {
      const { idOf, nullable } = world.schemas.shape(property);
      if (idOf !== undefined && idOf === owner && nullable) value[name] = null;
    }
  }
}

function names(value: Json, param: string, key: string): boolean {
  const name = Object.keys(isObject(value) ? value : {}).find((each) =>
    param.toLowerCase().endsWith(each.toLowerCase()),
  );
  return name !== undefined && isObject(value) && String(value[name]) === key;
}

function withoutIdentity({ collection, item }: Found): Json {
  const copy = clone(item.value);
  return collection.identity === undefined ? copy : put(copy, collection.identity, null);
}
