import { DecodeError } from "./errors.js";
import { isConnectionError } from "./guards.js";
import { parseJson } from "./json.js";
import { byteLength, textLines } from "./lines.js";
import type { ReplyReader, UnreadReply } from "./reply.js";
import { sleep } from "./time.js";
import type { RequestOptions } from "./types.js";

/** One event of a stream of server-sent events. */
export interface ServerSentEvent<T = unknown> {
  /** The name of the event; `message` when the server gives none. */
  readonly event: string;
  /** What the event says; the lines of its data joined by line breaks, and parsed when the reader reads JSON. */
  readonly data: T;
  /** The id seen last, with which a new call can carry on (header `Last-Event-ID`); empty when there was none. */
  readonly id: string;
  /** How long the server wants its clients to wait before they come back, in milliseconds, once it has said so. */
  readonly retryMs: number | undefined;
}

/** Events as a server sends them. Leaving the loop ends the connection; it can be walked once. See also `reconnecting`. */
export interface EventStream<T> extends AsyncIterable<ServerSentEvent<T>> {
  /** What the server has said so far of where to carry on, and when: never (`Infinity`) after a 204. */
  readonly last: Readonly<LastSaid>;
}

/** The id and the wait that a server has named last. */
type LastSaid = { id: string; retryMs: number | undefined };

/**
 * Server-sent events whose data is text.
 *
 * @throws DecodeError when the reply says that it is something else; the loop over it, when an event is longer than the reply
 * may be, and ConnectionError when the connection breaks
 */
export const readTextEvents: ReplyReader<EventStream<string>> = (reply) => eventsOf(reply, String);

/**
 * Server-sent events whose data is JSON; data that is not, such as a closing `[DONE]`, is given as text. Throws as
 * `readTextEvents` does.
 *
 * @param parse makes a value of the data, undefined when it is not JSON: for example `parseLosslessJson`
 */
export const readEvents = (reply: UnreadReply, parse: (text: string) => unknown = parseJson): EventStream<unknown> =>
  eventsOf(reply, (text) => [parse(text), text].find((value) => value !== undefined));

/** Follows the parsing rules of the HTML standard, "Interpreting an event stream". */
function eventsOf<T>(reply: UnreadReply, decode: (data: string) => T): EventStream<T> {
  const type = reply.headers.get("content-type");
  // The page of a proxy holds no event, and would pass for a stream that has nothing to say.
  if (type !== null && !/^\s*text\/event-stream\b/i.test(type)) {
    void reply.body?.getReader().cancel();
    throw new DecodeError(`${reply.operation}: the reply is no stream of events (${reply.status}, ${type})`);
  }
  const last: LastSaid = { id: "", retryMs: reply.status === 204 ? Infinity : undefined };
  return Object.assign(parse(reply, decode, last), { last });
}

async function* parse<T>(
  reply: UnreadReply,
  decode: (data: string) => T,
  last: LastSaid,
): AsyncGenerator<ServerSentEvent<T>, void, undefined> {
  let [event, id, size] = ["", "", 0];
  let data: string[] = [];
  for await (const line of textLines(reply, /\r\n|\n|\r/)) {
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === "") {
      last.id = id;
      // An event without data is none; it only ends what came before it.
      if (data.length > 0) yield { event: event || "message", data: decode(data.join("\n")), ...last };
      [event, data, size] = ["", [], 0];
    } else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    else if (field === "retry" && /^\d{1,15}$/.test(value)) last.retryMs = Number(value);
    else if (field === "data") {
      data.push(value);
      size += byteLength(value) + 1;
      if (size > reply.limit)
        throw new DecodeError(`${reply.operation}: an event exceeds limits.replyBytes (${reply.limit})`);
    }
  }
}

/** How a stream of events is taken up again. */
export interface ReconnectOptions extends RequestOptions {
  /** How often in a row to call again without an event in between. Default: 5. */
  readonly reconnects?: number | undefined;
  /** The pause before that, until the server names another, in milliseconds. Default: 3,000. */
  readonly delayMs?: number | undefined;
  /** The longest pause that is granted to the server, in milliseconds. Default: 60,000. */
  readonly maxDelayMs?: number | undefined;
  /** Carries on after an event that an earlier stream has given. */
  readonly lastEventId?: string | undefined;
}

/**
 * Server-sent events that outlive their connection: when it ends or breaks off, the call is made again after a pause and
 * says by `Last-Event-ID` where to carry on: `reconnecting((options) => watchJobs(client, options))`. A 204 from the
 * server ends the events for good. A connection that falls silent without an end is noticed with `limits.idleMs` only.
 *
 * @param call must hand the options on to exactly one operation
 * @throws what the call throws, for example ApiError; ConnectionError when the connection breaks too often; the reason of
 * the signal when that is aborted
 */
export async function* reconnecting<T>(
  call: (options: RequestOptions) => Promise<EventStream<T>>,
  { reconnects = 5, delayMs = 3_000, maxDelayMs = 60_000, lastEventId = "", ...options }: ReconnectOptions = {},
): AsyncGenerator<ServerSentEvent<T>, void, undefined> {
  let pauseMs = delayMs;
  for (let left = reconnects; ; left--) {
    let stream: EventStream<T> | undefined;
    const headers = lastEventId === "" ? options.headers : { ...options.headers, "last-event-id": lastEventId };
    try {
      stream = await call({ ...options, headers });
      for await (const event of stream) {
        left = reconnects;
        yield event;
      }
      if (stream.last.retryMs === Infinity || left <= 0) return;
    } catch (error) {
      if (options.signal?.aborted || left <= 0 || !isConnectionError(error)) throw error;
    } finally {
      lastEventId = stream?.last.id || lastEventId;
    }
    pauseMs = Math.min(stream?.last.retryMs ?? pauseMs, maxDelayMs);
    await sleep(pauseMs, options.signal);
  }
}
