import type { SignableRequest, SignIn } from "./auth/scheme.js";
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
): Promise<Reply & TransportReply> {
  const { operation, url, body } = request;
  const signed = { ...request, url: new URL(url), headers: { ...request.headers } };
  for (const signIn of signIns) await signIn.sign(signed);
  const { method, headers } = signed;
  Object.entries(headers).forEach(checkHeader);
  const init = { method, headers, body, signal, redirect: "manual", duplex: "half" } as const;
  const reply = await transport(signed.url.href, init).catch((cause: unknown) => {
    const code = `${atPointer(cause, "/cause/code") ?? atPointer(cause, "/code") ?? "no code"}`;
    throw new ConnectionError(`${operation}: cannot reach ${url.origin} (${code})`, !unsent.test(code), { cause });
  });

  const { status } = reply;
  const location = reply.headers.get("location") ?? "";
  const next = URL.canParse(location, url.href) ? new URL(location, url) : url;
  const isAtHome = next.origin === url.origin;
  const isRewritten = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
  const isSafe =
    // Not from https to http; and servers like to repeat the query, with the key that a sign-in put there.
    isAtHome || (/^https:|^http:http:/.test(next.protocol + url.protocol) && signed.url.search === url.search);
  const isPossible = isSafe && redirects > 0 && (isRewritten || !(body instanceof ReadableStream));
  if (!location || !/^30[12378]$/.test(`${status}`) || !isPossible) {
    return { status, headers: reply.headers, body: reply.body, url: url.href };
  }
  // Left alone, the body of a redirect would hold up its connection.
  void reply.body?.getReader().cancel();
  // To an origin that the caller did not choose go only headers that say nothing about the caller.
  const kept = Object.entries(request.headers).filter(([name]) =>
    name === "content-type" ? !isRewritten : isAtHome || /^(accept|user-agent)$/.test(name),
  );
  const onward = { ...request, url: next, headers: Object.fromEntries(kept) };
  const rewritten = { ...onward, method: "GET", body: null };
  return exchange(isRewritten ? rewritten : onward, isAtHome ? signIns : [], redirects - 1, transport, signal);
}

/** Errors that come before the first byte of a request has left. */
const unsent: RegExp = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;
