import { InputError } from "./errors.js";

/** Checks a header. A line break or NUL in its value would let it forge others. The message does not show the value. */
export const checkHeader = (name: string, value: string): void => {
  if (!/^[!#-'*+.^`|~\w-]+$/.test(name) || /[^\t -~\x80-\xff]/.test(value))
    throw new InputError(`the header ${JSON.stringify(name)} is malformed`);
};

/**
 * Adds headers to others, whose names are in lower case; those that are null or undefined are left out. They are checked
 * when they are sent.
 */
export const putHeaders = (
  headers: Record<string, string>,
  source: Readonly<Record<string, unknown>> | undefined,
): Record<string, string> => {
  for (const [name, value] of Object.entries(source ?? {})) {
    if (value != null) headers[name.toLowerCase()] = `${value}`;
  }
  return headers;
};
