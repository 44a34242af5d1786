import { brokenOff, decodeJson, eachChunk, readText, type ReplyReader } from "./reply.js";

/** The whole body as bytes. */
export const readBytes: ReplyReader<Uint8Array> = async (reply) => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await eachChunk(reply, (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};

/** JSON or plain text, as the content type says. */
export const readJsonOrText: ReplyReader<unknown> = async (reply) => {
  const text = await readText(reply);
  return /^text\/plain\b/i.test(reply.headers.get("content-type") ?? "") ? text : decodeJson(text, reply);
};

/** For replies without a body, or whose body is of no interest. */
export const readNothing: ReplyReader<void> = (reply) => eachChunk(reply, () => undefined);

/**
 * The body as it comes. Read it to its end or cancel it, since it holds a connection. Time limits no longer apply to it;
 * an abort still ends it.
 */
export const readStream: ReplyReader<ReadableStream<Uint8Array>> = ({ operation, body, signal }) => {
  const reader = body?.getReader();
  let stop = (): void => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const onAbort = (): void => {
        stop();
        controller.error(signal?.reason);
        reader?.cancel().catch(() => undefined);
      };
      stop = () => signal?.removeEventListener("abort", onAbort);
      signal?.addEventListener("abort", onAbort);
    },
    async pull(controller) {
      try {
        const chunk = await reader?.read();
        if (signal?.aborted) return;
        if (chunk?.value) return controller.enqueue(chunk.value);
        stop();
        controller.close();
      } catch (cause) {
        stop();
        throw brokenOff(operation, cause);
      }
    },
    async cancel() {
      stop();
      await reader?.cancel();
    },
  });
};
