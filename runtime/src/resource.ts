import { copyJson } from "./copy-json.js";
import { isObject } from "./encode.js";
import { NotLoadedError } from "./errors.js";
import { isApiError } from "./guards.js";
import { StaleError } from "./stale.js";
import { within } from "./time.js";
import type { Client, RequestOptions } from "./types.js";

/** What holds for all resources of a class. */
export interface ResourceKind {
  /** What a resource is called when it is printed. That of the class may have been changed by a bundler. */
  readonly name: string;
  /** The attributes that the class declares as `readonly`: `Resource` makes getters of them. */
  readonly readOnly?: readonly string[] | undefined;
  /** The attributes that the class declares otherwise: `Resource` makes getters and setters of them. */
  readonly settable?: readonly string[] | undefined;
  /** The attributes that change by themselves, each with how long a value is good, in milliseconds. */
  readonly maxAges?: Readonly<Record<string, number>> | undefined;
  /** Names of what must not be shown when the object is printed, however deep it lies. */
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
 * `T` is what the service tells, `Changes` what can be set, `Identity` what tells it from others of its kind, and
 * `Attributes` is the part of `T` that holds the attributes, where they do not stand in `T` itself.
 */
export abstract class Resource<
  T extends object,
  Changes extends object,
  Identity extends object,
  Attributes extends object = T,
> {
  /** What tells it from others of its kind. */
  readonly identity: Identity;
  /** What the object makes its calls with. */
  declare protected readonly client: Client;
  readonly #kind: ResourceKind;
  #known: Partial<T> | undefined;
  #isWhole = false;
  #loadedAt = 0;
  /** What has been learnt since the reading under way began, which may tell of a time before that. */
  #since: (() => void)[] | undefined;
  #changes: Partial<Changes> = {};
  /** How many savings are on their way. */
  #saving = 0;
  #reading: Promise<void> | undefined;

  /**
   * @param client what the object makes its calls with
   * @param kind what holds for all objects of the class
   * @param identity what tells it from others of its kind
   * @param known what is known already, for example from a list; it may be a part
   */
  constructor(client: Client, kind: ResourceKind, identity: Identity, known?: T) {
    this.#kind = kind;
    this.identity = identity;
    this.#makeAccessors();
    if (known) this.learn(known);
    // What console.log shows in Node. The name of the method is a symbol, which a class cannot declare portably.
    const inspect = (depth: number, options: object, inspector: (value: unknown, options: object) => string): string =>
      depth < 0 ? `[${kind.name}]` : `${kind.name} ${inspector(this.#shown(), { ...options, depth })}`;
    const inspected = Symbol.for("nodejs.util.inspect.custom");
    // Neither is enumerable: the client is of no interest when the object is printed elsewhere.
    Object.defineProperties(this, { client: { value: client }, [inspected]: { value: inspect } });
  }

  /**
   * Reads the object, unless all its attributes are known and none that changes by itself is too old. Items of a list
   * are often known in part only: those are read.
   */
  async load(options?: RequestOptions): Promise<this> {
    return this.#isFresh() && this.#isComplete() ? this : this.refresh(options);
  }

  /**
   * Reads the object. Concurrent calls share one request. Changes not yet saved are kept, and what is learnt meanwhile,
   * for example by `save()`, counts more than what was read.
   */
  async refresh(options: RequestOptions = {}): Promise<this> {
    const { signal, ...shared } = options;
    // One caller's abort must not end the request of the others.
    await within(Infinity, signal, Error, () => {
      return (this.#reading ??= this.#read(shared).finally(() => (this.#reading = this.#since = undefined)));
    });
    return this;
  }

  /** One attribute. Reads the object when the attribute is unknown, or changes by itself and is too old. */
  async get<Name extends keyof Members<T, Attributes> & string>(
    name: Name,
    options?: RequestOptions,
  ): Promise<Members<T, Attributes>[Name]> {
    const isGood = this.#isKnown(name) && this.#isFresh(name);
    if (!isGood && !Object.hasOwn(this.#changes, name)) await this.refresh(options);
    return this.attribute(name);
  }

  /** What has been set and not saved yet. Text, a number or the like that is known to be so already is no change. */
  get changes(): Readonly<Partial<Changes>> {
    const { secrets = [] } = this.#kind;
    const isChange = ([name, value]: [string, unknown]): boolean =>
      // What is known is in doubt when it is too old, or as long as the service has not answered what it was sent.
      !this.#isFresh(name) ||
      this.#saving > 0 ||
      // An object may have been changed in its place. A secret is known from having been sent, not from being told.
      Object(value) === value ||
      secrets.includes(name) ||
      Reflect.get(this.#attributes() ?? {}, name) !== value;
    return select(this.#changes, isChange);
  }

  /** Whether the other one is of the same kind and stands for the same thing. */
  equals(other: unknown): boolean {
    if (!(other instanceof Resource) || other.constructor !== this.constructor) return false;
    return textOf(this.identity) === textOf((other as Resource<object, object, object>).identity);
  }

  /** Reads the object from the service. */
  protected abstract readFromService(options?: RequestOptions): Promise<T>;

  /**
   * An attribute as set, else as known. One that the service left out although it was read is undefined.
   *
   * @param id what the object is named by, for the attribute that tells the same
   */
  protected attribute<Name extends string & keyof Members<T, Attributes>>(
    name: Name,
    id?: unknown,
  ): Members<T, Attributes>[Name] {
    const source = [this.#changes, ...this.#sources()].find((each) => Object.hasOwn(each, name));
    if (!source && !this.#isWhole && id === undefined)
      throw new NotLoadedError(`${this.#kind.name}.${name} is not loaded: call load(), or await get("${name}")`);
    // Whichever object has the member gives it the type that it has in `Members`.
    return (source ? Reflect.get(source, name) : id) as Members<T, Attributes>[Name];
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
    const [set, sent] = [this.#changes, this.changes];
    if (Object.keys(sent).length > 0) {
      this.#saving += 1;
      const saved = await send({ ...sent })
        .catch((error: unknown) => this.#refused(error))
        .finally(() => (this.#saving -= 1));
      this.#learnFrom(() => this.#around(sent));
      this.#learnFrom(() => saved);
    }
    // What was set again meanwhile is still to be saved.
    this.#changes = select(this.#changes, ([name, value]) => value !== Reflect.get(set, name));
    return this;
  }

  /** The whole object as the service knows it, with changes put in. Reads it if its attributes are not known. */
  protected async wholeToSend<Sent extends object>(changes: Partial<Changes>, options?: RequestOptions): Promise<Sent> {
    // Reading more than that again would hide that somebody else has changed it.
    if (!this.#attributes()) await this.refresh(options);
    // The service takes back what it has told.
    return { ...this.#known, ...this.#around(changes) } as Sent;
  }

  /** An attribute as it is sent along with changes to others: as set, else as known, read if need be. */
  protected async attributeToSend<Value>(name: string, options?: RequestOptions): Promise<Value> {
    // The service takes back what it has told. What it never tells is a member of `Changes` alone.
    return (await this.get(name as keyof Members<T, Attributes> & string, options)) as Value;
  }

  /**
   * Learns what the service has answered. What the answer leaves out stays as it was, and grows older: whether the
   * service has dropped it is for the next `refresh()` to tell.
   */
  protected learn(answer: Partial<T>): void {
    this.#learnFrom(() => answer);
  }

  /** What an action answered with: this object, which has learnt it, or another one. */
  protected sameOrOther<Other extends Resource<T, Changes, Identity, Attributes>>(other: Other): this | Other {
    if (!this.equals(other)) return other;
    this.learn(other.#known ?? {});
    return this;
  }

  /** Forgets all that is known, for example since the thing has been deleted. */
  protected forget(): void {
    this.#known = undefined;
    this.#isWhole = false;
    this.#changes = {};
    this.#since = undefined;
  }

  /** With the first object of a class: an accessor written into a class costs at every start, whether it is used or not. */
  #makeAccessors(): void {
    // The class itself has them, and not one that somebody has derived from it.
    const level = levels(this).at(-1) ?? this;
    const { readOnly = [], settable = [] } = this.#kind;
    const accessor = (name: string): PropertyDescriptor & ThisType<this> => ({
      configurable: true,
      get() {
        return this.attribute(name as keyof Members<T, Attributes> & string);
      },
      set(value) {
        if (readOnly.includes(name)) throw new TypeError(`${name} can only be read`);
        this.setAttributes({ [name]: value } as Partial<Changes>);
      },
    });
    for (const name of [...readOnly, ...settable])
      if (!Object.hasOwn(level, name)) Object.defineProperty(level, name, accessor(name));
  }

  async #read(options: RequestOptions): Promise<void> {
    const since: (() => void)[] = [];
    this.#since = since;
    const read = await this.readFromService(options);
    // What was forgotten meanwhile must not come back.
    if (since !== this.#since) return this.#read(options);
    this.#since = this.#known = undefined;
    this.learn(read);
    this.#isWhole = true;
    for (const again of since) again();
  }

  /** Learns what `tell` says, which may depend on what is known. */
  #learnFrom(tell: () => unknown): void {
    const learn = (): void => {
      const answer = tell();
      // What a service answers may be null in spite of its description, and so may the member with the attributes.
      const isTold = ([name, member]: [string, unknown]): boolean => name !== this.#kind.attributes || isObject(member);
      const told = select(isObject(answer) ? answer : {}, isTold);
      if (Object.keys(this.#known ?? {}).every((name) => Object.hasOwn(told, name))) this.#loadedAt = performance.now();
      this.#known = { ...this.#known, ...told } as Partial<T>;
    };
    this.#since?.push(learn);
    learn();
  }

  #refused(cause: unknown): never {
    const { name, staleCodes = [] } = this.#kind;
    if (!isApiError(cause) || !cause.problems.some(({ code = "" }) => staleCodes.includes(code))) throw cause;
    throw new StaleError(`${name} has changed since it was read: call refresh() and save() again`, { cause });
  }

  /** The attributes, as far as they are known. */
  #attributes(): object | undefined {
    const { attributes } = this.#kind;
    return attributes === undefined ? this.#known : (Reflect.get(this.#known ?? {}, attributes) as object | undefined);
  }

  /** The attributes, and the object around them. */
  #sources(): object[] {
    return [this.#attributes() ?? {}, this.#known ?? {}];
  }

  /** Changes in the place of the attributes, which is the object itself or a member of it. */
  #around(changes: Partial<Changes>): object {
    const { attributes } = this.#kind;
    return attributes === undefined ? changes : { [attributes]: { ...this.#attributes(), ...changes } };
  }

  #shown(): unknown {
    const { secrets = [], attributes } = this.#kind;
    const known = select({ ...this.#known, ...this.#attributes() }, ([name]) => name !== attributes);
    const shown = { ...this.identity, ...known, ...this.#changes };
    return copyJson(shown, (value, name = "") => (secrets.includes(name) ? "[hidden]" : value));
  }

  #isKnown(name: string): boolean {
    return this.#isWhole || this.#sources().some((source) => Object.hasOwn(source, name));
  }

  /** Whether everything is known that the class has a getter for. */
  #isComplete(): boolean {
    const getters = levels(this).flatMap((level) => Object.entries(Object.getOwnPropertyDescriptors(level)));
    return getters.every(([name, { get }]) => !get || this.#isKnown(name));
  }

  /** Whether one attribute, or each of them, is young enough to be relied on. */
  #isFresh(attribute?: string): boolean {
    const ageMs = performance.now() - this.#loadedAt;
    const isYoung = ([name, maxAgeMs]: [string, number]): boolean => (attribute ?? name) !== name || ageMs <= maxAgeMs;
    return this.#known !== undefined && Object.entries(this.#kind.maxAges ?? {}).every(isYoung);
  }
}

/** The prototypes of an object, from that of its class up to the one below that of `Resource`. */
const levels = (of: object): object[] => {
  const level = Object.getPrototypeOf(of) as object;
  return level === Resource.prototype ? [] : [level, ...levels(level)];
};

/** The members of an object that pass a check. */
const select = <Of extends object>(from: Of, isWanted: (member: [string, unknown]) => boolean): Partial<Of> =>
  Object.fromEntries(Object.entries(from).filter(isWanted)) as Partial<Of>;

/** What tells something from others, as text: a number too large for a `number` is a `bigint`, and people may write either. */
const textOf = (identity: object): string =>
  Object.entries(identity)
    .map(([name, id]) => JSON.stringify([name, typeof id === "string", String(id)]))
    .sort()
    .join();
