import { createRequire } from "node:module";
import sshpk from "sshpk";
import type { Asked } from "../check/asked.js";
import type { Signature } from "../spec/extensions.js";
import { isObject } from "../spec/json.js";
import { isPublicKey } from "../state/make.js";
import { Refusal } from "../state/refusal.js";
import type { World } from "../state/world.js";
import type { PublicKey } from "./credentials.js";

/** The part of the reference package that is used; it has no types of its own. */
interface Reference {
  parseRequest(
    request: {
      readonly headers: Asked["headers"];
      readonly method: string;
      readonly url: string;
      readonly httpVersion: string;
    },
    options: {
      readonly headers: readonly string[];
      readonly clockSkew: number;
      readonly authorizationHeaderName: string;
    },
  ): unknown;
  verifySignature(parsed: unknown, key: sshpk.Key): boolean;
}

const httpSignature = createRequire(import.meta.url)("http-signature") as Reference;

interface Parsed {
  readonly keyId: string;
  readonly algorithm: string;
  readonly signature: string;
  /** The headers that are signed; undefined in the classic form, in which that is the value of Date alone. */
  readonly headers: readonly string[] | undefined;
}

/** Verifies a signed request with the reference implementation, and gives the account that signed it. */
export function checkSignature(
  asked: Asked,
  rules: Signature,
  keys: readonly PublicKey[],
  world: World,
  now: number,
): string {
  const header = asked.headers["authorization"];
  if (header === undefined || !/^Signature\s/i.test(header)) throw refused("The request is not signed.");
  const parsed = parse(header, rules);
  if (!rules.algorithms.map((algorithm) => algorithm.toLowerCase()).includes(parsed.algorithm))
    throw refused(`The algorithm ${parsed.algorithm} is not taken.`);
  const owner = ownerOf(parsed.keyId, rules.keyIds);
  if (owner === undefined) throw refused(`The key name ${parsed.keyId} is not of a form that is known.`);
  checkDate(asked, (rules.clockSkewSeconds ?? 300) * 1000, now);
  const candidates = keysOf(owner, keys, world);
  if (candidates.length === 0) throw refused(`There is no key ${parsed.keyId}.`);
  if (!candidates.some((key) => verifies(asked, parsed, key, rules))) throw refused("The signature is wrong.");
  return owner["user"] ?? owner["login"] ?? "";
}

function parse(header: string, rules: Signature): Parsed {
  const classic = /^Signature\s+keyId="([^"]*)",\s*algorithm="([^"]*)"\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header);
  if (classic && rules.forms.includes("classic"))
    return {
      keyId: classic[1] ?? "",
      algorithm: (classic[2] ?? "").toLowerCase(),
      signature: classic[3] ?? "",
      headers: undefined,
    };
  const params = Object.fromEntries(
    [...header.matchAll(/([A-Za-z]+)="([^"]*)"/g)].map(([, name, value]) => [name ?? "", value ?? ""]),
  );
  const { keyId, algorithm, signature } = params;
  if (keyId === undefined || algorithm === undefined || signature === undefined || !rules.forms.includes("draft"))
    throw refused("The Authorization header is not of a form that is known.");
  return {
    keyId,
    algorithm: algorithm.toLowerCase(),
    signature,
    headers: (params["headers"] ?? "date").toLowerCase().split(/\s+/),
  };
}

/** The parts of a key's name, by the first template that it fits. */
function ownerOf(keyId: string, templates: readonly string[]): Readonly<Record<string, string>> | undefined {
  for (const template of templates) {
    const names: string[] = [];
    const pattern = template
      .split(/(\{\w+\})/)
      .map((part) => {
        const name = /^\{(\w+)\}$/.exec(part)?.[1];
        if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        names.push(name);
        return "([^/]+)";
      })
      .join("");
    const match = new RegExp(`^${pattern}$`).exec(keyId);
    if (match) return Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ""]));
  }
  return undefined;
}

function checkDate(asked: Asked, skewMs: number, now: number): void {
  const text = asked.headers["x-date"] ?? asked.headers["date"];
  const date = text === undefined ? Number.NaN : Date.parse(text);
  if (Number.isNaN(date)) throw refused("The request has no Date that can be read.");
  if (Math.abs(now - date) > skewMs)
    throw refused(`The Date of the request is more than ${skewMs / 1000} seconds off.`);
}

/** Every key that a name can mean: those that were set up, and those that the account has stored. */
function keysOf(
  owner: Readonly<Record<string, string>>,
  given: readonly PublicKey[],
  world: World,
): readonly sshpk.Key[] {
  const found: sshpk.Key[] = [];
  const consider = (text: string, names: readonly unknown[]): void => {
    try {
      const key = sshpk.parseKey(text, "auto");
      const forms = [
        key.fingerprint("md5").toString("hex").replace(/^MD5:/, ""),
        key.fingerprint("md5").toString(),
        key.fingerprint("sha256").toString(),
      ];
      if ([...forms, ...names].includes(owner["key"])) found.push(key);
    } catch {
      // What cannot be read as a key opens nothing.
    }
  };
  for (const { publicKey, name, account } of given)
    if (account === undefined || account === owner["user"] || account === owner["login"]) consider(publicKey, [name]);
  for (const shelf of world.store.shelves())
    for (const { value, gone } of shelf.items.values()) {
      if (!isObject(value) || gone || typeof value["fingerprint"] !== "string") continue;
      const text = Object.values(value).find((member) => typeof member === "string" && isPublicKey(member));
      if (typeof text === "string") consider(text, [value["name"]]);
    }
  return found;
}

function verifies(asked: Asked, parsed: Parsed, key: sshpk.Key, rules: Signature): boolean {
  try {
    if (parsed.headers === undefined)
      return httpSignature.verifySignature(
        {
          params: { signature: parsed.signature },
          algorithm: parsed.algorithm.toUpperCase(),
          signingString: asked.headers["date"] ?? "",
        },
        key,
      );
    const reference = httpSignature.parseRequest(
      { headers: asked.headers, method: asked.method, url: asked.target, httpVersion: "1.1" },
      // The skew has been checked, by the twin's own clock.
      {
        clockSkew: Number.MAX_SAFE_INTEGER,
        headers: required(rules, parsed.headers),
        authorizationHeaderName: "authorization",
      },
    );
    return httpSignature.verifySignature(reference, key);
  } catch {
    // The reference package refuses algorithms that it does not know; the library beneath it may know them.
    return verifiesBelow(asked, parsed, key);
  }
}

function required(rules: Signature, signed: readonly string[]): readonly string[] {
  // A signed x-date stands for Date.
  return rules.headers
    .map((name) => name.toLowerCase())
    .map((name) => (name === "date" && signed.includes("x-date") ? "x-date" : name));
}

function verifiesBelow(asked: Asked, { algorithm, signature, headers = [] }: Parsed, key: sshpk.Key): boolean {
  try {
    const [type, hash] = algorithm.split("-");
    if (hash === undefined || type !== key.type) return false;
    const lines = headers.map((name) =>
      name === "(request-target)"
        ? `${name}: ${asked.method.toLowerCase()} ${asked.target}`
        : `${name}: ${asked.headers[name] ?? ""}`,
    );
    const verifier = key.createVerify(hash as "sha256");
    verifier.update(lines.join("\n"));
    return verifier.verify(signature, "base64");
  } catch {
    return false;
  }
}

function refused(message: string): Refusal {
  return new Refusal("unauthorized", message);
}
