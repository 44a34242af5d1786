import type { EncodedBody } from "./body.js";
import type { Place } from "./place.js";
import type { RateLimit } from "./rate-limit.js";
import type { ReplyReader } from "./reply.js";
import type { RequestIdReader } from "./request-id.js";
import type { RetryOptions } from "./retry.js";
import type { Way } from "./way.js";
import type { ServerVariables } from "./server-variables.js";
import type { SignInScheme } from "./auth/scheme.js";
import type { ReplyHeaders, Transport } from "./transport.js";

/** One call of an operation, as generated code describes it. */
export interface Call {
  /** Name of the operation, for messages and logs. */
  readonly operation: string;
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** The path below the base URL, made by the `path` tag or a literal; for other places see `linked` and `pathAt`. */
  readonly path: string | Place;
  /** The query, encoded: what `queryOf` gives. */
  readonly query?: string | undefined;
  /** Further headers, for example what `headersOf` gives. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What to send, made by `jsonBody`, `formBody`, `multipartBody`, `textBody` or `binaryBody`; undefined sends no body. */
  readonly body?: EncodedBody | undefined;
  /** Default: `application/json`. */
  readonly accept?: string | undefined;
  /** How to read the reply. Default: JSON, undefined for an empty body. */
  readonly reply?: ReplyReader<unknown> | undefined;
  /** Alternatives of sets of credentials, when they differ from the service's. Empty: no sign-in. */
  readonly security?: Security | undefined;
  /** Whether the request may be sent again when its outcome is unknown. Default: by method, all but POST and PATCH. */
  readonly idempotent?: boolean | undefined;
}

/** Alternatives, of which one is enough; each names credentials that are all needed. An empty one allows anonymous calls. */
export type Security = readonly (readonly string[])[];

/** Carries out calls. */
export interface Client {
  /** What operations take from the client they are called with, where a service has such things. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Sends a call and answers with what its reply holds.
   *
   * @throws ApiError when the server answers with an error status; ConnectionError, TimeoutError and DecodeError when
   * no proper reply comes; InputError, ConfigurationError and SigningError when nothing could be sent; and the reason
   * of `options.signal` once that is aborted.
   */
  send<T>(call: Call, options?: RequestOptions): Promise<T>;
}

/** What is known of a reply besides its body. */
export interface Reply {
  /** The HTTP status. */
  readonly status: number;
  /** Its headers. */
  readonly headers: ReplyHeaders;
  /** Where the reply came from, after redirects; credentials in the query are left out. */
  readonly url: string;
}

/** A request before it is signed. */
export interface RequestInfo {
  /** Name of the operation, for example `getProfile`. */
  readonly operation: string;
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** Where it goes: an absolute URL. `onRequest` may change its query. */
  url: string;
  /** Names are in lower case. `onRequest` may change them. */
  readonly headers: Record<string, string>;
}

/** Bounds. */
export interface Limits {
  /** How many redirects are followed; one more is an ApiError with its status. Default: 5. */
  readonly redirects?: number | undefined;
  /** The largest reply held in memory, and the largest single event or line of a stream, in bytes. Default: 64 MiB. */
  readonly replyBytes?: number | undefined;
  /**
   * The longest silence of a stream, in milliseconds; then the loop over it throws ConnectionError, and `reconnecting` calls
   * again. Comments count as a sign of life. 0 sets no limit. Default: 0.
   */
  readonly idleMs?: number | undefined;
}

/** What both a client and a single call may set. */
export interface CommonOptions {
  /** Longest time for one attempt, its body included, in milliseconds. 0 sets no limit. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Longest time for a call with all its attempts and pauses, in milliseconds. 0 sets no limit. Default: 0. */
  readonly deadlineMs?: number | undefined;
  /** How often and when a call is tried again. */
  readonly retry?: RetryOptions | undefined;
  /** Bounds on redirects and replies. */
  readonly limits?: Limits | undefined;
}

/** What every client can be told. Each generated client adds its credentials. */
export interface ClientOptions extends CommonOptions {
  /** Where the service is; overrides `server`. */
  readonly baseUrl?: string | undefined;
  /** Which of the servers in the description to use: its place, counted from 0, or its URL. Default: 0. */
  readonly server?: number | string | undefined;
  /** Values for the variables in the server's URL. */
  readonly serverVariables?: Readonly<Record<string, string>> | undefined;
  /** Headers for every request; those of a call win. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Added to the User-Agent, for example `my-tool/1.2`. Browsers send their own. */
  readonly userAgent?: string | undefined;
  /** Sends the requests. Default: the platform's `fetch`. */
  readonly transport?: Transport | undefined;
  /** Called once a call, before it is signed and sent. It may change the headers. Its time counts towards `deadlineMs`. */
  readonly onRequest?: ((request: RequestInfo) => void | Promise<void>) | undefined;
  /** Called once a call with its last reply, whatever the status; retries and time limits lie beneath it. */
  readonly onReply?: ((reply: Reply, request: RequestInfo) => void | Promise<void>) | undefined;
  /** Holds requests back: see `rateLimit`. Share one between clients that share a quota. */
  readonly rateLimit?: RateLimit | undefined;
}

/** What a single call can be told. */
export interface RequestOptions extends CommonOptions {
  /** Ends the call; it then fails with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Further headers; they win over those of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Says that this call may, or may not, be sent again when its outcome is unknown. */
  readonly idempotent?: boolean | undefined;
  /** Called with the status and headers of a successful reply. See also `withReply`. */
  readonly onReply?: ((reply: Reply) => void) | undefined;
}

/** A place where the service can be reached. */
export interface Server {
  /** Absolute, or relative to where the description was found; may hold `{variables}`. */
  readonly url: string;
  /** What `serverVariables` gives. */
  readonly variables?: ServerVariables | undefined;
}

/** Where an error body holds what; all but `list` and `requestId` are ways within an item of the list. */
export interface ErrorShape {
  /** The list of problems. Default: the body itself is the only problem. */
  readonly list?: Way | undefined;
  /** What is wrong, in words. */
  readonly message?: Way | undefined;
  /** The input field that is meant. */
  readonly field?: Way | undefined;
  /** The server's own word for the kind of problem. */
  readonly code?: Way | undefined;
  /** Where the server's name for the request is: what `idInHeader` and `idInBody` give. */
  readonly requestId?: RequestIdReader | undefined;
}

/** Environment variables that hold something else than text. */
export interface EnvironmentValue {
  /** The first that is set, and not empty, counts. */
  readonly variables: readonly string[];
  /** What the text is turned into. */
  readonly type: "number" | "boolean";
}

/** What a generated client knows of its service. */
export interface ServiceDefinition {
  /** For the User-Agent and messages. */
  readonly name: string;
  /** Version of the API, for the User-Agent. */
  readonly version: string;
  /** Where it can be reached; the first is the default. */
  readonly servers: readonly Server[];
  /** The ways to sign in, by the names that `security` uses. */
  readonly credentials: Readonly<Record<string, SignInScheme>>;
  /** The environment variables that `fromEnv` reads for options that are no credentials. */
  readonly env?: Readonly<Record<string, readonly string[] | EnvironmentValue>> | undefined;
  /** What operations need unless they say otherwise. Empty or absent: nothing. */
  readonly security?: Security | undefined;
  /** How its error bodies are built. Default: errors tell only the operation and the status. */
  readonly errors?: ErrorShape | undefined;
}
