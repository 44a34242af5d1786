import type { Asked } from "../check/asked.js";
import type { Reply } from "./reply.js";

/** A `fetch` that asks the twin directly, without sockets. It gives redirects as they are, and follows none. */
export function fetchOf(answer: (asked: Asked) => Promise<Reply>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const url = new URL(request.url);
    const headers: Record<string, string> = { host: url.host };
    request.headers.forEach((value, name) => (headers[name] = value));
    const reply = await raced(
      (async () => {
        const bytes = new Uint8Array(await request.arrayBuffer());
        const made = await answer({ method: request.method, target: url.pathname + url.search, headers, bytes });
        if (made.weather?.delayMs !== undefined) await pause(made.weather.delayMs, signal);
        return made;
      })(),
      signal,
    );
    return responseOf(reply, request, signal);
  };
}

function responseOf({ status, headers, bytes, weather }: Reply, request: Request, signal: AbortSignal): Response {
  if (weather?.cut === "before")
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }) });
  const hasBody = status !== 204 && status !== 304 && request.method !== "HEAD";
  const isPlain = weather?.cut === undefined && weather?.slowBodyMs === undefined;
  const body = !hasBody
    ? null
    : isPlain
      ? (bytes as Uint8Array<ArrayBuffer>)
      : slow(bytes, weather?.slowBodyMs ?? 0, weather?.cut === "body", signal);
  const response = new Response(body, { status, headers: { ...headers } });
  Object.defineProperty(response, "url", { value: request.url });
  return response;
}

function slow(bytes: Uint8Array, ms: number, cut: boolean, signal: AbortSignal): ReadableStream<Uint8Array> {
  const pieces = Math.max(1, Math.min(10, bytes.length));
  let piece = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        await pause(ms / pieces, signal);
        if (cut && piece >= pieces / 2)
          throw new TypeError("terminated", {
            cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
          });
        controller.enqueue(
          bytes.slice(Math.floor((piece * bytes.length) / pieces), Math.floor(((piece + 1) * bytes.length) / pieces)),
        );
        if (++piece === pieces) controller.close();
      } catch (error) {
        controller.error(error);
      }
    },
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

/** A promise, or the abort if that comes first. */
function raced<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
