import { SigningError } from "../errors.js";
import type { Signer } from "./http-signature.js";

/** A private key of the platform; it has this name where the DOM's types are there. */
export type PlatformKey = Parameters<typeof crypto.subtle.sign>[1];

/**
 * Signs with a key of the platform (Web Crypto), also one that cannot be exported: RSASSA-PKCS1-v1_5, ECDSA or Ed25519.
 *
 * @throws SigningError when the key is of another kind
 */
export function webCryptoSigner(keyId: string, key: PlatformKey): Signer {
  const { name } = key.algorithm;
  const details = new Map<string, unknown>(Object.entries(key.algorithm));
  const sign = async (algorithm: { name: string; hash?: string }, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign(algorithm, key, data));
  if (name === "Ed25519") return { keyId, algorithm: "ed25519-sha512", sign: (data) => sign({ name }, data) };
  if (name === "RSASSA-PKCS1-v1_5") {
    const hash = String(Reflect.get(Object(details.get("hash")), "name"));
    return { keyId, algorithm: `rsa-${hash.replace("-", "").toLowerCase()}`, sign: (data) => sign({ name }, data) };
  }
  if (name === "ECDSA") {
    const bits = { "P-256": 256, "P-384": 384, "P-521": 512 }[String(details.get("namedCurve"))];
    const hash = `SHA-${bits}`;
    return { keyId, algorithm: `ecdsa-sha${bits}`, sign: async (data) => ecdsaToDer(await sign({ name, hash }, data)) };
  }
  throw new SigningError(`a key for ${name} cannot make HTTP signatures`);
}

/** Turns a signature of Web Crypto, two numbers of equal length, into the DER form of the other tools. */
export function ecdsaToDer(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const numbers = [raw.subarray(0, half), raw.subarray(half)].flatMap((bytes) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const digits = [...bytes.subarray(first < 0 ? bytes.length - 1 : first)];
    // A number whose first bit is set would be negative.
    if ((digits[0] ?? 0) > 127) digits.unshift(0);
    return [2, digits.length, ...digits];
  });
  const length = numbers.length > 127 ? [0x81, numbers.length] : [numbers.length];
  return Uint8Array.from([0x30, ...length, ...numbers]);
}
