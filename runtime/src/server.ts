import { ConfigurationError } from "./errors.js";
import type { ClientOptions, ServiceDefinition } from "./types.js";

/**
 * The base URL of a client, without a slash at its end.
 *
 * @throws ConfigurationError when neither the options nor the description give a usable one
 */
export const baseUrl = ({ name, servers }: ServiceDefinition, options: ClientOptions): string => {
  const { server = 0, serverVariables: values } = options;
  const { url = "", variables } = servers.find(({ url }, index) => server === index || server === url) ?? {};
  const filled = variables ? variables(url, values ?? {}) : values ? "{serverVariables}" : url;
  const given = options.baseUrl?.trim();
  // An address without a scheme has that of the service.
  const wanted = given && !/^(\w+:\/)?\//.test(given) ? `${filled.split(":")[0]}://${given}` : given;
  return checkBaseUrl(name, wanted ?? filled);
};

/** Checks a base URL, and cuts the slashes at its end. */
export const checkBaseUrl = (service: string, text: string): string => {
  // Whatever else there is in a URL, a user name or a query, would get lost or end up in logs.
  if (/^https?:\/\/[^?#@\\{]+$/.test(text) && URL.canParse(text)) return new URL(text).href.replace(/\/+$/, "");
  throw new ConfigurationError(`${service}: set ${/{.*?}/.exec(text) ?? "baseUrl"} to make a plain http(s) URL`);
};
