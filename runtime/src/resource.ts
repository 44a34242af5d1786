import { NotLoadedError } from "./errors.js";
import { within } from "./time.js";
import type { Client, RequestOptions } from "./types.js";

/** The attributes that change by themselves, each with how long a value is good, in milliseconds. */
export type MaxAges<T> = Readonly<Partial<Record<keyof T, number>>>;

/**
 * Something that a service knows, to be read and changed like an object. Building it sends nothing, and neither does
 * reading a property: what has not been loaded yet is a NotLoadedError.
 */
export abstract class Resource<T extends object, Changes extends object> {
  /** What tells it from others of its kind. */
  abstract readonly identity: object;
  protected readonly client: Client;
  readonly #maxAges: MaxAges<T>;
  #known: Partial<T> | undefined;
  #loadedAt = -Infinity;
  #changes: Partial<Changes> = {};
  #reading: Promise<T> | undefined;

  /**
   * @param known what is known already, for example from a list
   * @param secrets attributes that must not be shown when the object is printed
   */
  constructor(client: Client, maxAges: MaxAges<T>, known?: Partial<T>, secrets: readonly (keyof T)[] = []) {
    this.client = client;
    this.#maxAges = maxAges;
    if (known) this.#learn(known);
    const shown = (): object => {
      const members = Object.entries({ ...this.#known, ...this.#changes });
      const hidden = members.map(([name, value]) => [
        name,
        secrets.some((secret) => secret === name) ? "[hidden]" : value,
      ]);
      return { ...this.identity, ...Object.fromEntries(hidden) };
    };
    // What console.log shows in Node. The name of the method is a symbol, which a class cannot declare portably.
    const inspect = (_depth: number, options: object, inspector: (value: unknown, options: object) => string): string =>
      `${this.constructor.name} ${inspector(shown(), options)}`;
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: inspect });
    // The client is of no interest when the object is printed elsewhere.
    Object.defineProperty(this, "client", { enumerable: false });
  }

  /** Reads the object, unless it is known and no attribute that changes by itself is too old. */
  async load(options?: RequestOptions): Promise<this> {
    const oldest = Math.min(
      Infinity,
      ...Object.values<number | undefined>(this.#maxAges).map((age) => age ?? Infinity),
    );
    return this.#isFresh(oldest) ? this : this.refresh(options);
  }

  /** Reads the object. Concurrent calls share one request. Changes not yet saved are kept. */
  async refresh(options: RequestOptions = {}): Promise<this> {
    const { signal, ...shared } = options;
    this.#reading ??= this.read(shared).finally(() => (this.#reading = undefined));
    const reading = this.#reading;
    // One caller's abort must not end the request of the others.
    this.#learn(await within(Infinity, signal, Error, () => reading));
    return this;
  }

  /** One attribute. Reads the object when the attribute is unknown, or changes by itself and is too old. */
  async get<Name extends keyof T>(name: Name, options?: RequestOptions): Promise<T[Name]> {
    const isKnown = this.#known !== undefined && name in this.#known;
    if (!isKnown || !this.#isFresh(this.#maxAges[name] ?? Infinity)) await this.refresh(options);
    return this.value(name);
  }

  /** What has been set and not saved yet. */
  get changes(): Readonly<Partial<Changes>> {
    return { ...this.#changes };
  }

  /** Whether the other one is of the same kind and stands for the same thing. */
  equals(other: unknown): boolean {
    if (!(other instanceof Resource) || other.constructor !== this.constructor) return false;
    const text = ({ identity }: Resource<object, object>): string => JSON.stringify(Object.entries(identity).sort());
    return text(this) === text(other);
  }

  /** Reads the object from the service. */
  protected abstract read(options?: RequestOptions): Promise<T>;

  /** An attribute as set, else as known. */
  protected value<Name extends keyof T>(name: Name): T[Name] {
    for (const source of [this.#changes, this.#known ?? {}]) {
      // A change has the name and type of the attribute that it sets.
      if (Object.hasOwn(source, name)) return Reflect.get(source, name) as T[Name];
    }
    throw new NotLoadedError(
      `${this.constructor.name}.${String(name)} is not loaded: call load(), or await get("${String(name)}")`,
    );
  }

  /** Sets attributes, to be saved later. */
  protected change(changes: Partial<Changes>): void {
    this.#changes = { ...this.#changes, ...changes };
  }

  /** Sends the changes, if there are any, and learns what the service answers. */
  protected async saveWith(send: (changes: Partial<Changes>) => Promise<Partial<T> | undefined | void>): Promise<this> {
    const sent = this.#changes;
    if (Object.keys(sent).length === 0) return this;
    const saved = await send({ ...sent });
    // What was set again meanwhile is still to be saved.
    const rest = { ...this.#changes };
    for (const name in sent) if (rest[name] === sent[name]) delete rest[name];
    this.#changes = rest;
    this.#learn(typeof saved === "object" ? saved : Object.assign({}, this.#known, sent));
    return this;
  }

  /** Forgets all that is known, for example since the thing has been deleted. */
  protected forget(): void {
    this.#known = undefined;
    this.#loadedAt = -Infinity;
    this.#changes = {};
  }

  #learn(known: Partial<T>): void {
    this.#known = known;
    this.#loadedAt = performance.now();
  }

  #isFresh(maxAgeMs: number): boolean {
    return this.#known !== undefined && performance.now() - this.#loadedAt <= maxAgeMs;
  }
}
