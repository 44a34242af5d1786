import { wholeNumber } from "@clientwright/runtime";

/** The characters of a password: those of ASCII that can be typed, without the blank. */
const characters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));

/**
 * Makes up a root password for a new Linode. Letters, digits and punctuation come from the cryptographic source of the
 * platform, each as likely as any other.
 *
 * @param length how many characters it has, from 7 to 128; left out, a number from 50 to 128 that chance decides too
 * @throws InputError when the length is no whole number, or too small; RangeError when it is too large
 */
export function generateRootPassword(length: number = 50 + below(79)): string {
  wholeNumber("the length of a password", length, 7);
  if (length > 128) throw new RangeError("the length of a password is at most 128");
  return Array.from({ length }, () => characters[below(characters.length)]).join("");
}

/** A whole number from 0 up to, not including, a bound of at most 256. */
function below(bound: number): number {
  const byte = new Uint8Array(1);
  // Bytes from the last, incomplete round are thrown away: they would make small numbers likelier than large ones.
  const rounds = 256 - (256 % bound);
  do crypto.getRandomValues(byte);
  while ((byte[0] ?? 0) >= rounds);
  return (byte[0] ?? 0) % bound;
}
