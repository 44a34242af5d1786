import { ConfigurationError } from "./errors.js";
import type { SignIn } from "./auth/scheme.js";
import type { Call, Client, ClientOptions, ServiceDefinition } from "./types.js";

/**
 * Chooses the sign-ins of a call: those of the first alternative for which the client has all credentials. They are
 * opened when first needed, and kept.
 *
 * @throws ConfigurationError naming the options of which some are missing
 */
export function signInChooser(
  { name, credentials, security = [] }: ServiceDefinition,
  client: Client,
  options: ClientOptions,
): (call: Call) => readonly SignIn[] {
  const opened = new Map<string, SignIn | undefined>();
  const open = (scheme: string): SignIn[] => {
    if (!opened.has(scheme)) opened.set(scheme, credentials[scheme]?.open({ ...options }, client));
    return [opened.get(scheme) ?? []].flat();
  };
  return (call) => {
    const alternatives = call.security ?? security;
    for (const schemes of alternatives) {
      const signIns = schemes.flatMap(open);
      if (schemes[0] && signIns.length === schemes.length) return signIns;
    }
    // An empty alternative allows anonymous calls.
    if (!alternatives.every(([first]) => first) || !alternatives[0]) return [];
    const wanted = alternatives.flat().flatMap((scheme) => Object.entries(credentials[scheme]?.options ?? {}).flat(2));
    throw new ConfigurationError(`${name}: ${call.operation} needs a sign-in: set ${wanted.join(" / ")}`);
  };
}
