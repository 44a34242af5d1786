import type { SignableRequest, SignIn } from "./auth/scheme.js";
import { withQuery } from "./encode.js";
import { ConnectionError } from "./errors.js";
import { checkHeader, putHeaders } from "./header.js";
import type { UnreadReply } from "./reply.js";
import type { Transport } from "./transport.js";
import type { Limits } from "./types.js";

/** A request before it is signed. */
export type Unsigned = Omit<SignableRequest, "addedQuery">;

/**
 * Signs a request, sends it, and follows redirects. Credentials, and all headers that may be one, stay within the
 * origin. A redirect that cannot be followed is answered as it is.
 */
export const exchange = async (
  request: Unsigned,
  signIns: readonly SignIn[],
  transport: Transport,
  { redirects = 5, replyBytes: limit = 2 ** 26, idleMs }: Limits,
  signal: AbortSignal,
  caller: AbortSignal | undefined,
): Promise<UnreadReply> => {
  for (let left = redirects; ; left--) {
    const { operation, url, method, body } = request;
    const headers = { ...request.headers };
    const added: string[] = [];
    for (const signIn of signIns) await signIn.sign({ ...request, headers, addedQuery: added });
    for (const name of Object.keys(headers)) checkHeader(name, headers[name] as string);
    const addedQuery = added.join("&");
    let reply;
    try {
      reply = await transport(withQuery(url.href, addedQuery), {
        method,
        headers,
        body,
        signal,
        redirect: "manual",
        duplex: "half",
      });
    } catch (error) {
      const cause = error as Failure;
      const code = `${cause?.cause?.code ?? cause?.code ?? "no code"}`;
      const isSent = left < redirects || !/^E(CONNREFUSED|NOTFOUND|AI_)|^UND_ERR_CONNECT_/.test(code);
      throw new ConnectionError(`${operation}: cannot reach ${url.origin} (${code})`, isSent, { cause });
    }

    const { status } = reply;
    const answer = {
      operation,
      status,
      headers: reply.headers,
      body: reply.body,
      url: url.href,
      limit,
      idleMs,
      signal: caller,
    };
    const location = left && /^30[12378]$/.test(`${status}`) && reply.headers.get("location");
    if (!location || !URL.canParse(location, url.href)) return answer;
    const next = new URL(location, url);
    next.hash = "";
    const isAtHome = next.origin === url.origin;
    const isRewritten = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
    const onward = isRewritten ? null : body;
    // Not from https to http; not with a body, which may hold a password; and not with a key in the query, since servers
    // like to repeat that.
    const isSafe = isAtHome || (/^https:|^http:http:/.test(next.protocol + url.protocol) && !addedQuery && !onward);
    if (!isSafe || next.username || next.password || onward instanceof ReadableStream) return answer;

    // Left alone, the body of a redirect would hold up its connection.
    void reply.body
      ?.getReader()
      .cancel()
      .catch(() => undefined);
    const { accept, "user-agent": agent } = request.headers;
    // To an origin that the caller did not choose go only headers that say nothing about the caller.
    const kept = isAtHome
      ? { ...request.headers, "content-type": onward && request.headers["content-type"] }
      : { accept, "user-agent": agent };
    request = {
      ...request,
      url: next,
      method: isRewritten ? "GET" : method,
      headers: putHeaders({}, kept),
      body: onward,
    };
    if (!isAtHome) signIns = [];
  }
};

/** What platforms reject with. */
type Failure = { readonly code?: unknown; readonly cause?: { readonly code?: unknown } } | undefined;
