import { ConfigurationError, SigningError } from "../errors.js";
import { withQuery } from "../encode.js";
import { encodeBase64 } from "./base64.js";
import type { OptionValues, SignableRequest, SignInScheme } from "./scheme.js";

/** Signs with a private key, wherever that lies: in memory, in an agent, or in a service for keys. */
export interface Signer {
  /** The whole name under which the server knows the key. Left out, it is made of `key` and options of the client. */
  readonly keyId?: string | undefined;
  /** What the key is called within that name. */
  readonly key?: KeyNames | undefined;
  /** For example `rsa-sha256`, `ecdsa-sha256` or `ed25519-sha512`. */
  readonly algorithm: string;
  /** The signature, in the form that the algorithm has in TLS and SSH tools (ECDSA: DER). */
  sign(data: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
}

/** What a key can be called: a name that its owner gave it, or a fingerprint. */
export interface KeyNames {
  /** The name that it was registered under. */
  readonly name?: string | undefined;
  /** As pairs of hex digits with colons. */
  readonly md5?: string | undefined;
  /** As `SHA256:` and base64. */
  readonly sha256?: string | undefined;
}

/** How requests are signed. */
export interface HttpSignatureConfig {
  /** The client's option that holds the `Signer`. */
  readonly option: string;
  /**
   * `classic`: `Signature keyId="…",algorithm="…" <signature>` over the bare value of the Date header; `parameters`:
   * the form with `headers="…"` and `signature="…"`. Default: `parameters`.
   */
  readonly form?: "classic" | "parameters" | undefined;
  /**
   * What the form `parameters` signs: names of headers, `(request-target)`, `host`, and `digest`, which is made from the
   * body. Default: `date`.
   */
  readonly headers?: readonly string[] | undefined;
  /**
   * Templates of the name of a key, for signers that do not know it themselves: `{key}` is the key within that name,
   * other parts are options of the client. The first one whose parts are all known is used.
   */
  readonly keyIds?: readonly string[] | undefined;
  /** The fingerprint that is meant by `{key}` when the key has no name. Default: `md5`. */
  readonly fingerprint?: "md5" | "sha256" | undefined;
  /** Options that only stand in those templates, with the environment variables that `fromEnv` looks at. */
  readonly parts?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Environment variables with the key: for `signerFromEnv` of `@clientwright/runtime/keys`. */
  readonly env?: SignerVariables | undefined;
  /** Header for the time of the request: browsers do not let programs set `date`. Default: `date`. */
  readonly dateHeader?: "date" | "x-date" | undefined;
}

/** The environment variables that say which key to sign with, by what they hold. */
export interface SignerVariables {
  /** A fingerprint or a name of the key. */
  readonly keyId?: readonly string[] | undefined;
  /** The private key, as text or as the path of its file. */
  readonly privateKey?: readonly string[] | undefined;
  /** What the private key is encrypted with. */
  readonly passphrase?: readonly string[] | undefined;
}

/**
 * HTTP signatures of the Cavage draft and its older form. Every attempt is signed anew, since it carries the time.
 *
 * A client cannot be made, with a ConfigurationError, when the name of its key cannot be made of the options, or is none
 * that a server takes. Calls throw a SigningError when the signer fails, or what is to be signed is not there.
 */
export function httpSignature(config: HttpSignatureConfig): SignInScheme {
  const { option, form = "parameters", dateHeader = "date", headers: names = [dateHeader] } = config;
  return {
    options: { [option]: [], ...config.parts },
    ...(config.env && { signer: config.env }),
    open(options) {
      const signer = options[option] as Signer | undefined;
      if (!signer) return undefined;
      const keyId = keyIdOf(config, options, signer);
      return {
        async sign(request) {
          const { headers, operation } = request;
          headers[dateHeader] ??= new Date().toUTCString();
          if (names.includes("digest") && form === "parameters") headers["digest"] ??= await digest(request);
          const text = form === "classic" ? headers[dateHeader] : signingString(request, names);
          const signature = await sign(signer, keyId, text, operation);
          const key = `Signature keyId="${keyId}",algorithm="${signer.algorithm}"`;
          headers["authorization"] =
            form === "classic" ? `${key} ${signature}` : `${key},headers="${names.join(" ")}",signature="${signature}"`;
        },
      };
    },
  };
}

/**
 * The whole name of a key: as the signer knows it, or made of what is known.
 *
 * @throws ConfigurationError when too little is, or no server takes such a name
 */
export function keyIdOf(
  { option, keyIds = [], fingerprint = "md5" }: Pick<HttpSignatureConfig, "option" | "keyIds" | "fingerprint">,
  options: OptionValues,
  signer: Pick<Signer, "keyId" | "key">,
): string {
  const { name, [fingerprint]: print } = signer.key ?? {};
  const values: OptionValues = { ...options, key: name ?? print };
  const template = keyIds.find((each) => [...each.matchAll(/\{(\w+)\}/g)].every(([, part = ""]) => values[part]));
  const keyId =
    signer.keyId ??
    template?.replace(/\{(\w+)\}/g, (_, part: string) => {
      const value = String(values[part]);
      // In a name that is a path, a slash would make two parts of one. Fingerprints are what they are.
      if (value.includes("/") && template.includes("/") && value !== print)
        throw new ConfigurationError(`${value} cannot be the part {${part}} of the key id ${template}`);
      return value;
    });
  if (keyId === undefined) {
    const cure = keyIds.length > 0 ? `what its name is made of: ${keyIds.join(" or ")}` : "its keyId";
    throw new ConfigurationError(`the option ${option} signs with a key that has no name here: set ${cure}`);
  }
  if (/^\/my\/|["\\]/.test(keyId))
    throw new ConfigurationError(`the key id ${keyId} must spell the login out, and hold no quotes or backslashes`);
  return keyId;
}

async function sign(signer: Signer, keyId: string, text: string, operation: string): Promise<string> {
  try {
    return encodeBase64(await signer.sign(new TextEncoder().encode(text)));
  } catch (cause) {
    throw new SigningError(`${operation}: the key ${keyId} could not sign`, { cause });
  }
}

function signingString(request: SignableRequest, names: readonly string[]): string {
  const { operation, method, headers, addedQuery } = request;
  const url = new URL(request.url);
  const values: Readonly<Record<string, string | undefined>> = {
    host: url.host,
    ...headers,
    "(request-target)": `${method.toLowerCase()} ${withQuery(url.pathname + url.search, addedQuery.join("&"))}`,
  };
  const line = (name: string): string => {
    const value = values[name.toLowerCase()];
    if (value === undefined)
      throw new SigningError(`${operation}: the header ${name} is to be signed but is not there`);
    return `${name.toLowerCase()}: ${value.trim()}`;
  };
  return names.map(line).join("\n");
}

async function digest({ body, operation }: SignableRequest): Promise<string> {
  if (body instanceof ReadableStream) throw new SigningError(`${operation}: a stream cannot be signed beforehand`);
  const hash = await crypto.subtle.digest("SHA-256", await new Response(body).arrayBuffer());
  return `SHA-256=${encodeBase64(new Uint8Array(hash))}`;
}
