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
  // Pieces of the line that is not complete yet: joined once, so that a long line does not cost its length squared.
  let pieces: string[] = [];
  let size = 0;
  // A return at the end of a chunk may be the first half of a line end.
  let held = "";
  const add = (piece: string): void => {
    pieces.push(piece);
    size += byteLength(piece);
    if (size > reply.limit)
      throw new DecodeError(`${reply.operation}: a line of the stream exceeds limits.replyBytes (${reply.limit})`);
  };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      let text = held + (done ? decoder.decode() : decoder.decode(value, { stream: true }));
      held = !done && text.endsWith("\r") ? "\r" : "";
      if (held) text = text.slice(0, -1);
      const lines = text.split(end);
      const rest = lines.pop() ?? "";
      for (const line of lines) {
        add(line);
        yield pieces.join("");
        pieces = [];
        size = 0;
      }
      if (rest !== "") add(rest);
      if (done) break;
    }
    if (pieces.length > 0) yield pieces.join("");
  } finally {
    await reader.cancel();
  }
}
