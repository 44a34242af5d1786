import { SigningError } from "../errors.js";
import { isApiError } from "../guards.js";
import { atPointer } from "../pointer.js";
import type { Call, Client, Reply, RequestOptions } from "../types.js";
import { withReply } from "../with-reply.js";
import { Renewal, type Lease } from "./renewal.js";
import type { SignInScheme } from "./scheme.js";

/** The request that logs in or out. */
export type LoginCall = Pick<Call, "operation" | "method" | "path" | "encode" | "contentType">;

/** Where something is in the answer to the login: at a JSON pointer into the body, or in a header. */
export type LoginPlace = string | { readonly header: string };

/** How a service that hands out session tokens wants to be logged in to. */
export interface TokenLoginConfig {
  /** The members of the login request's body, each with the client's option that it is taken from. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Makes the body of those members, where it is not simply an object of them. */
  readonly body?: ((members: Readonly<Record<string, string>>) => unknown) | undefined;
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
  adopt<Answer>(
    client: Client,
    call: (options: RequestOptions) => Promise<Answer>,
    options?: RequestOptions,
  ): Promise<Answer>;
  /**
   * Ends the session, if there is one. The token is forgotten in any case; that the server cannot be reached is no error.
   *
   * @throws ApiError when the server refuses, and the reason of `options.signal` once that is aborted
   */
  logout(client: Client, options?: RequestOptions): Promise<void>;
  /** Forgets the token without a word to the server; the next call logs in anew. */
  forget(client: Client): void;
}

/**
 * How long before its end a token is no longer used, so that it does not end on the way, in milliseconds; of a short
 * session, at most half of it.
 */
const marginMs = 5_000;

/**
 * Sign-in by a session token that the service hands out for a user name and password, or the like. When the server refuses
 * a token, the call is sent again, once, after a new login; a call that needs a login which fails throws SigningError.
 */
export function tokenLogin(config: TokenLoginConfig): TokenLogin {
  const sessions = new WeakMap<Client, Renewal>();

  const leaseOf = (data: unknown, reply: Reply): Lease | undefined => {
    const token = read(config.token, data, reply);
    if (typeof token !== "string" || token === "") return undefined;
    const life = lifeMs(data, reply, config);
    return { token, goodForMs: life - Math.min(marginMs, life / 2) };
  };

  const logIn = async (client: Client, body: unknown): Promise<Lease> => {
    const call: Call = { ...config.login, body, security: [], idempotent: true };
    const { data, reply } = await withReply((options) => client.send(call, options)).catch((cause: unknown) => {
      throw new SigningError(`the login failed: ${cause instanceof Error ? cause.message : "unknown"}`, { cause });
    });
    const lease = leaseOf(data, reply);
    if (lease === undefined) throw new SigningError(`${config.login.operation} answered without a token`);
    return lease;
  };

  const sessionOf = (client: Client): Renewal => {
    const session = sessions.get(client);
    if (session === undefined) throw new SigningError("this client does not sign in by this login");
    return session;
  };

  return {
    options: Object.fromEntries(
      Object.values(config.credentials).map((option) => [option, config.env?.[option] ?? []]),
    ),
    secrets: [config.header ?? "authorization", ...Object.keys(config.credentials)],
    open(options, client) {
      const fields = Object.entries(config.credentials).map(([field, option]) => [field, options[option]] as const);
      // Without them a session can still be opened by hand.
      const isComplete = fields.every(([, value]) => typeof value === "string");
      const body = Object.fromEntries(fields.map(([field, value]) => [field, String(value)]));
      const made = config.body ? config.body(body) : body;
      const wanted = Object.values(config.credentials).join(" / ");
      const session = new Renewal(async () => {
        if (isComplete) return logIn(client, made);
        throw new SigningError(`no session is open, and this client lacks the options to log in: set ${wanted}`);
      }, config.slides);
      sessions.set(client, session);
      return {
        isReady: () => isComplete || session.token !== undefined,
        async sign({ headers }) {
          headers[(config.header ?? "authorization").toLowerCase()] = (config.prefix ?? "") + (await session.use());
        },
        refused(since) {
          // A token that was got by hand is dropped too, though no other can be had.
          session.refuse(since);
          return isComplete;
        },
      };
    },
    async login(client) {
      await sessionOf(client).use();
    },
    async adopt(client, call, options) {
      const { data, reply } = await withReply(call, options);
      const lease = leaseOf(data, reply);
      if (lease) sessions.get(client)?.replace(lease);
      return data;
    },
    async logout(client, options) {
      const session = sessions.get(client);
      const token = await session?.token?.catch(() => undefined);
      if (session) session.token = undefined;
      if (token === undefined || config.logout === undefined) return;
      const headers = { [config.header ?? "authorization"]: (config.prefix ?? "") + token };
      await client.send({ ...config.logout, headers, security: [] }, options).catch((error: unknown) => {
        if (isApiError(error) || options?.signal?.aborted === true) throw error;
      });
    },
    forget(client) {
      const session = sessions.get(client);
      if (session) session.token = undefined;
    },
  };
}

function read(place: LoginPlace | undefined, data: unknown, { headers }: Reply): unknown {
  if (typeof place === "string") return atPointer(data, place);
  return place && (headers.get(place.header) ?? undefined);
}

/** How long a new token is good. The server's clock is compared with the server's clock only. */
function lifeMs(data: unknown, reply: Reply, { expiresAt, expiresIn }: TokenLoginConfig): number {
  const seconds = Number(read(expiresIn, data, reply) ?? NaN);
  const end = read(expiresAt, data, reply) ?? NaN;
  const endMs = Number.isNaN(Number(end)) ? Date.parse(String(end)) : Number(end) * 1000;
  const now = Date.parse(reply.headers.get("date") ?? "") || Date.now();
  const life = [seconds * 1000, endMs - now].find((ms) => !Number.isNaN(ms));
  return life ?? Infinity;
}
