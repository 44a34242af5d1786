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
    // To spread an object into another takes many times as long.
    const headers = putHeaders({}, request.headers);
    const added: string[] = [];
    for (const signIn of signIns) {
      const signing = signIn.sign({ operation, url, method, headers, body, addedQuery: added });
      // To wait for nothing costs as much as all of the signing.
      if (signing) await signing;
    }
    for (const header of Object.entries(headers)) checkHeader(...header);
    let reply;
    try {
      const init = { method, headers, body, signal, redirect: "manual", duplex: "half" } as const;
      reply = await transport(withQuery(url, added.join("&")), init);
    } catch (error) {
      const cause = error as Failure;
      const code = `${cause?.cause?.code ?? cause?.code ?? "no code"}`;
      const isSent = left < redirects || !/^E(CONNREFUSED|NOTFOUND|AI_)|^UND_ERR_CONNECT_/.test(code);
      throw new ConnectionError(`${operation}: cannot reach ${new URL(url).origin} (${code})`, isSent, { cause });
    }

    const { status, type, headers: said, body: content } = reply;
    const answer = { signal: caller, status, type, headers: said, body: content, limit, idleMs, operation, url };
    const location = left && /^30[12378]$/.test(`${status}`) && said.get("location");
    if (!location || !URL.canParse(location, url)) return answer;
    const from = new URL(url);
    const next = new URL(location, url);
    next.hash = "";
    const isAtHome = next.origin === from.origin;
    const isRewritten = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
    const onward = isRewritten ? null : body;
    // Not from https to http; not with a body, which may hold a password; and not with a key in the query, since servers
    // like to repeat that.
    const isSafe = isAtHome || (/^https:|^http:http:/.test(next.protocol + from.protocol) && !added[0] && !onward);
    if (!isSafe || next.username || next.password || onward instanceof ReadableStream) return answer;

    // Left alone, the body of a redirect would hold up its connection.
    const reader = content?.getReader();
    reader?.cancel().catch(() => undefined);
    const { accept, "user-agent": agent, "content-type": carried } = request.headers;
    request = {
      ...request,
      url: next.href,
      method: isRewritten ? "GET" : method,
      // To an origin that the caller did not choose go only headers that say nothing about the caller.
      headers: putHeaders(
        {},
        { ...(isAtHome && request.headers), accept, "user-agent": agent, "content-type": onward && carried },
      ),
      body: onward,
    };
    if (!isAtHome) signIns = [];
  }
};

/** What platforms reject with. */
type Failure = { readonly code?: unknown; readonly cause?: { readonly code?: unknown } } | undefined;
