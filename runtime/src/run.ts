import { signInChooser } from "./credentials.js";
import { jsonBody } from "./body.js";
import { withQuery, write, writeAll } from "./encode.js";
import { ApiError, InputError, TimeoutError, UnauthorizedError } from "./errors.js";
import { exchange } from "./exchange.js";
import { readFailure } from "./failure.js";
import { readJson } from "./reply.js";
import { retryDelay } from "./retry.js";
import { baseUrl, checkBaseUrl } from "./server.js";
import { within } from "./time.js";
import type { Call, Client, ClientOptions, RequestOptions, ServiceDefinition } from "./types.js";
import { version } from "./version.js";

/** Carries out a call. */
export type Run = (call: Call, options: RequestOptions) => Promise<unknown>;

/** Makes what carries out the calls of a client. Reading it from top to bottom is the story of a call. */
export const runner = (service: ServiceDefinition, client: ClientOptions, self: Client): Run => {
  const home = baseUrl(service, client);
  const signInsFor = signInChooser(service, self, client);
  const { rateLimit } = client;
  const agent = `${client.userAgent ?? ""} ${service.name}/${service.version} clientwright/${version}`.trim();

  return async (call, options) => {
    const { operation, method, path } = call;
    const { signal: caller, timeoutMs = client.timeoutMs ?? 60_000, deadlineMs = client.deadlineMs } = options;
    const { redirects = 5, replyBytes: limit = 2 ** 26 } = options.limits ?? client.limits ?? {};
    caller?.throwIfAborted();
    const signIns = signInsFor(call);

    const base = call.server ? checkBaseUrl(operation, call.server) : home;
    const url = new URL(withQuery(path.startsWith("/") ? base + path : new URL(path, base).href, writeAll(call.query)));
    if (!`${base}/`.startsWith(`${url.origin}/`)) throw new InputError(`${operation}: refused to leave ${base}`);
    const headers: Record<string, string> = { accept: call.accept ?? "application/json" };
    // Browsers name themselves; a header of our own would only make them ask the server for leave first.
    if (!("document" in globalThis)) headers["user-agent"] = agent;
    const cookie = writeAll(call.cookies, "; ");
    if (cookie) headers["cookie"] = cookie;
    const encoded = call.body === undefined ? undefined : (call.encode ?? jsonBody)(call.body, call.contentType);
    if (encoded) headers["content-type"] = encoded.contentType;
    for (const source of [client.headers, call.headers, options.headers]) {
      for (const [name, value] of Object.entries(source ?? {})) {
        const text = write(value, String);
        // A style writes nothing when there is nothing to send. All headers are checked when they are sent.
        if (value !== undefined && (text || typeof value !== "function")) headers[name.toLowerCase()] = text;
      }
    }
    const body = encoded ? encoded.data : null;
    const request = { operation, method, url, headers, body };
    await client.onRequest?.(request);

    const attempt = async (signal: AbortSignal): Promise<unknown> => {
      const reply = await exchange(request, signIns, redirects, client.transport ?? fetch, signal, limit, caller);
      rateLimit?.report(reply);
      if (reply.status < 200 || reply.status > 299) throw await readFailure(method, reply, service.errors);
      const result = await (call.reply ?? readJson)(reply);
      await client.onReply?.(reply, request);
      options.onReply?.(reply);
      return result;
    };

    const isOnce = body instanceof ReadableStream;
    const endsAt = performance.now() + (deadlineMs || Infinity);
    const limited = <T>(longestMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
      const ms = Math.min(longestMs, endsAt - performance.now());
      const late = (): Error => new TimeoutError(`${operation}: no complete reply within ${Math.round(ms)} ms`);
      return within(ms, caller, late, work);
    };
    let mayRenew = !isOnce;
    for (let failures = 1; ; failures++) {
      const since = performance.now();
      try {
        if (rateLimit) await limited(Infinity, (signal) => rateLimit.wait(signal));
        return await limited(timeoutMs || Infinity, attempt);
      } catch (error) {
        caller?.throwIfAborted();
        let delay = 0;
        if (mayRenew && error instanceof UnauthorizedError && signIns.some((signIn) => signIn.refused?.(since))) {
          mayRenew = false;
          failures--;
        } else {
          const isRepeatable = options.idempotent ?? call.idempotent ?? !/^(POST|PATCH)$/i.test(method);
          delay = retryDelay(error, isOnce ? Infinity : failures, isRepeatable, options.retry ?? client.retry);
        }
        if (performance.now() + delay >= endsAt) {
          if (error instanceof ApiError) await client.onReply?.(error, request);
          throw error;
        }
        await within(delay, caller);
      }
    }
  };
};
