/** A variable in the URL of a server. */
export interface ServerVariable {
  /** What it is unless the client says otherwise. */
  readonly default: string;
  /** The values allowed; without it, any. */
  readonly enum?: readonly string[] | undefined;
}

/** Fills the variables of a URL; what cannot be filled, or is not there to be filled, is left in braces. */
export type ServerVariables = (url: string, values: Readonly<Record<string, string>>) => string;

/**
 * The variables of a server, by name: those that a client does not set take their default. A value within the name of the
 * host cannot end it, so that it leads to no other host.
 */
export function serverVariables(variables: Readonly<Record<string, ServerVariable>>): ServerVariables {
  return (url, values) => {
    const stray = Object.keys(values).find((name) => !url.includes(`{${name}}`));
    if (stray !== undefined) return `{${stray}}`;
    const host = /^[^{/]*:\/\/[^/]*/.exec(url)?.[0].length ?? 0;
    return url.replace(/{(.*?)}/g, (place, name: string, at: number) => {
      const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
      const value = values[name] ?? variable?.default ?? place;
      const isAllowed = variable?.enum?.includes(value) ?? !(at < host && /[/?#@\\]/.test(value));
      return isAllowed ? value : place;
    });
  };
}
