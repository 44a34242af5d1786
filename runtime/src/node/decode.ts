import { pipeline, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import type { ReplyBody } from "../transport.js";

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;

// As lenient as `fetch`, and what has come is given at once: an event must not wait for the next one.
const lenient: zlib.ZlibOptions = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH };
const brotli: zlib.BrotliOptions = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH };

/** What undoes a coding, given the first byte: some servers send `deflate` without the frame that it should have. */
const decoders = new Map<string, (first: number) => Transform>([
  ["gzip", () => zlib.createGunzip(lenient)],
  ["x-gzip", () => zlib.createGunzip(lenient)],
  ["deflate", (first) => ((first & 15) === 8 ? zlib.createInflate(lenient) : zlib.createInflateRaw(lenient))],
  ["br", () => zlib.createBrotliDecompress(brotli)],
]);

/** The most codings on top of each other: more of them are an attack. */
const maxCodings = 5;

/**
 * Undoes the content codings as `fetch` does: all of them, or none when one is unknown.
 *
 * @throws Error when there are too many
 */
export function decoded(body: ReplyBody, codings: string): ReplyBody {
  const names = codings.toLowerCase().split(",");
  if (names.length > maxCodings)
    throw new Error(`the reply has ${names.length} content codings, one on top of another`);
  const found = names.flatMap((name) => decoders.get(name.trim()) ?? []);
  if (found.length < names.length) return body;
  const packed = body.getReader();
  const chunks = found.reduceRight(decode, chunksOf(packed));
  const reader = {
    async read() {
      const { value } = await chunks.next();
      return { done: !value, value };
    },
    async cancel() {
      await packed.cancel();
      await chunks.return(undefined);
    },
  };
  return { getReader: () => reader };
}

type Chunks = AsyncGenerator<Uint8Array, undefined, undefined>;

/** What a reader reads. Left early, it cancels. */
async function* chunksOf(reader: ReturnType<ReplyBody["getReader"]>): Chunks {
  try {
    for (let { value } = await reader.read(); value; { value } = await reader.read()) yield value;
  } finally {
    await reader.cancel();
  }
}

async function* decode(packed: Chunks, open: (first: number) => Transform): Chunks {
  const { value: first } = await packed.next();
  // A reply to HEAD names a coding, too, but has nothing to undo.
  if (!first) return;
  const decoder = open(first[0] ?? 0);
  decoder.write(first);
  // Its errors come out of the decoder.
  pipeline(packed, decoder, () => undefined);
  yield* decoder;
}
