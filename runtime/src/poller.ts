import { DecodeError, InputError } from "./errors.js";
import { parseJson } from "./json.js";
import { atPointer } from "./pointer.js";
import type { Client, RequestOptions } from "./types.js";
import { waitUntil, type Pace, type Verdict, type WaitOptions } from "./wait.js";
import { withReply } from "./with-reply.js";

/** How a service reports on requests that it has accepted and works on. */
export interface PollerDefinition<Accepted, Status, Result, Kept = undefined> extends Pace {
  /** For messages; a poller is taken up again only with the definition of the same name. */
  readonly name: string;
  /** Where the URL of the status lies: a header, or a JSON pointer into the body. Default: the header `Location`. */
  readonly statusUrl?: { readonly header: string } | { readonly body: string } | undefined;
  readonly judge: (status: Status) => Verdict;
  /** Why it failed, in the server's words. */
  readonly explain?: ((status: Status) => string | undefined) | undefined;
  /** What to answer with when it is done; `kept` is what was kept of the input. */
  readonly result: (
    client: Client,
    told: { readonly accepted: Accepted; readonly status: Status; readonly kept: Kept },
    options: RequestOptions,
  ) => Promise<Result> | Result;
}

/** A request that the service has accepted and works on. */
export class Poller<Accepted, Status, Result, Kept = undefined> {
  /** What the service answered when it accepted the request. */
  readonly accepted: Accepted;
  readonly #client: Client;
  readonly #definition: PollerDefinition<Accepted, Status, Result, Kept>;
  readonly #url: string;
  readonly #kept: Kept;

  constructor(
    client: Client,
    definition: PollerDefinition<Accepted, Status, Result, Kept>,
    url: string,
    accepted: Accepted,
    kept: Kept,
  ) {
    this.accepted = accepted;
    this.#kept = kept;
    this.#client = client;
    this.#definition = definition;
    this.#url = url;
  }

  /** Asks once how things stand. Refuses, by InputError, a status URL of another origin than the service's. */
  async status(options?: RequestOptions): Promise<Status> {
    return this.#client.send<Status>({ operation: this.#definition.name, method: "GET", path: this.#url }, options);
  }

  /**
   * Waits until the request is done, and gives its result. An abort ends the wait and not the request.
   *
   * @throws WaiterError when the request failed or the longest wait is over
   */
  async result(options: WaitOptions<Status> = {}): Promise<Result> {
    const poll = (request: RequestOptions): Promise<Status> => this.status(request);
    const status = await waitUntil<Status>({ ...this.#definition, poll }, options);
    const { signal, headers, timeoutMs, retry } = options;
    const told = { accepted: this.accepted, status, kept: this.#kept };
    return this.#definition.result(this.#client, told, { signal, headers, timeoutMs, retry });
  }

  /** Text from which `resumePoller` makes the poller again, also in another process. It holds no credentials. */
  toString(): string {
    const { name } = this.#definition;
    return JSON.stringify({ poller: name, url: this.#url, accepted: this.accepted, kept: this.#kept });
  }
}

/**
 * Sends a request that the service accepts for later.
 *
 * @param kept what to keep of the input, for reading the result; it is part of the poller's text
 * @throws DecodeError when the reply does not say where its status is found
 */
export async function startPoller<Accepted, Status, Result, Kept>(
  client: Client,
  definition: PollerDefinition<Accepted, Status, Result, Kept>,
  call: (options: RequestOptions) => Promise<Accepted>,
  kept: Kept,
  options?: RequestOptions,
): Promise<Poller<Accepted, Status, Result, Kept>> {
  const { data, reply } = await withReply(call, options);
  const { statusUrl = { header: "location" } } = definition;
  const url = "header" in statusUrl ? reply.headers.get(statusUrl.header) : atPointer(data, statusUrl.body);
  if (typeof url !== "string" || !URL.canParse(url, reply.url)) {
    throw new DecodeError(`${definition.name}: the reply does not say where to ask for the status`);
  }
  return new Poller(client, definition, new URL(url, reply.url).href, data, kept);
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
  const saved = parseJson(text);
  const [name, url] = [atPointer(saved, "/poller"), atPointer(saved, "/url")];
  if (name !== definition.name || typeof url !== "string")
    throw new InputError(`this is no poller of ${definition.name}`);
  // It comes from the same kind of poller, so it has the same type.
  return new Poller(
    client,
    definition,
    url,
    atPointer(saved, "/accepted") as Accepted,
    atPointer(saved, "/kept") as Kept,
  );
}
