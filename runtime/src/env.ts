import type { ClientOptions, ServiceDefinition } from "./types.js";

/**
 * Reads credentials from the environment variables that the description of the service names:
 * `createClient(fromEnv(linode))`. Options whose variables are not set, or are empty, are left out.
 *
 * @param environment default: `process.env` where there is one
 */
export function fromEnv<Options extends ClientOptions>(
  { credentials }: ServiceDefinition,
  environment: Readonly<Record<string, string | undefined>> = platformEnvironment(),
): Options {
  const values = new Map<string, string>();
  for (const { options } of Object.values(credentials)) {
    for (const [option, variables] of Object.entries(options)) {
      const set = variables.find((variable) => environment[variable]);
      if (set !== undefined) values.set(option, environment[set] ?? "");
    }
  }
  // The options with variables are those that hold text: a description cannot say otherwise.
  return Object.assign({} as Options, Object.fromEntries(values));
}

function platformEnvironment(): Readonly<Record<string, string | undefined>> {
  const process: unknown = Reflect.get(globalThis, "process");
  const env: unknown = Reflect.get(Object(process), "env");
  return Object.assign({}, env);
}
