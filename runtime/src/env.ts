import { ConfigurationError } from "./errors.js";
import type { ServiceDefinition } from "./types.js";

type Environment = Readonly<Record<string, string | undefined>>;

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
  environment: Environment = (globalThis as { process?: { env?: Environment } }).process?.env ?? {},
): Options {
  const known = [...Object.values(credentials).map(({ options }) => options), env];
  const values: Record<string, unknown> = {};
  for (const [option, value] of known.flatMap((options) => Object.entries(options))) {
    const { variables, type } = "type" in value ? value : { variables: value, type: "text" as const };
    const variable = variables.find((name) => environment[name]);
    if (variable !== undefined) values[option] = read(variable, environment[variable] ?? "", type);
  }
  // The description says what type an option has, and what is read above is of that type.
  return values as Options;
}

function read(variable: string, text: string, type: "number" | "boolean" | "text"): unknown {
  if (type === "text") return text;
  const word = text.trim();
  if (type === "number" && Number.isFinite(Number(word || NaN))) return Number(word);
  if (type === "boolean" && /^(1|true|yes|on)$/i.test(word)) return true;
  if (type === "boolean" && /^(0|false|no|off)$/i.test(word)) return false;
  // Nobody knows what else the value is, so it is not shown.
  throw new ConfigurationError(`the environment variable ${variable} must hold a ${type}`);
}
