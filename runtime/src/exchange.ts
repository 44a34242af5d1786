import type { SignableRequest, SignIn } from "./auth/scheme.js";
import { withQuery } from "./encode.js";
import { ConnectionError } from "./errors.js";
import { checkHeader } from "./header.js";
import { atPointer } from "./pointer.js";
import type { Transport, TransportReply } from "./transport.js";
import type { Reply } from "./types.js";

/**
 * Signs a request, sends it, and follows redirects. Credentials, and all headers that may be one, stay within the
 * origin. A redirect that cannot be followed is answered as it is.
 */
export async function exchange(
  request: SignableRequest,
  signIns: readonly SignIn[],
  redirects: number,
  transport: Transport,
  signal: AbortSignal,
  isMoved = false,
): Promise<Reply & TransportReply> {
  const { operation, url, method, body } = request;
  const signed = { ...request, headers: { ...request.headers }, addedQuery: [] };
  for (const signIn of signIns) await signIn.sign(signed);
  const { headers } = signed;
  Object.entries(headers).forEach(checkHeader);
  const init = { method, headers, body, signal, redirect: "manual", duplex: "half" } as const;
  const addedQuery = signed.addedQuery.join("&");
  const reply = await transport(withQuery(url.href, addedQuery), init).catch((cause: unknown) => {
    const code = `${atPointer(cause, "/cause/code") ?? atPointer(cause, "/code") ?? "no code"}`;
    throw new ConnectionError(`${operation}: cannot reach ${url.origin} (${code})`, isMoved || !unsent.test(code), {
      cause,
    });
  });

  const { status } = reply;
  const location = reply.headers.get("location");
  if (location && /^30[12378]$/.test(`${status}`) && redirects > 0 && URL.canParse(location, url.href)) {
    const next = new URL(location, url);
    next.hash = "";
    const isAtHome = next.origin === url.origin;
    const isRewritten = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
    const isLoaded = body !== null && !isRewritten;
    // Not from https to http; not with a body, which may hold a password; and not with a key in the query, since servers
    // like to repeat that.
    const isSafe = isAtHome || (/^https:|^http:http:/.test(next.protocol + url.protocol) && !addedQuery && !isLoaded);
    if (isSafe && !next.username && !next.password && !(isLoaded && body instanceof ReadableStream)) {
      // Left alone, the body of a redirect would hold up its connection.
      void reply.body?.getReader().cancel();
      // To an origin that the caller did not choose go only headers that say nothing about the caller.
      const kept = Object.entries(request.headers).filter(([name]) =>
        isAtHome ? isLoaded || name !== "content-type" : /^(accept|user-agent)$/.test(name),
      );
      const onward = { ...request, url: next, headers: Object.fromEntries(kept) };
      const rewritten = { ...onward, method: "GET", body: null };
      return exchange(
        isRewritten ? rewritten : onward,
        isAtHome ? signIns : [],
        redirects - 1,
        transport,
        signal,
        true,
      );
    }
  }
  return { status, headers: reply.headers, body: reply.body, url: url.href };
}

/** Errors that come before the first byte of a request has left. */
const unsent: RegExp = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;
