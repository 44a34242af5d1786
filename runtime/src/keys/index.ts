import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import sshpk, { type Key, type PrivateKey } from "sshpk";
import type { Signer } from "../auth/http-signature.js";
import { ConfigurationError, SigningError, type ServiceDefinition } from "../index.js";
import { Agent } from "./agent.js";

export type { Signer } from "../auth/http-signature.js";

/**
 * Who a key belongs to, in the form of CloudAPI: `/{login}/keys/{key}`, or `/{login}/users/{user}/keys/{key}`. A client
 * whose own options say that needs none of it here but the name.
 */
export interface KeyOwner {
  /** The login of the account, spelt out. Left out, the client says whose key it is. */
  readonly login?: string | undefined;
  /** A user below the account. */
  readonly user?: string | undefined;
  /** The name of the key on the account. Default: its fingerprint. */
  readonly name?: string | undefined;
}

/** The hash of RSA signatures. DSA and ECDSA keys bring theirs with them. */
export type RsaHash = "sha1" | "sha256" | "sha512";

/** A private key in memory. */
export interface KeyOptions extends KeyOwner {
  /** PEM or OpenSSH text. */
  readonly key: string;
  /** For encrypted keys. */
  readonly passphrase?: string | undefined;
  /** Default: `sha256`. */
  readonly hash?: RsaHash | undefined;
}

/** A private key in an SSH agent. */
export interface AgentOptions extends KeyOwner {
  /** MD5 or SHA256 fingerprint of the key; `MD5:` may be left out. Default: the first RSA key. */
  readonly fingerprint?: string | undefined;
  /** Default: the environment variable SSH_AUTH_SOCK. */
  readonly socket?: string | undefined;
  /** Default: `sha256`. */
  readonly hash?: RsaHash | undefined;
}

/**
 * Signs with a private key in memory: RSA, DSA, ECDSA or Ed25519.
 *
 * @throws SigningError when the key cannot be read, or its passphrase is missing or wrong
 */
export function keySigner({ key, passphrase, hash = "sha256", ...owner }: KeyOptions): Signer {
  let parsed: PrivateKey;
  try {
    parsed = sshpk.parsePrivateKey(key, "auto", passphrase === undefined ? {} : { passphrase });
  } catch (cause) {
    // What the parser says may quote the key.
    const isLocked = cause instanceof Error && cause.name === "KeyEncryptedError";
    throw new SigningError(
      isLocked ? "the private key is encrypted: pass its passphrase" : "the private key cannot be read",
    );
  }
  const used = hashOf(parsed, hash);
  return {
    ...naming(owner, parsed),
    algorithm: `${parsed.type}-${used}`,
    sign(data) {
      const signer = parsed.createSign(used);
      signer.update(Buffer.from(data));
      return signer.sign().toBuffer("asn1");
    },
  };
}

/** Reads a private key from a file, in which `~` stands for the home directory. Default: `~/.ssh/id_rsa`. */
export function readKey(path: string = "~/.ssh/id_rsa"): string {
  return readFileSync(path.replace(/^~(?=\/)/, homedir()), "utf8");
}

/**
 * Signs with a key that an SSH agent holds.
 *
 * @throws SigningError when there is no agent or it does not hold the key
 */
export async function agentSigner({ fingerprint, socket, hash = "sha256", ...owner }: AgentOptions): Promise<Signer> {
  const path = socket ?? process.env["SSH_AUTH_SOCK"];
  if (!path) throw new SigningError("there is no SSH agent: SSH_AUTH_SOCK is not set");
  const agent = new Agent(path);
  const held = await agent.identities();
  const found = held.find(({ key }) => (fingerprint === undefined ? key.type === "rsa" : matches(key, fingerprint)));
  if (!found) throw new SigningError(`the SSH agent holds no key ${fingerprint ?? "of the kind RSA"}`);
  const { type } = found.key;
  if (type === "curve25519") throw new SigningError(`keys of the kind ${type} cannot sign requests`);
  const used = hashOf(found.key, hash);
  const flags = type !== "rsa" || used === "sha1" ? 0 : used === "sha256" ? 2 : 4;
  return {
    ...naming(owner, found.key),
    algorithm: `${type}-${used}`,
    sign: async (data) => {
      const blob = await agent.sign(found.blob, Buffer.from(data), flags);
      return sshpk.parseSignature(blob, type, "ssh").toBuffer("asn1");
    },
  };
}

/** The fingerprint of a public or private key: MD5 as pairs of hex digits with colons, or `SHA256:…`. */
export function fingerprint(key: string, hash: "md5" | "sha256" = "md5", passphrase?: string): string {
  const isPrivate = key.includes("PRIVATE KEY");
  const parsed = isPrivate
    ? sshpk.parsePrivateKey(key, "auto", passphrase === undefined ? {} : { passphrase })
    : sshpk.parseKey(key, "auto");
  return fingerprintOf(parsed, hash);
}

function fingerprintOf(key: Key | PrivateKey, hash: "md5" | "sha256"): string {
  return key
    .fingerprint(hash)
    .toString(hash === "md5" ? "hex" : "base64")
    .replace(/^MD5:/i, "");
}

function matches(key: Key, wanted: string): boolean {
  return [fingerprintOf(key, "md5"), fingerprintOf(key, "sha256")].includes(wanted.replace(/^MD5:/i, ""));
}

function hashOf(key: Key | PrivateKey, rsaHash: RsaHash): RsaHash | "sha384" {
  if (key.type === "rsa") return rsaHash;
  const usual = key.type === "ed25519" ? "sha512" : key.defaultHashAlgorithm();
  if (usual === "sha1" || usual === "sha256" || usual === "sha384" || usual === "sha512") return usual;
  throw new SigningError(`keys of the kind ${key.type} cannot sign requests`);
}

/** What a key is called: its whole name where the owner is known, and the part of it that is the key's own. */
function naming({ login, user, name }: KeyOwner, key: Key | PrivateKey): Pick<Signer, "keyId" | "key"> {
  if (login === "my") throw new ConfigurationError("the login of a key must be spelt out; `my` does not do");
  const md5 = fingerprintOf(key, "md5");
  const keyId = login && `/${login}${user === undefined ? "" : `/users/${user}`}/keys/${name ?? md5}`;
  return { ...(keyId && { keyId }), key: { name, md5, sha256: fingerprintOf(key, "sha256") } };
}

/**
 * The signer that the environment names, by the variables that the description of a service declares: a private key, as
 * text or as the path of its file, or else a key in the SSH agent.
 *
 * @param environment default: `process.env`
 * @throws SigningError when the key cannot be read, or the agent does not hold it
 */
export async function signerFromEnv(
  { credentials }: Pick<ServiceDefinition, "credentials">,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Signer> {
  const { keyId, privateKey, passphrase } = Object.values(credentials).find(({ signer }) => signer)?.signer ?? {};
  const read = (variables: readonly string[] = []): string | undefined =>
    variables.map((variable) => environment[variable]).find(Boolean);
  const named = read(keyId);
  const isFingerprint = named !== undefined && /^(SHA256:|MD5:|([\da-f]{2}:){15}[\da-f]{2}$)/i.test(named);
  const name = isFingerprint ? undefined : named;
  const key = read(privateKey);
  if (key === undefined) return agentSigner({ name, fingerprint: isFingerprint ? named : undefined });
  return keySigner({ key: key.includes("PRIVATE KEY") ? key : readKey(key), passphrase: read(passphrase), name });
}
