import { type EncodedBody, jsonBody } from "../body.js";
import { SigningError } from "../errors.js";
import { isApiError } from "../guards.js";
import { atWay, type Way } from "../way.js";
import type { Call, Client, RequestOptions } from "../types.js";
import { withReply, type WithReply } from "../with-reply.js";
import { noToken, renewing, usableMs, type Lease, type Renewal } from "./renewal.js";
import type { SignInScheme } from "./scheme.js";

/** The request that logs in or out. */
export type LoginCall = Pick<Call, "operation" | "method" | "path">;

/** Where something is in the answer to the login: at the end of a way into the body, or in a header. */
export type LoginPlace = Way | { readonly header: string };

/** How a service that hands out session tokens wants to be logged in to. */
export interface TokenLoginConfig {
  /** The members of the login request's body, each with the client's option that it is taken from. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Makes the body of those members. Default: JSON, an object of them. */
  readonly body?: ((members: Readonly<Record<string, string>>) => EncodedBody | undefined) | undefined;
  /** Environment variables that `fromEnv` looks at, by option. */
  readonly env?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The request that opens a session. It is sent without a sign-in. */
  readonly login: LoginCall;
  /** Where the token is. */
  readonly token: LoginPlace;
  /** Where the end of the session is: UNIX seconds or an ISO date. Without this and `expiresIn`, it ends by a 401. */
  readonly expiresAt?: LoginPlace | undefined;
  /** Where the length of the session is, in seconds. */
  readonly expiresIn?: LoginPlace | undefined;
  /** Whether every use of the token makes the session last its full length again. Default: false. */
  readonly slides?: boolean | undefined;
  /** Header that carries the token. Default: `Authorization`. */
  readonly header?: string | undefined;
  /** Text in front of the token, its blank included. Default: none. */
  readonly prefix?: string | undefined;
  /** The request that ends a session; absent when the service has none. */
  readonly logout?: LoginCall | undefined;
}

/** A sign-in by session token. It logs in by itself as soon as a call needs it. */
export interface TokenLogin extends SignInScheme {
  /**
   * Logs in now, unless a session is open.
   *
   * @throws SigningError when the server refuses, answers without a token or cannot be reached, when the client lacks the
   * options to log in, and when it does not sign in by this login
   */
  login(client: Client): Promise<void>;
  /** Carries out a login by hand, and goes on with the session that it opens. */
  adopt<T>(client: Client, call: (options: RequestOptions) => Promise<T>, options?: RequestOptions): Promise<T>;
  /**
   * Ends the session, if there is one. The token is forgotten in any case; that the server cannot be reached is no error.
   *
   * @throws ApiError when the server refuses, and the reason of `options.signal` once that is aborted
   */
  logout(client: Client, options?: RequestOptions): Promise<void>;
  /** Forgets the token without a word to the server; the next call logs in anew. */
  forget(client: Client): void;
}

/** See `usableMs`. */
const marginMs = 5_000;

/**
 * Sign-in by a session token that the service hands out for a user name and password, or the like. When the server refuses
 * a token, the call is sent again, once, after a new login; a call that needs a login which fails throws SigningError.
 */
export function tokenLogin(config: TokenLoginConfig): TokenLogin {
  const { credentials, header = "authorization", prefix = "", env } = config;
  const wanted = Object.values(credentials);
  const sessions = new WeakMap<Client, Renewal>();

  /** The session that an answer opens; undefined when it holds no token. */
  const leaseOf = ({ data, reply: { headers } }: WithReply<unknown>): Lease | undefined => {
    const read = (place: LoginPlace | undefined): unknown =>
      (place && "header" in place ? headers.get(place.header) : atWay(data, place)) ?? NaN;
    const token = read(config.token);
    if (typeof token !== "string" || token === "") return undefined;
    const end = read(config.expiresAt);
    const endMs = Number(end) * 1000 || Date.parse(String(end));
    // The server's clock is compared with the server's clock only.
    const now = Date.parse(headers.get("date") ?? "") || Date.now();
    const life = [Number(read(config.expiresIn)) * 1000, endMs - now].find((ms) => !isNaN(ms)) ?? Infinity;
    return { token, goodForMs: usableMs(life, marginMs) };
  };

  const forget = (client: Client): void => void sessions.get(client)?.refused(Infinity);

  return {
    options: Object.fromEntries(wanted.map((option) => [option, env?.[option] ?? []])),
    secrets: [header, ...Object.keys(credentials)],
    open(options, client) {
      // Without them a session can still be opened by hand.
      const isComplete = wanted.every((option) => typeof options[option] === "string");
      const fields = Object.entries(credentials).map(([field, option]) => [field, String(options[option])]);
      const session = renewing(async () => {
        if (!isComplete) throw new SigningError(`no session is open, and none can be: set ${wanted.join(" / ")}`);
        const body = (config.body ?? jsonBody)(Object.fromEntries(fields));
        const call: Call = { ...config.login, body, security: [], idempotent: true };
        const answer = withReply((options) => client.send(call, options));
        const lease = leaseOf(await answer.catch((cause) => noToken("the login failed", cause)));
        if (lease === undefined) throw new SigningError(`${call.operation} answered without a token`);
        return lease;
      }, config.slides);
      sessions.set(client, session);
      return {
        isReady: () => isComplete || session.current() !== undefined,
        async sign({ headers }) {
          headers[header.toLowerCase()] = prefix + (await session());
        },
        // A token that was got by hand is dropped too, though no other can be had.
        refused: (since) => session.refused(since) && isComplete,
      };
    },
    async login(client) {
      const session = sessions.get(client);
      if (session === undefined) throw new SigningError("this client does not sign in by this login");
      await session();
    },
    async adopt(client, call, options) {
      const answer = await withReply(call, options);
      const lease = leaseOf(answer);
      if (lease) sessions.get(client)?.replace(lease);
      return answer.data;
    },
    async logout(client, options) {
      const current = sessions.get(client)?.current();
      forget(client);
      const token = await current?.catch(() => undefined);
      if (token === undefined || config.logout === undefined) return;
      const call: Call = { ...config.logout, headers: { [header]: prefix + token }, security: [] };
      await client.send(call, options).catch((error: unknown) => {
        if (isApiError(error) || options?.signal?.aborted === true) throw error;
      });
    },
    forget,
  };
}
