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
    open(options) {
      const username = options[config.username];
      const password = options[config.password];
      if (typeof username !== "string" || !/^(string|function)$/.test(typeof password)) return undefined;
      if (username.includes(":")) throw new ConfigurationError(`the option ${config.username} must not hold a colon`);
      return {
        sign({ headers, operation }) {
          const put = (secret: unknown): void => {
            if (typeof secret !== "string")
              throw new SigningError(`${operation}: the option ${config.password} gave no text`);
            headers["authorization"] = `Basic ${encodeBase64(new TextEncoder().encode(`${username}:${secret}`))}`;
          };
          return typeof password === "function" ? Promise.resolve<unknown>(password()).then(put) : put(password);
        },
      };
    },
  };
}
