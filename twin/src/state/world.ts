import { itemSkeleton, type Collection, type Plan } from "../model/plan.js";
import { exampleItems, replyOf } from "../model/shapes.js";
import { join, placeOf, type Template } from "../model/templates.js";
import { at, isObject, put, string, type Json } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import type { Clock } from "./clock.js";
import { idStyle, type IdStyle } from "./ids.js";
import { Maker, type Making } from "./make.js";
import type { Random } from "./random.js";
import { Store, type Item, type Shelf } from "./store.js";

export type Params = Readonly<Record<string, string>>;

/** An item, where it lies, and of what kind it is. */
export interface Found {
  readonly collection: Collection;
  readonly shelf: Shelf;
  readonly item: Item;
}

/** Everything that the rules of the twin work on. */
export class World {
  readonly plan: Plan;
  readonly schemas: Schemas;
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store = new Store();
  readonly maker: Maker;
  /** The address below which the API is served, for links in replies. */
  baseUrl: string = "";
  /** What stands in addresses for the account itself. */
  readonly #alias: string;
  readonly #counts = new Map<string, readonly string[]>();
  readonly #frames = new Map<Operation, Json>();
  /** Who is calling, for what shows the caller. */
  caller: string | undefined;
  readonly #examples = new Map<Collection, readonly Json[]>();
  readonly #styles = new Map<Collection, { readonly style: IdStyle; readonly length: number }>();
  readonly #owners = new Map<Operation, readonly { readonly collection: Collection; readonly count: number }[]>();

  constructor(plan: Plan, schemas: Schemas, clock: Clock, random: Random) {
    this.plan = plan;
    this.schemas = schemas;
    this.clock = clock;
    this.random = random;
    this.maker = new Maker(schemas);
    const setting = plan.operations
      .flatMap(({ parameters }) => parameters)
      .find(({ in: place, node }) => place === "path" && node["x-setting"] !== undefined);
    this.#alias = String(schemas.shape(setting?.schema).fallback ?? "my");
  }

  /** The address of a place. */
  addressOf(place: string): string {
    return this.baseUrl + place.replace(/\/~(?=\/|$)/g, `/${this.#alias}`);
  }

  /** Headers in which a list or its HEAD twin counts, by the names that they are usually given. */
  countHeaders({ path }: Operation): readonly string[] {
    const known = this.#counts.get(path);
    if (known) return known;
    const same = this.plan.operations.filter(
      (operation) => operation.path === path && (operation.method === "GET" || operation.method === "HEAD"),
    );
    const names = [
      ...new Set(
        same
          .flatMap(({ success }) => Object.keys(success.response.headers))
          .filter((name) => /total|count/i.test(name)),
      ),
    ];
    this.#counts.set(path, names);
    return names;
  }

  /** What stands around the items of a list's reply. */
  frame(operation: Operation, pointer: string): Json {
    const known = this.#frames.get(operation);
    if (known !== undefined) return known;
    const reply = replyOf(operation);
    const example = isObject(reply?.example) ? put(structuredClone(reply.example), pointer, []) : undefined;
    const frame = put(this.maker.make(reply?.schema, undefined, example, this.making(), true), pointer, []);
    this.#frames.set(operation, frame);
    return frame;
  }

  template(operation: Operation): Template {
    return this.plan.templates.get(operation) as Template;
  }

  place(operation: Operation, params: Params): string {
    return placeOf(this.template(operation), params);
  }

  /** The collection whose list or items an operation is about. */
  collectionOf(operation: Operation): Collection | undefined {
    return this.plan.collections.get(this.template(operation).base);
  }

  /** The place of the collection that an operation's path lies in, and the key of the item that it names. */
  lies(operation: Operation, params: Params): { readonly place: string; readonly key: string } {
    const template = this.template(operation);
    const place = placeOf(template, params, template.segments.length - template.tail.length);
    return { place, key: template.tail.map((name) => params[name] ?? "").join("/") };
  }

  shelf(collection: Collection, place: string, params: Params): Shelf {
    return this.store.shelf(place, collection.base, params);
  }

  /** All places at which a collection lies. */
  shelvesOf(collection: Collection): readonly Shelf[] {
    return [...this.store.shelves()].filter(({ base }) => base === collection.base);
  }

  /** The collections whose items an operation's path leads through, outermost first, and how many segments lead to the item. */
  owners(operation: Operation): readonly { readonly collection: Collection; readonly count: number }[] {
    const known = this.#owners.get(operation);
    if (known) return known;
    const parts = this.template(operation).skeleton.split("/").slice(1);
    const found: { collection: Collection; count: number }[] = [];
    for (const collection of this.plan.collections.values()) {
      const count = itemSkeleton(collection).split("/").length - 1;
      if (count < parts.length && join(parts.slice(0, count)) === itemSkeleton(collection))
        found.push({ collection, count });
    }
    found.sort((one, other) => one.count - other.count);
    this.#owners.set(operation, found);
    return found;
  }

  /** Example items of a collection. */
  examples(collection: Collection): readonly Json[] {
    const known = this.#examples.get(collection);
    if (known) return known;
    const listed = collection.list
      ? exampleItems(this.#reply(collection.list.operation), collection.list.shape.items, at)
      : [];
    const single = [collection.load, collection.create].flatMap((operation) => {
      const reply = operation && replyOf(operation);
      if (!operation || reply?.example === undefined) return [];
      const wrap = this.wrap(operation, collection);
      const example = wrap === undefined ? undefined : at(reply.example, wrap);
      return isObject(example) ? [example] : [];
    });
    const shown = this.schemas.shape(collection.schema).example;
    const id = (value: Json): Json | undefined => at(value, collection.identity ?? "/id");
    const examples: Json[] = [];
    for (const example of [...listed, ...single, ...(isObject(shown) ? [shown] : [])]) {
      const same = examples.findIndex((other) => id(other) === id(example));
      // The example of a single thing often tells more than the one in a list.
      if (same < 0) examples.push(example);
      else examples[same] = isObject(example) && isObject(examples[same]) ? { ...example, ...examples[same] } : example;
    }
    this.#examples.set(collection, examples);
    return examples;
  }

  style(collection: Collection): { readonly style: IdStyle; readonly length: number } {
    const known = this.#styles.get(collection);
    if (known) return known;
    const style = idStyle(collection, this.schemas, this.examples(collection));
    this.#styles.set(collection, style);
    return style;
  }

  /** Where an item of the collection lies in a reply; undefined when the reply is about something else. */
  wrap(operation: Operation, collection: Collection): string | undefined {
    const schema = replyOf(operation)?.schema;
    if (schema === undefined) return undefined;
    if (schema === collection.schema) return "";
    const name = collection.schemaName;
    if (name !== undefined && this.schemas.nameOf(schema) === name) return "";
    const entries = Object.entries(this.schemas.shape(schema).properties);
    const inside = entries.find(
      ([, property]) =>
        property === collection.schema || (name !== undefined && this.schemas.nameOf(property) === name),
    );
    return inside ? `/${inside[0].replace(/~/g, "~0").replace(/\//g, "~1")}` : undefined;
  }

  making(kind: string = "thing", number: () => number = () => this.random.below(10_000)): Making {
    return {
      now: this.clock.now(),
      random: this.random,
      name: () => `${kind}-${number()}`,
      find: (schemaName, identity) => this.byIdentity(schemaName, identity)?.item.value,
    };
  }

  /** The thing of a kind with an identity, wherever it lies. */
  byIdentity(schemaName: string, identity: Json): Found | undefined {
    const home = this.plan.homes.get(schemaName);
    if (home === undefined) return undefined;
    for (const shelf of this.shelvesOf(home)) {
      const item = shelf.items.get(String(identity));
      if (item && !item.gone) return { collection: home, shelf, item };
    }
    return undefined;
  }

  /** The word for one thing of a collection: `server` for `/servers`. */
  kind(collection: Collection): string {
    const last = collection.base.split("/").at(-1) ?? "thing";
    if (!/\w/.test(last)) return "thing";
    return (
      last
        .replace(/ies$/, "y")
        .replace(/(ss|x|ch|sh)es$/, "$1")
        .replace(/([^s])s$/, "$1") || "thing"
    );
  }

  #reply(operation: Operation): Json | undefined {
    const reply = replyOf(operation);
    const shown = this.schemas.shape(reply?.schema).example;
    return reply?.example ?? (string(shown) === undefined ? shown : undefined);
  }
}
