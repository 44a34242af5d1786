import { InputError } from "./errors.js";
import { checkBaseUrl } from "./server.js";

/** Where a call goes, made from the base URL of its client: an absolute URL. */
export type Place = (base: string) => string;

/**
 * An address that a server has given, such as the link to the next page: absolute, or relative to the base URL.
 *
 * The call throws InputError when the address has another origin than the base URL: no credentials go there.
 */
export function linked(address: string): Place {
  return (base) => {
    const url = URL.canParse(address, base) ? new URL(address, base) : undefined;
    if (url?.origin !== new URL(base).origin) throw new InputError(`refused to leave ${base} for a link of its server`);
    return url.href;
  };
}

/**
 * A path on a server of its own, wherever the client's base URL points.
 *
 * @param server an absolute URL; the call throws ConfigurationError when it is none
 * @param path begins with a slash
 */
export function pathAt(server: string, path: string): Place {
  return () => checkBaseUrl(server, server) + path;
}
