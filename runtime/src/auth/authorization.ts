import { SigningError } from "../errors.js";
import { type SignInScheme, tokenOption } from "./scheme.js";

/** Where a token is taken from. */
export interface AuthorizationConfig {
  /** The client's option that holds the token, a `TokenSource`. */
  readonly option: string;
  /** Environment variables that `fromEnv` looks at, in this order. */
  readonly env?: readonly string[] | undefined;
}

/** Any HTTP authentication scheme that is one word and a value: `Authorization: <scheme> <value>`. */
export function authorization(config: AuthorizationConfig & { readonly scheme: string }): SignInScheme {
  return {
    options: { [config.option]: config.env ?? [] },
    open(options) {
      const token = tokenOption(options, config.option);
      return (
        token && {
          async sign({ headers, operation }) {
            const value = await token();
            if (!value) throw new SigningError(`${operation}: the option ${config.option} gave no token`);
            headers["authorization"] = `${config.scheme} ${value}`;
          },
        }
      );
    },
  };
}

/** A bearer token: `Authorization: Bearer <token>`. Serves OAuth 2 and OpenID Connect too. */
export function bearer(config: AuthorizationConfig): SignInScheme {
  return authorization({ ...config, scheme: "Bearer" });
}
