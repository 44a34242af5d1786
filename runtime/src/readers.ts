import { ConnectionError } from "./errors.js";
import { decodeJson, readAll, readText, type ReplyReader, type UnreadReply } from "./reply.js";
import { within } from "./time.js";

/** The whole body as bytes. */
// A copy, since what came in one piece may be part of a larger buffer, and of a class of the platform's own.
export const readBytes: ReplyReader<Uint8Array> = async (reply) => new Uint8Array((await readAll(reply)) ?? []);

/**
 * JSON or plain text, as the content type says.
 *
 * @param parse makes a value of the JSON, undefined when it is none: for example `parseLosslessJson`
 * @throws DecodeError when what should be JSON is not
 */
export const readJsonOrText = async (reply: UnreadReply, parse?: (text: string) => unknown): Promise<unknown> => {
  const text = await readText(reply);
  return /^text\/plain\b/i.test(reply.headers.get("content-type") ?? "") ? text : decodeJson(text, reply, parse);
};

/** For replies without a body, or whose body is of no interest. */
export const readNothing: ReplyReader<void> = async (reply) => void (await readAll(reply));

/**
 * The body as it comes. Read it to its end or cancel it, since it holds a connection. Of the time limits only `limits.idleMs`
 * applies to it: a body that is silent for longer is a ConnectionError. An abort ends it too.
 */
export const readStream: ReplyReader<ReadableStream<Uint8Array>> = ({ operation, body, signal, idleMs }) => {
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
        const late = (): Error => new Error(`nothing came for ${idleMs} ms`);
        const next = async (): Promise<{ value?: Uint8Array | undefined } | undefined> => reader?.read();
        const chunk = await (idleMs ? within(idleMs, undefined, late, next) : next());
        if (signal?.aborted) return;
        if (chunk?.value) return controller.enqueue(chunk.value);
        stop();
        controller.close();
      } catch (cause) {
        stop();
        reader?.cancel().catch(() => undefined);
        // As reply.ts says it; a function for both would be paid for by every bundle.
        throw new ConnectionError(`${operation}: the reply broke off`, true, { cause });
      }
    },
    async cancel() {
      stop();
      await reader?.cancel();
    },
  });
};
