import { ConfigurationError } from "./errors.js";
import type { SignIn } from "./auth/scheme.js";
import type { Call, Client, ClientOptions, ServiceDefinition } from "./types.js";

/**
 * Chooses the sign-ins of a call: those of the first alternative for which the client has all credentials.
 *
 * @throws ConfigurationError naming the options of which some are missing
 */
export function signInChooser(
  { name, credentials, security = [] }: ServiceDefinition,
  client: Client,
  options: ClientOptions,
): (call: Call) => readonly SignIn[] {
  const opened = new Map(
    Object.entries(credentials).map(([scheme, { open }]) => [scheme, open({ ...options }, client)]),
  );
  return (call) => {
    const alternatives = call.security ?? security;
    for (const schemes of alternatives) {
      const signIns = schemes.flatMap((scheme) => opened.get(scheme) ?? []);
      if (schemes[0] && signIns.length === schemes.length) return signIns;
    }
    // An empty alternative allows anonymous calls.
    if (!alternatives[0] || !alternatives.every(([first]) => first)) return [];
    const wanted = alternatives.flat().flatMap((scheme) => Object.entries(credentials[scheme]?.options ?? {}).flat(2));
    throw new ConfigurationError(`${name}: ${call.operation} needs a sign-in: set ${wanted.join(" / ")}`);
  };
}
