import { InputError } from "./errors.js";

/** Checks a header. A line break or NUL in its value would let it forge others. The message does not show the value. */
export const checkHeader = ([name, value]: readonly [name: string, value: string]): void => {
  if (!/^[!#-'*+.^`|~\w-]+\n[\t -~\x80-\xff]*$/.test(`${name}\n${value}`))
    throw new InputError(`the header ${JSON.stringify(name)} is malformed`);
};
