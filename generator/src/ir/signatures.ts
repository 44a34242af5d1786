import type { JsonObject } from "../load/document.js";
import { asObject, asString, asStrings, entries, member } from "./json.js";
import type { NameScope } from "./names.js";
import { templateNames } from "./parameters.js";
import type { SignInContext } from "./token-login.js";
import type { Credential, Setting, Signature } from "./types.js";

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
    parts: [],
    env: Object.fromEntries(entries(member(scheme, "x-env")).map(([part, names]) => [part, asStrings(names)])),
  };
}

/**
 * The credentials with the options that the names of keys are made of, but for those that are settings already. They are
 * known only once the operations have been read.
 */
export function withKeyParts(
  credentials: readonly Credential[],
  settings: readonly Setting[],
  options: NameScope,
): readonly Credential[] {
  const taken = new Set(["key", ...settings.map(({ name }) => name)]);
  return credentials.map((credential) => {
    const { kind } = credential;
    if (kind.type !== "signature") return credential;
    const names = new Set(kind.keyIds.flatMap(templateNames).filter((name) => !taken.has(name)));
    const renamed = new Map<string, string>();
    const parts = [...names].map((name) => {
      taken.add(name);
      const option = options.claim(name, "Option");
      renamed.set(name, option);
      return { name: option, env: kind.env[name] ?? [] };
    });
    const keyIds = kind.keyIds.map((template) =>
      template.replace(/\{(\w+)\}/g, (_, name: string) => `{${renamed.get(name) ?? name}}`),
    );
    return { ...credential, kind: { ...kind, keyIds, parts } };
  });
}
