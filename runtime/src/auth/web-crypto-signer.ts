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
  const { name, hash, namedCurve } = key.algorithm as { name: string; hash?: { name: string }; namedCurve?: string };
  const kind = { Ed25519: "ed25519", "RSASSA-PKCS1-v1_5": "rsa", ECDSA: "ecdsa" }[name];
  if (!kind) throw new SigningError(`a key for ${name} cannot make HTTP signatures`);
  // Of ECDSA the curve decides; Ed25519 has no choice.
  const digest = hash?.name ?? { "P-256": "SHA-256", "P-384": "SHA-384" }[String(namedCurve)] ?? "SHA-512";
  return {
    keyId,
    algorithm: `${kind}-${digest.replace("-", "").toLowerCase()}`,
    async sign(data) {
      const signature = new Uint8Array(await crypto.subtle.sign({ name, hash: digest }, key, data));
      return kind === "ecdsa" ? ecdsaToDer(signature) : signature;
    },
  };
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
