import { ConfigurationError } from "./errors.js";
import type { OptionValues, SignIn } from "./auth/scheme.js";
import type { Call, Client, ClientOptions, ServiceDefinition } from "./types.js";

/**
 * Chooses the sign-ins of a call: those of the first alternative for which the client has all credentials.
 *
 * @throws ConfigurationError naming the options of which some are missing
 */
export const signInChooser = (
  { name, credentials, security = [] }: ServiceDefinition,
  client: Client,
  options: ClientOptions,
): ((call: Call) => readonly SignIn[]) => {
  const opened: Record<string, SignIn | undefined> = {};
  for (const [scheme, { open }] of Object.entries(credentials)) opened[scheme] = open(options as OptionValues, client);
  return ({ operation, security: alternatives = security }) => {
    let found: readonly (SignIn | undefined)[] | undefined;
    // An empty alternative allows anonymous calls, for want of anything better.
    for (const schemes of alternatives[0] ? alternatives : [[]]) {
      const signIns = schemes.map((scheme) => opened[scheme]);
      if (!found?.[0] && signIns.every((signIn) => signIn && signIn.isReady?.() !== false)) found = signIns;
    }
    if (found) return found as readonly SignIn[];
    const wanted = alternatives.flat().flatMap((scheme) => Object.entries(credentials[scheme]?.options ?? {}).flat(2));
    throw new ConfigurationError(`${name}: ${operation} needs a sign-in: set ${wanted.join(" / ")}`);
  };
};
