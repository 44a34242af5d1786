import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import sshpk, { type Key, type PrivateKey } from "sshpk";
import { keyIdOf, type KeyNames, type Signer } from "../auth/http-signature.js";
import { SigningError, type ServiceDefinition } from "../index.js";
import { identitiesOf, signAt } from "./agent.js";

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
  /** The hash of RSA signatures. Default: `sha256`. */
  readonly hash?: RsaHash | undefined;
}

/** A private key in an SSH agent. */
export interface AgentOptions extends KeyOwner {
  /** MD5 fingerprint of the key, with or without `MD5:`, or `SHA256:…`. Default: that of the first RSA key. */
  readonly fingerprint?: string | undefined;
  /** The path of the agent's socket. Default: the environment variable SSH_AUTH_SOCK. */
  readonly socket?: string | undefined;
  /** The hash of RSA signatures. Default: `sha256`. */
  readonly hash?: RsaHash | undefined;
  /**
   * Longest time in which the agent has to say which keys it holds, in milliseconds; to sign it may take any time, since
   * somebody may have to confirm it. 0 sets no limit. Default: 10,000.
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * Signs with a private key in memory: RSA, DSA, ECDSA or Ed25519.
 *
 * @throws SigningError when the key cannot be read, or its passphrase is missing or wrong; ConfigurationError when its
 * name cannot be made of what is given
 */
export function keySigner({ key, passphrase, hash = "sha256", ...owner }: KeyOptions): Signer {
  const parsed = parse("private", sshpk.parsePrivateKey, key, passphrase);
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

/**
 * Reads a private key from a file, in which `~` stands for the home directory. Default: `~/.ssh/id_rsa`.
 *
 * @throws SigningError when there is no such file, or it may not be read
 */
export function readKey(path: string = "~/.ssh/id_rsa"): string {
  try {
    return readFileSync(path.replace(/^~(?=\/)/, homedir()), "utf8");
  } catch (cause) {
    throw new SigningError(`there is no key to read at ${path}`, { cause });
  }
}

type Parse<K> = (key: string, format: "auto", options: { passphrase?: string }) => K;

function parse<K>(kind: "private" | "public", read: Parse<K>, key: string, passphrase: string | undefined): K {
  try {
    return read(key, "auto", passphrase === undefined ? {} : { passphrase });
  } catch (cause) {
    // What the parser says may quote the key.
    throw new SigningError(
      (cause as Error).name === "KeyEncryptedError"
        ? "the private key is encrypted: pass its passphrase"
        : `the ${kind} key cannot be read${cureFor(key)}`,
    );
  }
}

/**
 * What to do about a cipher that sshpk does not know: those that seal the key keep their seal behind it, where sshpk
 * takes it for rubbish.
 */
function cureFor(key: string): string {
  const bytes = Buffer.from(/^-----BEGIN OPENSSH PRIVATE KEY-----([\w+/=\s]+)/m.exec(key)?.[1] ?? "", "base64");
  const cipher = /^openssh-key-v1\0\0\0\0.([\w-]*(?:gcm|poly1305)@openssh\.com)/s.exec(bytes.toString("latin1"))?.[1];
  return cipher ? `: its cipher ${cipher} is not known here; ssh-keygen -p -Z aes256-ctr -f FILE changes it` : "";
}

/**
 * Signs with a key that an SSH agent holds.
 *
 * @throws SigningError when there is no agent, it does not answer, or it does not hold the key; ConfigurationError when the
 * name of the key cannot be made of what is given
 */
export async function agentSigner(options: AgentOptions): Promise<Signer> {
  const { fingerprint, socket, hash = "sha256", timeoutMs = 10_000, ...owner } = options;
  const path = socket ?? process.env["SSH_AUTH_SOCK"];
  if (!path) throw new SigningError("there is no SSH agent: SSH_AUTH_SOCK is not set");
  const held = await identitiesOf(path, timeoutMs);
  const key = held.find((each) =>
    fingerprint === undefined ? each.type === "rsa" : matches(namesOf(each), fingerprint),
  );
  if (!key) throw new SigningError(`the SSH agent holds no key ${fingerprint ?? "of the kind RSA"}`);
  const { type } = key;
  if (type === "curve25519") throw new SigningError(`keys of the kind ${type} cannot sign requests`);
  const flags = type === "rsa" ? { sha1: 0, sha256: 2, sha512: 4 }[hash] : 0;
  return {
    ...naming(owner, key),
    algorithm: `${type}-${hashOf(key, hash)}`,
    sign: async (data) => {
      const signature = await signAt(path, key, Buffer.from(data), flags);
      return sshpk.parseSignature(signature, type, "ssh").toBuffer("asn1");
    },
  };
}

/**
 * The fingerprint of a public or private key: MD5 as pairs of hex digits with colons, or `SHA256:…`.
 *
 * @param passphrase for an encrypted private key
 * @throws SigningError when the key cannot be read, or its passphrase is missing or wrong
 */
export function fingerprint(key: string, hash: "md5" | "sha256" = "md5", passphrase?: string): string {
  const kind = key.includes("PRIVATE KEY") ? "private" : "public";
  return parse(kind, sshpk.parseKey, key, passphrase).fingerprint(hash).toString();
}

const hashOf = (key: Key | PrivateKey, rsaHash: RsaHash): RsaHash | "sha384" =>
  key.type === "rsa" ? rsaHash : key.defaultHashAlgorithm();

const namesOf = (key: Key | PrivateKey, name?: string): KeyNames => ({
  name,
  md5: key.fingerprint("md5").toString(),
  sha256: key.fingerprint("sha256").toString(),
});

/** Whether a fingerprint is meant, as people write it: the digits of MD5 are the same in capitals, base64 is not. */
const matches = ({ md5, sha256 }: KeyNames, wanted: string): boolean =>
  wanted.toLowerCase().replace("md5:", "") === md5 || wanted.replace(/^sha256/i, "SHA256") === sha256;

/** What a key is called: its whole name where the owner is known, and the part of it that is the key's own. */
function naming({ login, user, name }: KeyOwner, key: Key | PrivateKey): Pick<Signer, "keyId" | "key"> {
  const signer = { key: namesOf(key, name) };
  const keyIds = ["/{login}/users/{user}/keys/{key}", "/{login}/keys/{key}"];
  return login ? { ...signer, keyId: keyIdOf({ option: "signer", keyIds }, { login, user }, signer) } : signer;
}

/**
 * The signer that the environment names, by the variables that the description of a service declares: a private key, as
 * text or as the path of its file, or else a key in the SSH agent.
 *
 * @param environment default: `process.env`
 * @throws SigningError when the key cannot be read, is another one than the fingerprint says, or the agent does not hold
 * it
 */
export async function signerFromEnv(
  { credentials }: Pick<ServiceDefinition, "credentials">,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Signer> {
  const { keyId, privateKey, passphrase } = Object.values(credentials).find(({ signer }) => signer)?.signer ?? {};
  const read = (variables: readonly string[] = []): string | undefined =>
    variables.map((variable) => environment[variable]).find(Boolean);
  const named = read(keyId);
  const [print] = /^(SHA256:.*|MD5:.*|([\da-f]{2}:){15}[\da-f]{2})$/i.exec(named ?? "") ?? [];
  const name = print ? undefined : named;
  const key = read(privateKey);
  // An environment that is handed in is the whole of it.
  if (key === undefined) return agentSigner({ name, socket: environment["SSH_AUTH_SOCK"] ?? "", fingerprint: print });
  // A broken key must not be taken for a path, which errors quote.
  const text = /PRIVATE KEY|\n/.test(key) ? key : readKey(key);
  const signer = keySigner({ key: text, passphrase: read(passphrase), name });
  if (print && !matches(signer.key ?? {}, print))
    throw new SigningError(`the private key is not the one with the fingerprint ${print}`);
  return signer;
}
