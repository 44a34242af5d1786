import { ConfigurationError } from "./errors.js";
import type { ClientOptions, ServiceDefinition } from "./types.js";

/**
 * The base URL of a client, without a slash at its end.
 *
 * @throws ConfigurationError when neither the options nor the description give a usable one
 */
export function baseUrl({ name, servers }: ServiceDefinition, options: ClientOptions): string {
  const { server = 0, serverVariables = {} } = options;
  const chosen = servers.find(({ url }, index) => server === index || server === url);
  const url = chosen?.url.replace(/\{(.*?)\}/g, (_, variable: string) => {
    const known = chosen.variables?.[variable];
    const value = serverVariables[variable] ?? known?.default ?? "";
    // Without a list of values, signs are refused that could move the request to another host.
    if (known?.enum?.includes(value) ?? /^[\w.~:/-]+$/.test(value)) return value;
    throw new ConfigurationError(
      `${name}: set serverVariables.${variable} to ${known?.enum?.join(" or ") ?? "plain text"}`,
    );
  });
  const stray = Object.keys(serverVariables).find((variable) => !chosen?.url.includes(`{${variable}}`));
  if (stray) throw new ConfigurationError(`${name}: the server has no variable ${stray}`);
  return checkBaseUrl(name, options.baseUrl ?? url ?? "");
}

/** Checks a base URL, and cuts the slash at its end. */
export function checkBaseUrl(service: string, text: string): string {
  // Whatever else there is in a URL, a user name or a query, would get lost or end up in logs.
  if (/^https?:\/\/[^/?#@\\]+(\/[^?#\\]*)?$/.test(text) && URL.canParse(text))
    return new URL(text).href.replace(/\/$/, "");
  throw new ConfigurationError(`${service}: set baseUrl to an http or https URL without user name and query`);
}
