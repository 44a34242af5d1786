import { SigningError } from "../errors.js";
import { encode } from "../encode.js";
import type { AuthorizationConfig } from "./authorization.js";
import { type SignInScheme, tokenOption } from "./scheme.js";

/** Where a key is taken from and where it goes. */
export interface ApiKeyConfig extends AuthorizationConfig {
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
    open(options) {
      const token = tokenOption(options, config.option);
      return (
        token && {
          async sign({ headers, addedQuery, operation }) {
            const key = await token();
            if (!key) throw new SigningError(`${operation}: the option ${config.option} gave no key`);
            const value = (config.prefix ?? "") + key;
            if (config.in === "query") {
              addedQuery.push(`${encode(config.name)}=${encode(value)}`);
            } else if (config.in === "cookie") {
              const cookie = `${config.name}=${encode(value)}`;
              headers["cookie"] = headers["cookie"] ? `${headers["cookie"]}; ${cookie}` : cookie;
            } else {
              headers[config.name.toLowerCase()] = value;
            }
          },
        }
      );
    },
  };
}

/** Sign-in by the certificate of the connection, which the transport holds: nothing is added to requests. */
export function mutualTls(): SignInScheme {
  return { options: {}, open: () => ({ sign: () => undefined }) };
}
