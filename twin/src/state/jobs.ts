import { replyOf } from "../model/shapes.js";
import type { Poller, Waiter } from "../spec/extensions.js";
import { at, isObject, put, type Json, type JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import { make } from "./create.js";
import { stateAfter } from "./lifecycle.js";
import { Refusal } from "./refusal.js";
import type { Params, World } from "./world.js";

/** How the status of accepted work is read. */
interface Watch {
  readonly operation: Operation;
  readonly waiter: Waiter;
  /** The parameter that names the work. */
  readonly param: string;
}

/** How long a piece of work stays in each of its states, in milliseconds of the twin's time. */
const stepMs = 25;

/** Work that was accepted and is followed at an address of its own. */
export class Jobs {
  readonly #world: World;
  readonly #watches = new Map<Operation, Watch>();
  readonly #statuses = new Map<Operation, Watch>();

  constructor(world: World) {
    this.#world = world;
    const { operations } = world.plan;
    for (const operation of operations) {
      const watch = operation.poller && watchOf(operation.poller, operations);
      if (!watch) continue;
      this.#watches.set(operation, watch);
      this.#statuses.set(watch.operation, watch);
    }
  }

  /** Opens a piece of work for an accepted request, and gives the headers that tell where to follow it. */
  open(
    operation: Operation,
    asked: { readonly method: string; readonly url: string; readonly body: Json | undefined },
    failing: string | undefined,
  ): Readonly<Record<string, string>> {
    const watch = this.#watches.get(operation);
    const source = operation.poller && watch ? operation.poller.input[watch.param] : undefined;
    if (!watch || !isHeader(source)) return {};
    const world = this.#world;
    const id = this.#record(watch, asked);
    world.store.keep(`job:${id}`, { since: world.clock.now(), ...(failing !== undefined && { failing }) });
    const path = world.place(watch.operation, { [watch.param]: id });
    return { [source.header]: source.template === undefined ? id : world.addressOf(path) };
  }

  isStatus(operation: Operation): boolean {
    return this.#statuses.has(operation);
  }

  /** The status document of a piece of work. */
  status(operation: Operation, params: Params): Json {
    const watch = this.#statuses.get(operation) as Watch;
    const id = params[watch.param] ?? "";
    const job = this.#world.store.document(`job:${id}`) ?? this.#old(watch, id);
    if (!isObject(job)) throw new Refusal("missing", "There is no such request.");
    return this.#status(watch, id, job);
  }

  /** A request that was there from the beginning was carried out long ago. */
  #old(watch: Watch, id: string): Json | undefined {
    const collection = this.#requests(watch);
    return collection && this.#world.store.peek(collection.base)?.items.has(id) ? { since: 0 } : undefined;
  }

  /** Writes the status of a piece of work into the thing that describes the request. */
  describe(found: { readonly key: string; readonly value: Json }): void {
    const job = this.#world.store.document(`job:${found.key}`);
    if (!isObject(job) || !isObject(found.value)) return;
    for (const watch of this.#statuses.values()) {
      const name = this.#world.schemas.nameOf(replyOf(watch.operation)?.schema);
      const collection = this.#requests(watch);
      if (name === undefined || !collection) continue;
      for (const [holder, property] of Object.entries(this.#world.schemas.shape(collection.schema).properties)) {
        for (const [member, inner] of Object.entries(this.#world.schemas.shape(property).properties))
          if (this.#world.schemas.nameOf(inner) === name && isObject(found.value[holder]))
            found.value[holder][member] = this.#status(watch, found.key, job);
        if (this.#world.schemas.nameOf(property) === name) found.value[holder] = this.#status(watch, found.key, job);
      }
    }
  }

  #status(watch: Watch, id: string, job: JsonObject): Json {
    const world = this.#world;
    const { waiter, operation } = watch;
    const reply = replyOf(operation);
    const done = waiter.done.values?.[0] ?? null;
    const passed = world.clock.now() - Number(job["since"]);
    const { lifecycle } = world.schemas.shape(reply?.schema);
    const plain = (waiter.pending?.values ?? [])[Math.floor(passed / stepMs)] ?? done;
    const reached = lifecycle && lifecycle.state === waiter.value ? stateAfter(lifecycle, passed) : plain;
    const failing = job["failing"];
    const isLast = reached === done;
    const state = isLast && typeof failing === "string" ? (waiter.failed?.values?.[0] ?? done) : reached;
    let value = world.maker.make(reply?.schema, undefined, reply?.example, world.making(), true);
    if (isObject(value) && typeof value["id"] === "string")
      value["id"] =
        reply?.example === undefined
          ? id
          : `${id}${/\/status$/.test(String(at(reply.example, "/id"))) ? "/status" : ""}`;
    if (isObject(value) && typeof value["href"] === "string")
      value["href"] = world.addressOf(world.place(operation, { [watch.param]: id }));
    if (waiter.value !== undefined) value = put(value, waiter.value, state);
    const message =
      typeof failing === "string" && isLast
        ? failing
        : isLast
          ? "The request has been carried out."
          : "The request is being carried out.";
    if (typeof waiter.message === "string") value = put(value, waiter.message, message);
    return value;
  }

  #record(
    watch: Watch,
    asked: { readonly method: string; readonly url: string; readonly body: Json | undefined },
  ): string {
    const world = this.#world;
    const collection = this.#requests(watch);
    if (!collection) return world.random.uuid();
    const own: JsonObject = {};
    const told: JsonObject = {
      method: asked.method,
      url: asked.url,
      body: asked.body === undefined ? "" : JSON.stringify(asked.body),
      headers: {},
    };
    for (const [name, value] of Object.entries(told))
      if (world.schemas.at(collection.schema, `${collection.attributes}/${name}`) !== undefined) own[name] = value;
    const sent = collection.attributes === "" ? own : (put({}, collection.attributes, own) as JsonObject);
    return make(world, collection, collection.base, {}, sent, "").item.key;
  }

  /** The collection in which the API keeps what was requested. */
  #requests(watch: Watch): ReturnType<World["plan"]["collections"]["get"]> {
    return this.#world.owners(watch.operation).at(-1)?.collection;
  }
}

function watchOf(poller: Poller, operations: readonly Operation[]): Watch | undefined {
  const operation = operations.find(({ waiters }) => Object.hasOwn(waiters, poller.waiter));
  const waiter = operation?.waiters[poller.waiter];
  const param = Object.entries(poller.input).find(([, source]) => isHeader(source))?.[0];
  return operation && waiter && param !== undefined ? { operation, waiter, param } : undefined;
}

function isHeader(source: unknown): source is { readonly header: string; readonly template?: string } {
  return typeof source === "object" && source !== null && "header" in source;
}
