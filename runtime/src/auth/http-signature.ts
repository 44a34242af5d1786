import { ConfigurationError, SigningError } from "../errors.js";
import { withQuery } from "../encode.js";
import { encodeBase64 } from "./base64.js";
import type { SignableRequest, SignInScheme } from "./scheme.js";

/** Signs with a private key, wherever that lies: in memory, in an agent, or in a service for keys. */
export interface Signer {
  /** The name under which the server knows the key. */
  readonly keyId: string;
  /** For example `rsa-sha256`, `ecdsa-sha256` or `ed25519-sha512`. */
  readonly algorithm: string;
  /** The signature, in the form that the algorithm has in TLS and SSH tools (ECDSA: DER). */
  sign(data: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
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
  /** Header for the time of the request: browsers do not let programs set `date`. Default: `date`. */
  readonly dateHeader?: "date" | "x-date" | undefined;
}

/** HTTP signatures of the Cavage draft and its older form. Every attempt is signed anew, since it carries the time. */
export function httpSignature(config: HttpSignatureConfig): SignInScheme {
  const { option, form = "parameters", dateHeader = "date", headers: names = [dateHeader] } = config;
  return {
    options: { [option]: [] },
    open(options) {
      const signer = options[option];
      if (!isSigner(signer)) return undefined;
      const { keyId, algorithm } = signer;
      if (/["\\]/.test(keyId + algorithm))
        throw new ConfigurationError(`the key id ${keyId} must not hold quotes or backslashes`);
      return {
        async sign(request) {
          const { headers, operation } = request;
          headers[dateHeader] ??= new Date().toUTCString();
          if (names.includes("digest") && form === "parameters") headers["digest"] ??= await digest(request);
          const text = form === "classic" ? headers[dateHeader] : signingString(request, names);
          const signature = await sign(signer, text, operation);
          const key = `Signature keyId="${keyId}",algorithm="${algorithm}"`;
          headers["authorization"] =
            form === "classic" ? `${key} ${signature}` : `${key},headers="${names.join(" ")}",signature="${signature}"`;
        },
      };
    },
  };
}

function isSigner(value: unknown): value is Signer {
  return typeof value === "object" && value !== null && "sign" in value && "keyId" in value && "algorithm" in value;
}

async function sign(signer: Signer, text: string, operation: string): Promise<string> {
  try {
    return encodeBase64(await signer.sign(new TextEncoder().encode(text)));
  } catch (cause) {
    throw new SigningError(`${operation}: the key ${signer.keyId} could not sign`, { cause });
  }
}

function signingString(
  { operation, method, url, headers, addedQuery }: SignableRequest,
  names: readonly string[],
): string {
  const values: Readonly<Record<string, string | undefined>> = {
    host: url.host,
    ...headers,
    "(request-target)": `${method.toLowerCase()} ${withQuery(url.pathname + url.search, addedQuery.join("&"))}`,
  };
  const lines = names.map((name) => {
    const value = values[name.toLowerCase()];
    if (value === undefined)
      throw new SigningError(`${operation}: the header ${name} is to be signed but is not there`);
    return `${name.toLowerCase()}: ${value.trim()}`;
  });
  return lines.join("\n");
}

async function digest({ body, operation }: SignableRequest): Promise<string> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  if (bytes instanceof ReadableStream) throw new SigningError(`${operation}: a stream cannot be signed beforehand`);
  const data = bytes instanceof Blob ? await bytes.arrayBuffer() : (bytes ?? new Uint8Array());
  return `SHA-256=${encodeBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", data)))}`;
}
