import { copyJson } from "./copy-json.js";
import { DecodeError, InputError, retryAfterMs } from "./errors.js";
import { parseJson } from "./json.js";
import { linked } from "./place.js";
import { atWay } from "./way.js";
import type { Client, Reply, RequestOptions } from "./types.js";
import { waitUntil, type Waiter, type WaitOptions } from "./wait.js";
import { withReply } from "./with-reply.js";

/** How a service reports on requests that it has accepted and works on. `Kept` is what it takes to ask, as plain JSON. */
export interface PollerDefinition<Accepted, Status, Result, Kept> extends Omit<Waiter<Status>, "poll"> {
  /** For messages; a poller is taken up again only with the definition of the same name. */
  readonly name: string;
  /** Asks once how things stand. */
  readonly status: (client: Client, kept: Kept, options: RequestOptions) => Promise<Status>;
  /** Members of what is accepted, at any depth, that the text of a poller must not hold. */
  readonly secrets?: readonly string[] | undefined;
  /** What to answer with when it is done; the status is undefined where an error said so. */
  readonly result: (
    client: Client,
    told: { readonly accepted: Accepted; readonly status: Status; readonly kept: Kept },
    options: RequestOptions,
  ) => Promise<Result> | Result;
}

/** A request that the service has accepted and works on. */
export class Poller<Accepted, Status, Result, Kept> {
  readonly #client: Client;
  readonly #definition: PollerDefinition<Accepted, Status, Result, Kept>;
  readonly #told: { readonly accepted: Accepted; readonly kept: Kept };
  readonly #dueAt: number;

  /** @param delayMs when the service wants to be asked first, in milliseconds from now */
  constructor(
    client: Client,
    definition: PollerDefinition<Accepted, Status, Result, Kept>,
    accepted: Accepted,
    kept: Kept,
    delayMs = 0,
  ) {
    this.#client = client;
    this.#definition = definition;
    this.#told = { accepted, kept };
    this.#dueAt = performance.now() + delayMs;
  }

  /** What the service answered when it accepted the request; in a poller that was taken up again, without its secrets. */
  get accepted(): Accepted {
    return this.#told.accepted;
  }

  /** Asks once how things stand. */
  async status(options: RequestOptions = {}): Promise<Status> {
    return this.#definition.status(this.#client, this.#told.kept, options);
  }

  /**
   * Waits until the request is done, and gives its result. An abort ends the wait and not the request.
   *
   * @throws WaiterError when the request failed or the longest wait is over
   */
  async result(options: WaitOptions<Status> = {}): Promise<Result> {
    const definition = this.#definition;
    const askedMs = Math.min(this.#dueAt - performance.now(), options.maxDelayMs ?? definition.maxDelayMs ?? Infinity);
    const firstDelayMs = Math.max(definition.firstDelayMs ?? 0, askedMs);
    const status = await waitUntil<Status>({ ...definition, firstDelayMs, poll: this.status.bind(this) }, options);
    return definition.result(this.#client, { ...this.#told, status }, options);
  }

  /**
   * Text from which `resumePoller` makes the poller again, also in another process. It holds no credentials, and nothing
   * of what was accepted that the definition calls a secret.
   */
  toString(): string {
    const { name, secrets } = this.#definition;
    const { accepted, kept } = this.#told;
    return JSON.stringify({ poller: name, accepted: storable(accepted, secrets), kept: storable(kept) });
  }
}

/** A copy for JSON, which has no bigint, without the members of those names. */
const storable = (value: unknown, secrets: readonly string[] = []): unknown =>
  copyJson(value, (part, name = "") =>
    secrets.includes(name) ? undefined : typeof part === "bigint" ? { $bigint: String(part) } : part,
  );

/** What `storable` was given, from its text; undefined when that is something else. */
function restored(text: string): unknown {
  try {
    return copyJson(parseJson(text), (part) => {
      const digits = atWay(part, ["$bigint"]);
      return typeof digits === "string" ? BigInt(digits) : part;
    });
  } catch {
    return undefined;
  }
}

/**
 * Sends a request that the service accepts for later.
 *
 * @param keep picks from the reply what it takes to ask for the status and to read the result; it is part of the
 *   poller's text
 * @throws DecodeError when the reply does not say how to ask for the status
 */
export async function startPoller<Accepted, Status, Result, Kept>(
  client: Client,
  definition: PollerDefinition<Accepted, Status, Result, Kept>,
  call: (options: RequestOptions) => Promise<Accepted>,
  keep: (accepted: Accepted, reply: Reply) => Kept,
  options?: RequestOptions,
): Promise<Poller<Accepted, Status, Result, Kept>> {
  const { data, reply } = await withReply(call, options);
  return new Poller(client, definition, data, keep(data, reply), retryAfterMs(reply.headers));
}

/**
 * Takes up a poller again from the text that its `toString` gave.
 *
 * @throws InputError when the text is not one of such a poller
 */
export function resumePoller<Accepted, Status, Result, Kept>(
  client: Client,
  definition: PollerDefinition<Accepted, Status, Result, Kept>,
  text: string,
): Poller<Accepted, Status, Result, Kept> {
  const saved = restored(text);
  if (atWay(saved, ["poller"]) !== definition.name) throw new InputError(`this is no poller of ${definition.name}`);
  // It comes from the same kind of poller, so what it holds has the same types.
  return new Poller(client, definition, atWay(saved, ["accepted"]) as Accepted, atWay(saved, ["kept"]) as Kept);
}

/**
 * What a header of a reply holds. With `before`, the part of a URL after that text, up to the next slash: the URL may be
 * absolute or relative, but not one of another origin.
 *
 * @throws DecodeError when the header is missing or holds something else, InputError for a URL of another origin
 */
export function fromHeader(reply: Reply, name: string, before?: string): string {
  const value = reply.headers.get(name);
  if (value === null) throw new DecodeError(`the reply has no header ${name}`);
  if (before === undefined) return value;
  if (!URL.canParse(value, reply.url)) throw new DecodeError(`the header ${name} is no URL`);
  const { pathname } = new URL(linked(value)(reply.url));
  const [part = ""] = pathname.split(before)[1]?.split("/") ?? [];
  if (part === "") throw new DecodeError(`the header ${name} has nothing after ${before}`);
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new DecodeError(`the header ${name} is badly escaped after ${before}`, { cause });
  }
}
