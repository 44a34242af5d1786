import { pipeline, type Transform } from "node:stream";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type BrotliOptions,
  type ZlibOptions,
} from "node:zlib";
import type { ReplyBody } from "../transport.js";

// As lenient as `fetch`, and what has come is given at once: an event must not wait for the next one.
const zlib: ZlibOptions = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotli: BrotliOptions = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};

/** What undoes a coding, given the first byte: some servers send `deflate` without the frame that it should have. */
const decoders = new Map<string, (first: number) => Transform>([
  ["gzip", () => createGunzip(zlib)],
  ["x-gzip", () => createGunzip(zlib)],
  ["deflate", (first) => ((first & 15) === 8 ? createInflate(zlib) : createInflateRaw(zlib))],
  ["br", () => createBrotliDecompress(brotli)],
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
  return {
    getReader() {
      const reader = body.getReader();
      const chunks = found.reduceRight(decode, chunksOf(reader));
      return {
        async read() {
          const { done = false, value } = await chunks.next();
          return { done, value: value ?? undefined };
        },
        async cancel() {
          await reader.cancel();
          await chunks.return();
        },
      };
    },
  };
}

type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

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
  const all = async function* (): Chunks {
    yield first;
    yield* packed;
  };
  // Its errors come out of the decoder.
  pipeline(all, decoder, () => undefined);
  yield* decoder;
}
