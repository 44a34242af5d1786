import type { JsonObject } from "../load/document.js";
import { asObject, asString, asStrings, entries, member } from "./json.js";
import type { SignInContext } from "./token-login.js";
import type { Signature } from "./types.js";

/** Reads `x-signature` of an `http` scheme. Nothing where there is none: what follows the scheme's name is then given. */
export function readSignature({ options }: SignInContext, scheme: JsonObject): Signature | undefined {
  const extension = asObject(member(scheme, "x-signature"));
  if (extension === undefined || asString(member(scheme, "scheme"))?.toLowerCase() !== "signature") return undefined;
  const [form] = asStrings(member(extension, "forms"));
  return {
    type: "signature",
    option: options.claim("signer", "Option"),
    headers: asStrings(member(extension, "headers")),
    form: form === "classic" ? "classic" : "draft",
    algorithms: asStrings(member(extension, "algorithms")),
    keyIds: asStrings(member(extension, "keyIds")),
    fingerprint: member(extension, "fingerprint") === "sha256" ? "sha256" : "md5",
    env: Object.fromEntries(entries(member(scheme, "x-env")).map(([part, names]) => [part, asStrings(names)])),
  };
}
