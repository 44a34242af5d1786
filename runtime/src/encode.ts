/** Turns text into what may stand at some place of a request. */
export type Encode = (text: string) => string;

/** Percent-encodes all that has a meaning in URLs. Half of a surrogate pair becomes U+FFFD, as everywhere on the web. */
export const encode: Encode = (text) => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));

/** One value as text: dates in ISO form, null as nothing, objects and arrays as JSON. */
export function scalar(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

/** Whether a value is an object in the sense of JSON. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * What a value consists of, each with its name: the members of an object, the items of an array, or the value itself,
 * which both have none. Undefined ones are left out.
 */
export function parts(value: unknown): [name: string | undefined, part: unknown][] {
  const all: [string | undefined, unknown][] = isObject(value)
    ? Object.entries(value)
    : [value].flat().map((item) => [undefined, item]);
  return all.filter(([, part]) => part !== undefined);
}

/**
 * A value together with the style in which a parameter carries it. It answers the text on the wire; in a query or cookie
 * that includes the name, and is empty when there is nothing to send.
 */
export type Styled = (name: string, encode: Encode) => string;

const isStyled = (value: unknown): value is Styled => typeof value === "function";

/** Style `form`, exploded: `name=value`, arrays repeated, an object's members as parameters of their own. */
export function form(name: string, value: unknown, encode: Encode, separator = "&"): string {
  if (isStyled(value)) return value(name, encode);
  return parts(value)
    .map(([key = name, part]) => `${encode(key)}=${encode(scalar(part))}`)
    .join(separator);
}

/** Style `simple`: `value`, `a,b`, and `key,value` (exploded `key=value`) for the members of an object. */
export function simple(value: unknown, encode: Encode, pair = ","): string {
  if (isStyled(value)) return value("", encode);
  return parts(value)
    .map(([key, part]) => (key === undefined ? "" : encode(key) + pair) + encode(scalar(part)))
    .join(",");
}

/** All parameters of a query or a cookie header, in their order. Undefined ones are left out. */
export function writeAll(parameters: Readonly<Record<string, unknown>> = {}, separator: "&" | "; " = "&"): string {
  return Object.entries(parameters)
    .map(([name, value]) => form(name, value, encode, separator))
    .filter(Boolean)
    .join(separator);
}

/** Adds a query to a URL that may have one. */
export function withQuery(url: string, query: string): string {
  return query ? url + (url.includes("?") ? "&" : "?") + query : url;
}
