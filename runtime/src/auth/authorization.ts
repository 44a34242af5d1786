import { type SignInScheme, tokenSignIn } from "./scheme.js";

/** Where a token is taken from. */
export interface AuthorizationConfig {
  /** The client's option that holds the token, a `TokenSource`. */
  readonly option: string;
  /** Environment variables that `fromEnv` looks at, in this order. */
  readonly env?: readonly string[] | undefined;
}

/** Any HTTP authentication scheme that is one word and a value: `Authorization: <scheme> <value>`. */
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

/** A bearer token: `Authorization: Bearer <token>`. Serves OAuth 2 and OpenID Connect too. */
export const bearer: (config: AuthorizationConfig) => SignInScheme = authorization;
