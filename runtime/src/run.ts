import { signInChooser } from "./credentials.js";
import { withQuery } from "./encode.js";
import { TimeoutError, UnauthorizedError } from "./errors.js";
import { exchange } from "./exchange.js";
import { readFailure } from "./failure.js";
import { putHeaders } from "./header.js";
import { readJson, type UnreadReply } from "./reply.js";
import { retryDelay } from "./retry.js";
import { baseUrl } from "./server.js";
import { within } from "./time.js";
import type { Call, Client, ClientOptions, RequestOptions, ServiceDefinition } from "./types.js";
import { version } from "./version.js";

/** Carries out a call. */
export type Run = (call: Call, options: RequestOptions) => Promise<unknown>;

/** Makes what carries out the calls of a client. Reading it from top to bottom is the story of a call. */
export const runner = (service: ServiceDefinition, client: ClientOptions, self: Client): Run => {
  const home = baseUrl(service, client);
  const signInsFor = signInChooser(service, self, client);
  const { rateLimit, onRequest, onReply } = client;
  const agent = `${client.userAgent ?? ""} ${service.name}/${service.version} clientwright/${version}`.trim();

  return async (call, options) => {
    const { operation, method, path } = call;
    const { signal: caller, timeoutMs = client.timeoutMs ?? 60_000, deadlineMs = client.deadlineMs } = options;
    const limits = { ...client.limits, ...options.limits };
    const endsAt = deadlineMs ? performance.now() + deadlineMs : Infinity;
    const limited = <T>(longestMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
      const ms = deadlineMs ? Math.min(longestMs, endsAt - performance.now()) : longestMs;
      const late = (): Error => new TimeoutError(`${operation}: no complete reply within ${ms.toFixed()} ms`);
      return within(ms, caller, late, work);
    };
    caller?.throwIfAborted();
    const signIns = signInsFor(call);

    // Without its slash, a path would change the name of the host.
    const place = typeof path === "string" ? home + (path[0] === "/" ? "" : "/") + path : path(home);
    const usual = {
      accept: call.accept ?? "application/json",
      // Browsers name themselves; a header of our own would only make them ask the server for leave first.
      "user-agent": "document" in globalThis ? undefined : agent,
      "content-type": call.body?.contentType,
    };
    const headers: Record<string, string> = {};
    putHeaders(headers, usual);
    putHeaders(headers, client.headers);
    putHeaders(headers, call.headers);
    putHeaders(headers, options.headers);
    const body = call.body?.data ?? null;
    const request = { operation, method, url: withQuery(place, call.query), headers, body };
    // To wait for what is not there takes time, too.
    if (onRequest) await onRequest(request);

    let reply: UnreadReply | undefined;
    const attempt = async (signal: AbortSignal): Promise<unknown> => {
      reply = await exchange(request, signIns, client.transport ?? fetch, limits, signal, caller);
      rateLimit?.report(reply);
      if (!/^2/.test(`${reply.status}`)) throw await readFailure(method, reply, service.errors);
      return (call.reply ?? readJson)(reply);
    };

    let isTold: unknown;
    const errors: unknown[] = [];
    let result: unknown;
    for (;;) {
      const since = performance.now();
      try {
        if (rateLimit) await limited(Infinity, (signal) => rateLimit.wait(signal));
        result = await limited(timeoutMs || Infinity, attempt);
        break;
      } catch (error) {
        caller?.throwIfAborted();
        // Each sign-in is told, once a call: some servers answer 401 for reasons of their own.
        const mayRenew =
          !isTold &&
          error instanceof UnauthorizedError &&
          error.url.startsWith(new URL(request.url).origin) &&
          signIns.filter((signIn) => signIn.refused?.(since))[0];
        isTold ||= mayRenew;
        const isRepeatable = options.idempotent ?? call.idempotent ?? !/^(POST|PATCH)$/i.test(method);
        const delay = mayRenew
          ? 0
          : retryDelay(error, errors.length, isRepeatable, { ...client.retry, ...options.retry });
        // A stream is gone once it has been sent.
        if (body instanceof ReadableStream || performance.now() + delay >= endsAt) {
          if (reply) await onReply?.(reply, request);
          if (errors[0]) Object(error).earlier = new AggregateError(errors);
          throw error;
        }
        errors.push(error);
        reply = undefined;
        await within(delay, caller);
      }
    }
    // Outside of all that is repeated or limited in time: what these do is the caller's affair.
    if (onReply) await onReply(reply as UnreadReply, request);
    options.onReply?.(reply as UnreadReply);
    return result;
  };
};
