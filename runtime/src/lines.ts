import { DecodeError } from "./errors.js";
import { parseJson } from "./json.js";
import { readStream } from "./readers.js";
import { decodeJson, type UnreadReply } from "./reply.js";

/** Values that a server sends one a line. Leaving the loop ends the connection; it can be walked once. */
export type LineStream<T> = AsyncIterable<T>;

/**
 * Newline-delimited JSON: each line is a value of its own; blank lines are skipped. The loop over it throws DecodeError at a
 * line that is not JSON or longer than the reply may be, and ConnectionError when the connection breaks.
 *
 * @param parse makes a value of a line, undefined when it is not JSON: for example `parseLosslessJson`
 */
export async function* readLines(
  reply: UnreadReply,
  parse: (text: string) => unknown = parseJson,
): AsyncGenerator<unknown, void, undefined> {
  for await (const line of textLines(reply, /\r?\n/)) {
    // JSON text sequences (RFC 7464) begin each value with a record separator.
    const text = line.replace(/^\x1e/, "").trim();
    if (text !== "") yield decodeJson(text, reply, parse);
  }
}

/** The length of text on the wire, in bytes. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The lines of a stream, without their ends, wherever the chunks break. The last one counts even without an end.
 *
 * @throws DecodeError when a line is longer than the reply may be
 */
export async function* textLines(reply: UnreadReply, end: RegExp): AsyncGenerator<string, void, undefined> {
  const reader = (await readStream(reply)).getReader();
  const decoder = new TextDecoder();
  let line = "";
  let size = 0;
  // A return at the end of a chunk may be the first half of a line end.
  let held = "";
  try {
    for (let isOver = false; !isOver;) {
      const { value, done } = await reader.read();
      isOver = done;
      const text = held + decoder.decode(value, { stream: !done });
      held = !done && text.endsWith("\r") ? "\r" : "";
      const pieces = text.slice(0, text.length - held.length).split(end);
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) {
          yield line;
          [line, size] = ["", 0];
        }
        line += piece;
        size += byteLength(piece);
        if (size > reply.limit)
          throw new DecodeError(`${reply.operation}: a line of the stream exceeds limits.replyBytes (${reply.limit})`);
      }
    }
    if (line !== "") yield line;
  } finally {
    await reader.cancel();
  }
}
