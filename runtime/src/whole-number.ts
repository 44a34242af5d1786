import { InputError } from "./errors.js";

/**
 * A number such as that of a page, which some services replace silently when it makes no sense.
 *
 * @throws InputError when it is no whole number of at least `least`
 */
export function wholeNumber(name: string, value: number | undefined, least: number): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return value;
  throw new InputError(`${name} must be a whole number of at least ${least}`);
}
