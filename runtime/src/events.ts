import { DecodeError } from "./errors.js";
import { parseJson } from "./json.js";
import { textLines } from "./lines.js";
import type { ReplyReader, UnreadReply } from "./reply.js";

/** One event of a stream of server-sent events. */
export interface ServerSentEvent<T = unknown> {
  /** The name of the event; `message` when the server gives none. */
  readonly event: string;
  readonly data: T;
  /** The id seen last, with which a new call can carry on (header `Last-Event-ID`); empty when there was none. */
  readonly id: string;
  /** How long the server wants its clients to wait before they come back, in milliseconds, once it has said so. */
  readonly retryMs: number | undefined;
}

/** Events as a server sends them. Leaving the loop ends the connection; it can be walked once. */
export type EventStream<T> = AsyncIterable<ServerSentEvent<T>>;

/** Server-sent events whose data is text. */
export const readTextEvents: ReplyReader<EventStream<string>> = (reply) => eventsOf(reply, String);

/** Server-sent events whose data is JSON; data that is not, such as a closing `[DONE]`, is given as text. */
export const readEvents: ReplyReader<EventStream<unknown>> = (reply) =>
  eventsOf(reply, (text) => {
    const value = parseJson(text);
    return value === undefined ? text : value;
  });

/** Follows the parsing rules of the HTML standard, "Interpreting an event stream". */
async function* eventsOf<T>(
  reply: UnreadReply,
  decode: (data: string) => T,
): AsyncGenerator<ServerSentEvent<T>, void, undefined> {
  let event = "";
  let data: string[] = [];
  let size = 0;
  let id = "";
  let retryMs: number | undefined;
  for await (const line of textLines(reply, /\r\n|\n|\r/)) {
    if (line === "") {
      // An event without data is none; it only ends what came before it.
      if (data.length > 0) yield { event: event || "message", data: decode(data.join("\n")), id, retryMs };
      event = "";
      data = [];
      size = 0;
      continue;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    else if (field === "retry" && /^\d+$/.test(value)) retryMs = Number(value);
    else if (field === "data") {
      data.push(value);
      size += value.length + 1;
      if (size > reply.limit)
        throw new DecodeError(`${reply.operation}: an event is longer than ${reply.limit} characters`);
    }
  }
}
