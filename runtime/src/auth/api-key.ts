import { encode } from "../encode.js";
import type { AuthorizationConfig } from "./authorization.js";
import { type SignInScheme, tokenSignIn } from "./scheme.js";

/** Where a key is taken from and where it goes. */
export interface ApiKeyConfig extends AuthorizationConfig {
  /** Where the key goes. */
  readonly in: "header" | "query" | "cookie";
  /** Name of the header, query parameter or cookie. */
  readonly name: string;
  /** Text in front of the key, its blank included. */
  readonly prefix?: string | undefined;
}

/** A key in a header, query parameter or cookie. Browsers do not let programs send cookies. */
export function apiKey(config: ApiKeyConfig): SignInScheme {
  return {
    options: { [config.option]: config.env ?? [] },
    secrets: [config.name],
    open: (options) =>
      tokenSignIn(options, config.option, ({ headers, addedQuery }, key) => {
        const value = (config.prefix ?? "") + key;
        const pair = `${config.name}=${encode(value)}`;
        if (config.in === "query") addedQuery.push(`${encode(config.name)}=${encode(value)}`);
        else if (config.in === "header") headers[config.name.toLowerCase()] = value;
        else headers["cookie"] = headers["cookie"] ? `${headers["cookie"]}; ${pair}` : pair;
      }),
  };
}

/** Sign-in by the certificate of the connection, which the transport holds: nothing is added to requests. */
export const mutualTls = (): SignInScheme => ({ options: {}, open: () => ({ sign: () => undefined }) });
