import type { ServiceDefinition } from "./types.js";

/**
 * Reads credentials and other options from the environment variables that the description of the service names:
 * `createClient(fromEnv(linode))`. Options whose variables are not set, or are empty, are left out.
 *
 * @param environment default: `process.env` where there is one
 */
export function fromEnv<Options extends object>(
  { credentials, env = {} }: Pick<ServiceDefinition, "credentials" | "env">,
  environment: Readonly<Record<string, string | undefined>> = platformEnvironment(),
): Options {
  const values = new Map<string, unknown>();
  for (const options of [...Object.values(credentials).map((scheme) => scheme.options), env]) {
    for (const [option, known] of Object.entries(options)) {
      const { variables, type } = "type" in known ? known : { variables: known, type: "text" };
      const text = variables.map((variable) => environment[variable]).find(Boolean);
      if (text === undefined) continue;
      values.set(
        option,
        type === "number" ? Number(text) : type === "boolean" ? /^(1|true|yes|on)$/i.test(text) : text,
      );
    }
  }
  // The description says what type an option has, and what is read above is of that type.
  return Object.assign({} as Options, Object.fromEntries(values));
}

function platformEnvironment(): Readonly<Record<string, string | undefined>> {
  const process: unknown = Reflect.get(globalThis, "process");
  const env: unknown = Reflect.get(Object(process), "env");
  return Object.assign({}, env);
}
