import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Asked } from "./check/asked.js";
import { Router } from "./check/router.js";
import { Understanding } from "./check/understand.js";
import { Tokens, usual, type Credentials } from "./doors/credentials.js";
import { Doors } from "./doors/doors.js";
import { OAuth } from "./doors/oauth.js";
import { usualTtlMs } from "./doors/token-login.js";
import { planOf } from "./model/plan.js";
import { Control } from "./serve/control.js";
import { Errors } from "./serve/errors.js";
import { Faults, parseFault, type ActiveFault, type Fault } from "./serve/faults.js";
import { fetchOf } from "./serve/fetch.js";
import { Handler } from "./serve/handler.js";
import { RequestLog, secretNames, type SeenRequest } from "./serve/log.js";
import { readRecording, Replay, type Exchange } from "./serve/record.js";
import type { Reply } from "./serve/reply.js";
import { listen, type Listening } from "./serve/server.js";
import { extension, type ErrorShape } from "./spec/extensions.js";
import type { Json, JsonObject } from "./spec/json.js";
import { load } from "./spec/load.js";
import { basesOf, operationsOf } from "./spec/operations.js";
import { Schemas } from "./spec/schemas.js";
import { Clock } from "./state/clock.js";
import { Jobs } from "./state/jobs.js";
import { Play } from "./state/play.js";
import { Random } from "./state/random.js";
import { readSeed } from "./seed-file.js";
import { seed, type Seed } from "./state/seed.js";
import type { Memory } from "./state/store.js";
import { World } from "./state/world.js";

export interface TwinOptions {
  /** Where to listen; `false` for no socket, when `fetch` is enough. Port 0, the default, is any free one. */
  readonly listen?: false | { readonly port?: number; readonly host?: string };
  /** What the account begins with: `examples` (the default), `empty`, things by path, or a YAML or JSON file with such things. */
  readonly seed?: Seed | { readonly file: string };
  /** How fast the twin's clock runs; 1 is as fast as the real one. */
  readonly speed?: number;
  /** Who may come in. */
  readonly credentials?: Credentials;
  /** `off` lets everybody in. */
  readonly signIn?: "checked" | "off";
  /** How long a token lasts that was got by signing in. */
  readonly tokenTtlMs?: number;
  /** What goes wrong from the beginning: faults, or their text as on the command line. */
  readonly faults?: readonly (Fault | string)[];
  /** Keep a recording in memory (`true`), or append it to a file. */
  readonly record?: boolean | string;
  /** Answer from a recording instead of playing: its exchanges, or its file. */
  readonly replay?: readonly Exchange[] | string;
  /** A file to begin from when it is there, and to which `save()` and `close()` write what the twin remembers. */
  readonly snapshot?: string;
  /** Makes made-up values come out differently; the same number gives the same values. */
  readonly random?: number;
  /** How many requests are remembered. */
  readonly requestLimit?: number;
}

/** A running twin. */
export interface Twin<Operation extends string = string> {
  /** The API's address, with the path of the document's first server; without a socket one that only `fetch` knows. */
  readonly url: string;
  /** The address without that path. The page for people is there. */
  readonly origin: string;
  readonly title: string;
  /** The names of the API's operations. */
  readonly operations: ReadonlySet<string>;
  /** Asks the twin without a socket. */
  readonly fetch: typeof fetch;
  /** The last requests, and how they were judged. */
  readonly requests: readonly SeenRequest[];
  /** Lets an operation fail with a status. Gives the number of the fault, for `clearFaults`. */
  fail(operation: Operation | "*", status: number, how?: Omit<Fault, "operation" | "status">): number;
  /** Lets something else go wrong. */
  fault(fault: Fault): number;
  readonly faults: readonly ActiveFault[];
  clearFaults(id?: number): void;
  /** Turns the twin's clock on. */
  advance(ms: number): void;
  speed: number;
  /** The time by the twin's clock. */
  readonly now: Date;
  /** Forgets everything and begins anew; with other things, if so wished. */
  reset(seed?: Seed): void;
  /** What the twin remembers, as data, and back. */
  memory(): Memory;
  restore(memory: Memory): void;
  /** What has been recorded in memory. */
  readonly recording: readonly Exchange[];
  /** Writes the snapshot file. */
  save(): void;
  close(): Promise<void>;
}

/**
 * Starts a twin.
 *
 * @param spec the document: a file, a folder with an `openapi.yaml`, a `file:` address, or an object
 */
export async function startTwin<Operation extends string = string>(
  spec: string | URL | object,
  options: TwinOptions = {},
): Promise<Twin<Operation>> {
  const { document } = await load(spec);
  const running = new RunningTwin<Operation>(document, options);
  await running.start();
  return running;
}

class RunningTwin<Operation extends string> implements Twin<Operation> {
  readonly fetch: typeof fetch;
  readonly title: string;
  readonly #options: TwinOptions;
  readonly #world: World;
  readonly #clock: Clock;
  readonly #log: RequestLog;
  readonly #faults: Faults;
  readonly #tokens: Tokens;
  readonly #credentials: Required<Credentials>;
  readonly #oauth: OAuth;
  readonly #handler: Handler;
  readonly #control: Control;
  readonly #recording: Exchange[] = [];
  readonly #replay: Replay | undefined;
  readonly operations: ReadonlySet<string>;
  readonly #path: string;
  #seed: Seed;
  #listening: Listening | undefined;

  constructor(document: JsonObject, options: TwinOptions) {
    this.#options = options;
    const info = document["info"];
    this.title =
      typeof info === "object" && info !== null && !Array.isArray(info) ? String(info["title"] ?? "An API") : "An API";
    const schemas = new Schemas(document);
    const operations = operationsOf(document);
    const random = new Random(options.random ?? 1);
    this.#clock = new Clock(options.speed ?? 1);
    this.#world = new World(planOf(operations, schemas), schemas, this.#clock, random);
    this.#log = new RequestLog(options.requestLimit ?? 5_000);
    this.#faults = new Faults(new Random((options.random ?? 1) + 1));
    this.#tokens = new Tokens(this.#clock, random);
    this.#credentials = { ...usual, ...options.credentials };
    this.operations = new Set(operations.map(({ id }) => id));
    const servers = Array.isArray(document["servers"]) ? document["servers"] : [];
    const bases = [...basesOf(servers as Json[]), ...operations.flatMap(({ bases: own }) => own ?? [])];
    this.#path = bases[0] ?? "";
    const doors = new Doors(
      document,
      this.#world,
      this.#tokens,
      this.#credentials,
      options.tokenTtlMs ?? usualTtlMs,
      () => Date.now() + this.#faults.skewMs(),
    );
    this.#oauth = new OAuth(doors.schemes(), this.#credentials.clients, this.#tokens, this.#world);
    this.#replay =
      options.replay === undefined
        ? undefined
        : new Replay(typeof options.replay === "string" ? readRecording(options.replay) : options.replay);
    const jobs = new Jobs(this.#world);
    this.#handler = new Handler({
      ...{
        schemas,
        world: this.#world,
        router: new Router(operations),
        understanding: new Understanding(schemas),
        doors,
        oauth: this.#oauth,
      },
      ...{ play: new Play(this.#world, jobs), faults: this.#faults, log: this.#log, replay: this.#replay },
      errors: new Errors(extension<ErrorShape>(document, "x-errors"), schemas, this.#world, operations),
      bases: [...new Set([...bases, ""])].sort((one, other) => other.length - one.length),
      secrets: secretNames(operations, doors.schemes()),
      signIn: options.signIn !== "off",
      recording: options.record === true ? this.#recording : undefined,
      recordFile: typeof options.record === "string" ? options.record : undefined,
    });
    this.#control = new Control(this, this.#world, this.operations, this.#credentials);
    for (const fault of options.faults ?? []) this.fault(typeof fault === "string" ? parseFault(fault) : fault);
    const given = options.seed ?? "examples";
    this.#seed =
      typeof given === "object" && "file" in given && typeof given.file === "string"
        ? readSeed(given.file)
        : (given as Seed);
    this.fetch = fetchOf((asked) => this.#answer(asked));
  }

  async start(): Promise<void> {
    const { listen: where } = this.#options;
    this.#world.baseUrl = `http://twin.invalid${this.#path}`;
    if (where !== false) {
      this.#listening = await listen((asked) => this.#answer(asked), where?.host ?? "127.0.0.1", where?.port ?? 0);
      this.#world.baseUrl = this.#listening.origin + this.#path;
    }
    try {
      this.reset();
      if (this.#options.snapshot !== undefined) this.#begin(this.#options.snapshot);
    } catch (error) {
      await this.#listening?.close();
      throw error;
    }
  }

  get url(): string {
    return this.#world.baseUrl;
  }

  get origin(): string {
    return this.#listening?.origin ?? "http://twin.invalid";
  }

  get requests(): readonly SeenRequest[] {
    return this.#log.entries;
  }

  fail(operation: Operation | "*", status: number, how: Omit<Fault, "operation" | "status"> = {}): number {
    return this.fault({ ...how, ...(operation !== "*" && { operation }), status });
  }

  fault(fault: Fault): number {
    if (fault.operation !== undefined && !this.operations.has(fault.operation))
      throw new TypeError(`The API has no operation ${fault.operation}.`);
    return this.#faults.add(fault);
  }

  get faults(): readonly ActiveFault[] {
    return this.#faults.list();
  }

  clearFaults(id?: number): void {
    this.#faults.remove(id);
  }

  advance(ms: number): void {
    this.#clock.advance(ms);
  }

  get speed(): number {
    return this.#clock.speed;
  }

  set speed(speed: number) {
    this.#clock.speed = speed;
  }

  get now(): Date {
    return new Date(this.#clock.now());
  }

  reset(with_?: Seed): void {
    if (with_ !== undefined) this.#seed = with_;
    this.#world.store.clear();
    this.#world.random.restart();
    this.#log.clear();
    this.#recording.length = 0;
    this.#replay?.rewind();
    this.#oauth.clear();
    this.#tokens.clear();
    for (const [text, rights] of Object.entries(this.#credentials.tokens)) this.#tokens.add(text, rights);
    seed(this.#world, this.#seed);
  }

  memory(): Memory {
    return this.#world.store.save();
  }

  restore(memory: Memory): void {
    this.#world.store.restore(memory);
  }

  get recording(): readonly Exchange[] {
    return this.#recording;
  }

  save(): void {
    const { snapshot } = this.#options;
    if (snapshot === undefined) throw new TypeError("The twin was started without a `snapshot` file.");
    // The old file is there until the new one is whole.
    const draft = `${snapshot}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify(this.memory()));
    renameSync(draft, snapshot);
  }

  async close(): Promise<void> {
    if (this.#options.snapshot !== undefined) this.save();
    const listening = this.#listening;
    this.#listening = undefined;
    await listening?.close();
  }

  #begin(snapshot: string): void {
    let text: string;
    try {
      text = readFileSync(snapshot, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    this.restore(JSON.parse(text) as Memory);
  }

  async #answer(asked: Asked): Promise<Reply> {
    return (await this.#control.answer(asked)) ?? this.#handler.answer(asked);
  }
}
