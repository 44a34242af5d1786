/** Turns text into what may stand at some place of a request. */
export type Encode = (text: string) => string;

/** Percent-encodes all that has a meaning in URLs. Half of a surrogate pair becomes U+FFFD, as everywhere on the web. */
export const encode: Encode = (text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));

/** One value as text: dates in ISO form, null as nothing, objects and arrays as JSON. */
export const scalar = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : Object(value) === value ? JSON.stringify(value) : `${value ?? ""}`;

/** Whether a value is an object in the sense of JSON. */
export const isObject = (value: unknown): value is object =>
  Object.prototype.toString.call(value) === "[object Object]";

/**
 * What a value consists of, each with its name: the members of an object, the items of an array, or the value itself,
 * which both have none. Undefined ones are left out.
 */
export const parts = (value: unknown): [name: string | undefined, part: unknown][] => {
  const list = [value].flat().map((item): [undefined, unknown] => [undefined, item]);
  return (isObject(value) ? Object.entries<unknown>({ ...value }) : list).filter(([, part]) => part !== undefined);
};

/**
 * A value together with the style in which a parameter carries it. It answers the text on the wire; in a query or cookie
 * that includes the name, and is empty when there is nothing to send.
 */
export type Styled = (name: string, encode: Encode) => string;

/**
 * Writes a value, unless it brings its own style. As it stands the style is `simple`: `value`, `a,b`, and `key,value` for
 * the members of an object. With `=` between key and value that is `simple` exploded, and with a name for what has none
 * it is `form` exploded.
 */
export const write = (value: unknown, encode: Encode, separator = ",", pair = ",", name?: string): string =>
  typeof value === "function"
    ? (value as Styled)(name ?? "", encode)
    : parts(value)
        .map(([key = name, part]) => (key === undefined ? "" : encode(key) + pair) + encode(scalar(part)))
        .join(separator);

/** Adds a query to a URL that may have one. */
export const withQuery = (url: string, query: string | undefined): string =>
  query ? url + (url.includes("?") ? "&" : "?") + query : url;
