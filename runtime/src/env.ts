import { ConfigurationError } from "./errors.js";
import type { ServiceDefinition } from "./types.js";

/**
 * Reads credentials and other options from the environment variables that the description of the service names:
 * `createClient(fromEnv(linode))`. Options whose variables are not set, or are empty, are left out. What is true or false
 * is written `1` or `0`, `true` or `false`, `yes` or `no`, `on` or `off`.
 *
 * @param environment default: `process.env` where there is one
 * @throws ConfigurationError naming a variable that holds something else than a number or a boolean where that is wanted
 */
export function fromEnv<Options extends object>(
  { credentials, env = {} }: Pick<ServiceDefinition, "credentials" | "env">,
  environment: Readonly<Record<string, string | undefined>> = platformEnvironment(),
): Options {
  const values = new Map<string, unknown>();
  for (const options of [...Object.values(credentials).map((scheme) => scheme.options), env]) {
    for (const [option, known] of Object.entries(options)) {
      const { variables, type } = "type" in known ? known : { variables: known, type: "text" as const };
      const variable = variables.find((name) => environment[name]);
      if (variable !== undefined) values.set(option, read(variable, environment[variable] ?? "", type));
    }
  }
  // The description says what type an option has, and what is read above is of that type.
  return Object.assign({} as Options, Object.fromEntries(values));
}

function read(variable: string, text: string, type: "number" | "boolean" | "text"): unknown {
  if (type === "text") return text;
  const word = text.trim();
  if (type === "number" && word !== "" && Number.isFinite(Number(word))) return Number(word);
  if (type === "boolean" && /^(1|true|yes|on|0|false|no|off)$/i.test(word)) return /^(1|true|yes|on)$/i.test(word);
  // Nobody knows what else the value is, so it is not shown.
  throw new ConfigurationError(`the environment variable ${variable} must hold a ${type}`);
}

function platformEnvironment(): Readonly<Record<string, string | undefined>> {
  const process: unknown = Reflect.get(globalThis, "process");
  const env: unknown = Reflect.get(Object(process), "env");
  return Object.assign({}, env);
}
