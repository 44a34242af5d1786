import { ConfigurationError, SigningError } from "../errors.js";
import { encodeBase64 } from "./base64.js";
import type { SignInScheme } from "./scheme.js";

/** Where user name and password are taken from. */
export interface BasicConfig {
  /** The client's option that holds the user name. */
  readonly username: string;
  /** The client's option that holds the password, a `TokenSource`. */
  readonly password: string;
  /** Environment variables that `fromEnv` looks at, in this order. */
  readonly env?: { readonly username?: readonly string[]; readonly password?: readonly string[] } | undefined;
}

/**
 * HTTP Basic: user name and password, UTF-8, in every request. An empty password is taken as it is. A client throws
 * ConfigurationError when it is made with a user name that holds a colon.
 */
export function basic(config: BasicConfig): SignInScheme {
  return {
    options: { [config.username]: config.env?.username ?? [], [config.password]: config.env?.password ?? [] },
    open({ [config.username]: username, [config.password]: password }) {
      if (typeof username !== "string" || !/^(string|function)$/.test(typeof password)) return undefined;
      if (username.includes(":")) throw new ConfigurationError(`the option ${config.username} must not hold a colon`);
      return {
        async sign({ headers, operation }) {
          const secret: unknown = typeof password === "function" ? await password() : password;
          if (typeof secret !== "string")
            throw new SigningError(`${operation}: the option ${config.password} gave no text`);
          headers["authorization"] = basicHeader(username, secret);
        },
      };
    },
  };
}

/** What HTTP Basic sends. */
export const basicHeader = (username: string, password: string): string =>
  `Basic ${encodeBase64(new TextEncoder().encode(`${username}:${password}`))}`;
