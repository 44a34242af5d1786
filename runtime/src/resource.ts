import { NotLoadedError } from "./errors.js";
import { isApiError } from "./guards.js";
import { StaleError } from "./stale.js";
import { within } from "./time.js";
import type { Client, RequestOptions } from "./types.js";

/** What holds for all resources of a class. */
export interface ResourceKind {
  /** What a resource is called when it is printed. That of the class may have been changed by a bundler. */
  readonly name: string;
  /** The attributes that change by themselves, each with how long a value is good, in milliseconds. */
  readonly maxAges?: Readonly<Record<string, number>> | undefined;
  /** Attributes that must not be shown when the object is printed. */
  readonly secrets?: readonly string[] | undefined;
  /** The member that holds the attributes; without it they are the object's own members. */
  readonly attributes?: string | undefined;
  /** Codes of errors by which the service refuses changes to what is not the latest version. */
  readonly staleCodes?: readonly string[] | undefined;
}

/** The members that one can ask for: the attributes, and what stands around them. */
type Members<T, Attributes> = Attributes & Omit<T, keyof Attributes>;

/**
 * Something that a service knows, to be read and changed like an object. Building it sends nothing, and neither does
 * reading a property: what has not been loaded yet is a NotLoadedError.
 *
 * `T` is what the service tells, `Changes` what can be set, and `Attributes` is the part of `T` that holds the
 * attributes, where they do not stand in `T` itself.
 */
export abstract class Resource<T extends object, Changes extends object, Attributes extends object = T> {
  /** What tells it from others of its kind. */
  abstract readonly identity: object;
  protected readonly client: Client;
  readonly #kind: ResourceKind;
  #known: Partial<T> | undefined;
  #isWhole = false;
  #loadedAt = -Infinity;
  #changes: Partial<Changes> = {};
  #reading: Promise<T> | undefined;

  /** @param known what is known already, for example from a list */
  constructor(client: Client, kind: ResourceKind, known?: T) {
    this.client = client;
    this.#kind = kind;
    if (known) this.learn(known);
    // What console.log shows in Node. The name of the method is a symbol, which a class cannot declare portably.
    const inspect = (_depth: number, options: object, inspector: (value: unknown, options: object) => string): string =>
      `${this.#kind.name} ${inspector({ ...this.identity, ...this.#shown() }, options)}`;
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: inspect });
    // The client is of no interest when the object is printed elsewhere.
    Object.defineProperty(this, "client", { enumerable: false });
  }

  /** Reads the object, unless it is known and no attribute that changes by itself is too old. */
  async load(options?: RequestOptions): Promise<this> {
    return this.#isFresh(Math.min(Infinity, ...Object.values(this.#kind.maxAges ?? {}))) ? this : this.refresh(options);
  }

  /** Reads the object. Concurrent calls share one request. Changes not yet saved are kept. */
  async refresh(options: RequestOptions = {}): Promise<this> {
    const { signal, ...shared } = options;
    this.#reading ??= this.readFromService(shared).finally(() => (this.#reading = undefined));
    const reading = this.#reading;
    // One caller's abort must not end the request of the others.
    this.learn(await within(Infinity, signal, Error, () => reading));
    this.#isWhole = true;
    return this;
  }

  /** One attribute. Reads the object when the attribute is unknown, or changes by itself and is too old. */
  async get<Name extends keyof Members<T, Attributes> & string>(
    name: Name,
    options?: RequestOptions,
  ): Promise<Members<T, Attributes>[Name]> {
    const isKnown = this.#isWhole || this.#sources().some((source) => Object.hasOwn(source, name));
    if (!isKnown || !this.#isFresh(this.#kind.maxAges?.[name] ?? Infinity)) await this.refresh(options);
    return this.attribute(name);
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
  protected abstract readFromService(options?: RequestOptions): Promise<T>;

  /** An attribute as set, else as known. One that the service left out although it was read is undefined. */
  protected attribute<Name extends keyof Members<T, Attributes> & string>(name: Name): Members<T, Attributes>[Name] {
    // Whichever object has the member gives it the type that it has in `Members`.
    for (const source of [this.#changes, ...this.#sources()])
      if (Object.hasOwn(source, name)) return Reflect.get(source, name) as Members<T, Attributes>[Name];
    if (this.#isWhole) return undefined as Members<T, Attributes>[Name];
    throw new NotLoadedError(`${this.#kind.name}.${name} is not loaded: call load(), or await get("${name}")`);
  }

  /** Sets attributes, to be saved later. */
  protected setAttributes(changes: Partial<Changes>): void {
    this.#changes = { ...this.#changes, ...changes };
  }

  /**
   * Sends the changes, if there are any, and learns what the service answers. What could not be saved is kept.
   *
   * @throws StaleError when the service says that the object has changed since it was read
   */
  protected async saveWith(send: (changes: Partial<Changes>) => Promise<Partial<T> | undefined | void>): Promise<this> {
    const sent = this.#changes;
    if (Object.keys(sent).length === 0) return this;
    const saved = await send({ ...sent }).catch((error: unknown) => this.#refused(error));
    // What was set again meanwhile is still to be saved.
    const rest = { ...this.#changes };
    for (const name in sent) if (rest[name] === sent[name]) delete rest[name];
    this.#changes = rest;
    this.learn(typeof saved === "object" ? saved : this.#with(sent));
    return this;
  }

  /** The whole object as the service knows it, with changes put in. Reads it if it is not known. */
  protected async wholeToSend<Sent extends object>(changes: Partial<Changes>, options?: RequestOptions): Promise<Sent> {
    if (this.#known === undefined) await this.refresh(options);
    // The service takes back what it has told.
    return this.#with(changes) as Sent;
  }

  /** An attribute as it is sent along with changes to others: as set, else as known, read if need be. */
  protected async attributeToSend<Value>(name: string, options?: RequestOptions): Promise<Value> {
    // The service takes back what it has told. What it never tells is a member of `Changes` alone.
    return (await this.get(name as keyof Members<T, Attributes> & string, options)) as Value;
  }

  /** Learns what the service has answered. */
  protected learn(known: Partial<T>): void {
    this.#known = known;
    this.#loadedAt = performance.now();
  }

  /** What an action answered with: this object, which has learnt it, or another one. */
  protected sameOrOther<Other extends Resource<T, Changes, Attributes>>(other: Other): this | Other {
    if (!this.equals(other)) return other;
    if (other.#known) this.learn(other.#known);
    return this;
  }

  /** Forgets all that is known, for example since the thing has been deleted. */
  protected forget(): void {
    this.#known = undefined;
    this.#isWhole = false;
    this.#loadedAt = -Infinity;
    this.#changes = {};
  }

  #refused(cause: unknown): never {
    const codes = this.#kind.staleCodes ?? [];
    if (!isApiError(cause) || !cause.problems.some(({ code }) => code !== undefined && codes.includes(code)))
      throw cause;
    throw new StaleError(`${this.#kind.name} has changed since it was read: call refresh() and save() again`, {
      cause,
    });
  }

  /** The attributes, and the object around them. */
  #sources(): object[] {
    const known = this.#known ?? {};
    const { attributes } = this.#kind;
    const inner: unknown = attributes === undefined ? undefined : Reflect.get(known, attributes);
    return typeof inner === "object" && inner !== null ? [inner, known] : [known];
  }

  #with(changes: Partial<Changes>): Partial<T> {
    const { attributes } = this.#kind;
    if (attributes === undefined) return Object.assign({}, this.#known, changes);
    const inner = Object.assign({}, Reflect.get(this.#known ?? {}, attributes), changes);
    return Object.assign({}, this.#known, Object.fromEntries([[attributes, inner]]));
  }

  #shown(): object {
    const { secrets = [], attributes } = this.#kind;
    const members = this.#sources()
      .reverse()
      .flatMap((source) => Object.entries(source));
    return Object.fromEntries(
      [...members, ...Object.entries(this.#changes)]
        .filter(([name]) => name !== attributes)
        .map(([name, value]) => [name, secrets.includes(name) ? "[hidden]" : value]),
    );
  }

  #isFresh(maxAgeMs: number): boolean {
    return this.#known !== undefined && performance.now() - this.#loadedAt <= maxAgeMs;
  }
}
