import { type SignInScheme, tokenSignIn } from "./scheme.js";

/** Where a token is taken from. */
export interface AuthorizationConfig {
  /** The client's option that holds the token, a `TokenSource`. */
  readonly option: string;
  /** Environment variables that `fromEnv` looks at, in this order. */
  readonly env?: readonly string[] | undefined;
}

/**
 * Any HTTP authentication scheme that is one word and a value: `Authorization: <scheme> <value>`. Without a scheme that is a
 * bearer token, which serves OAuth 2 and OpenID Connect too.
 */
export const authorization = ({
  option,
  env = [],
  scheme = "Bearer",
}: AuthorizationConfig & { readonly scheme?: string }): SignInScheme => ({
  options: { [option]: env },
  open: (options) =>
    tokenSignIn(options, option, ({ headers }, token) => {
      headers["authorization"] = `${scheme} ${token}`;
    }),
});

export { authorization as bearer };
