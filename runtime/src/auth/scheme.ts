import { SigningError } from "../errors.js";
import type { Client } from "../types.js";
import type { SignerVariables } from "./http-signature.js";
import type { TransportBody } from "../transport.js";

/** A request about to be sent, which a sign-in completes. */
export interface SignableRequest {
  /** Name of the operation, for messages. */
  readonly operation: string;
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** Where it goes: an absolute URL, without what sign-ins add to the query. */
  readonly url: string;
  /** Query parameters that sign-ins add to the URL, encoded: `name=value`. */
  readonly addedQuery: string[];
  /** Names are in lower case. A sign-in may add headers. */
  readonly headers: Record<string, string>;
  /** What is sent; null for no body. */
  readonly body: TransportBody | null;
}

/** Puts the credentials of one client into its requests. */
export interface SignIn {
  /** Completes a request. Called again for every attempt and every redirect within the origin. */
  sign(request: SignableRequest): void | Promise<void>;
  /**
   * Told that the server answered 401 to a request it signed. True when signing again may help.
   *
   * @param since when the request was begun, by `performance.now()`
   */
  refused?: ((since: number) => boolean) | undefined;
  /** Whether it can be used now. Without this it always can. */
  isReady?(): boolean;
}

/** The members of a client's options. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** A way to sign in, as the description of a service declares it. */
export interface SignInScheme {
  /** The options that hold the credential, each with the environment variables that `fromEnv` reads. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** Names of the headers and query parameters that it fills, for logs to hide; `authorization` and cookies go without saying. */
  readonly secrets?: readonly string[];
  /** Environment variables that say which key to sign with. */
  readonly signer?: SignerVariables;
  /** Answers how to sign in with these options; undefined when they do not hold what is needed. */
  open(options: OptionValues, client: Client): SignIn | undefined;
}

/** A secret as text, or a function that is asked for it before every attempt, so that it may change. */
export type TokenSource = string | (() => string | Promise<string>);

/**
 * A sign-in with a token.
 *
 * @param option the client's option that holds it, a `TokenSource`; without it there is no sign-in
 * @param put puts it into a request
 */
export const tokenSignIn = (
  options: OptionValues,
  option: string,
  put: (request: SignableRequest, token: string) => void,
): SignIn | undefined => {
  const source = options[option];
  const ask = async (request: SignableRequest): Promise<void> => {
    const token = await (source as () => unknown)();
    if (!token) throw new SigningError(`${request.operation}: the option ${option} is empty`);
    put(request, `${token}`);
  };
  const sign = typeof source === "function" ? ask : (request: SignableRequest) => put(request, `${source}`);
  // A function that renews the token is told of refusals itself.
  return source ? { sign, refused: (source as Partial<SignIn>).refused } : undefined;
};
