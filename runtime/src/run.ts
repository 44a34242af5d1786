import { signInChooser } from "./credentials.js";
import { ApiError, TimeoutError, UnauthorizedError } from "./errors.js";
import { exchange } from "./exchange.js";
import { readFailure } from "./failure.js";
import { readJson } from "./reply.js";
import { prepare } from "./request.js";
import { retryDelay } from "./retry.js";
import { baseUrl } from "./server.js";
import { sleep, within } from "./time.js";
import type { Call, Client, ClientOptions, RequestOptions, ServiceDefinition } from "./types.js";

/** Carries out a call. */
export type Run = (call: Call, options: RequestOptions) => Promise<unknown>;

/** Makes what carries out the calls of a client. Reading it from top to bottom is the story of a call. */
export function runner(service: ServiceDefinition, client: ClientOptions, self: Client): Run {
  const home = baseUrl(service, client);
  const signInsFor = signInChooser(service, self, client);

  return async (call, options) => {
    const { operation, method, reply: read = readJson, idempotent = !/^(POST|PATCH)$/i.test(method) } = call;
    const { signal: caller, timeoutMs = client.timeoutMs ?? 60_000, deadlineMs = client.deadlineMs } = options;
    const { redirects = 5, replyBytes: limit = 64 * 2 ** 20 } = options.limits ?? client.limits ?? {};
    caller?.throwIfAborted();
    const signIns = signInsFor(call);
    const request = prepare(call, home, service, client, options);
    await client.onRequest?.(request);

    const attempt = async (signal: AbortSignal): Promise<unknown> => {
      const received = await exchange(request, signIns, redirects, client.transport ?? fetch, signal);
      client.rateLimit?.report(received);
      const reply = { ...received, operation, limit, signal: caller };
      if (reply.status < 200 || reply.status > 299) throw await readFailure(method, reply, service.errors);
      const result = await read(reply);
      await client.onReply?.(reply, request);
      options.onReply?.(reply);
      return result;
    };

    const isOnce = request.body instanceof ReadableStream;
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
        const { rateLimit } = client;
        if (rateLimit) await limited(Infinity, (signal) => rateLimit.wait(signal));
        return await limited(timeoutMs || Infinity, attempt);
      } catch (error) {
        caller?.throwIfAborted();
        const isStale =
          mayRenew && error instanceof UnauthorizedError && signIns.some((signIn) => signIn.refused?.(since));
        if (isStale) mayRenew = false;
        const policy = isOnce ? { retries: 0 } : (options.retry ?? client.retry);
        const delay = isStale ? 0 : retryDelay(error, failures, options.idempotent ?? idempotent, policy);
        if (isStale) failures--;
        if (performance.now() + delay >= endsAt) {
          if (error instanceof ApiError) await client.onReply?.(error, request);
          throw error;
        }
        await sleep(delay, caller);
      }
    }
  };
}
