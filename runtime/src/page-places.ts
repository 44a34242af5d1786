import type { Reply } from "./types.js";

/** A number in a header of a reply; undefined when there is none. */
export function headerNumber({ headers }: Reply, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * The address that a reply gives for the next page, made absolute; undefined when there is none.
 *
 * @param text the address or, with `rel`, the value of a `Link` header (RFC 8288) that names it under that relation
 */
export function nextLink({ url }: Reply, text: string | null | undefined, rel?: string): string | undefined {
  const found = rel === undefined ? text : linkIn(text ?? "", rel.toLowerCase());
  return found && URL.canParse(found, url) ? new URL(found, url).href : undefined;
}

function linkIn(header: string, rel: string): string | undefined {
  const isWanted = ([, name, value = ""]: RegExpExecArray): boolean =>
    name === "rel" && value.replaceAll('"', "").split(/\s+/).includes(rel);
  // An address in angle brackets, then parameters, whose values may hold commas when they are quoted.
  for (const [, target, parameters = ""] of header.matchAll(/<([^<>]*)>((?:[^",<]|"[^"]*")*)/g))
    // One by one, since a quoted value may look like a parameter.
    if ([...parameters.toLowerCase().matchAll(/;\s*([\w*-]+)\s*=\s*("[^"]*"|[^\s";,]*)/g)].some(isWanted))
      return target;
  return undefined;
}
