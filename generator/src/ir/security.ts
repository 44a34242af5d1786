import type { JsonObject } from "../load/document.js";
import { asList, asObject, asString, asStrings, defined, entries, member } from "./json.js";
import { camelCase, NameScope } from "./names.js";
import { child } from "./pointer.js";
import { inheritedMembers } from "./reserved.js";
import { readSignature } from "./signatures.js";
import { descriptionOf } from "./text.js";
import { readTokenLogin, type SignInContext } from "./token-login.js";
import type { Credential, CredentialKind, OAuthFlow, SecurityAlternative } from "./types.js";

/** Options that every client has, which a credential must not take the name of. A test compares it with the runtime. */
export const clientOptions: readonly string[] = [
  "baseUrl", "server", "serverVariables", "headers", "userAgent", "transport", "onRequest", "onReply", "rateLimit",
  "timeoutMs", "deadlineMs", "retry", "limits",
]; // prettier-ignore

/** How the security schemes of a document become credentials. */
export interface Security {
  readonly credentials: readonly Credential[];
  /** Reads a `security` list. */
  read(value: JsonObject[string] | undefined): readonly SecurityAlternative[];
}

/** The scope of the names of a client's options. */
export function optionScope(): NameScope {
  return new NameScope((name) => clientOptions.includes(name) || inheritedMembers.has(name));
}

/** Reads the security schemes. `requirements` are all `security` lists of the document. */
export function readSecurity(context: SignInContext, requirements: readonly JsonObject[string][]): Security {
  const { schemas } = context;
  const schemes = entries(member(asObject(member(schemas.root, "components")), "securitySchemes"))
    .map(([name, value]) => ({ name, scheme: schemas.resolve(value) }))
    .filter((entry) => entry.scheme !== undefined) as { name: string; scheme: JsonObject }[];
  const groups = grouped(schemes, requirements);
  const names = new NameScope((name) => inheritedMembers.has(name));
  const credentials = groups.map((group) =>
    readCredential(context, group, names.claim(wantedName(group, groups.length), "Login")),
  );
  const byScheme = new Map(
    credentials.flatMap((credential) => credential.schemes.map((name) => [name, credential.name] as const)),
  );
  return {
    credentials,
    read: (value) =>
      distinct(
        asList(value).map((alternative) => ({
          credentials: entries(alternative)
            .filter(([scheme]) => byScheme.has(scheme))
            .map(([scheme, scopes]) => ({
              credential: byScheme.get(scheme) ?? scheme,
              scheme,
              scopes: asStrings(scopes),
            })),
        })),
      ),
  };
}

type Group = { name: string; scheme: JsonObject }[];

/**
 * Schemes that are sent in the same way and are alternatives of one another wherever they are asked for (a personal
 * token or an OAuth token) are one credential; schemes that stand alone anywhere must be told apart.
 */
function grouped(schemes: Group, requirements: readonly JsonObject[string][]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const entry of schemes) {
    const wire = wireForm(entry.scheme);
    const key = wire === undefined ? `scheme ${entry.name}` : `${wire} ${neighbours(entry.name, requirements)}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

/** The `security` lists that offer a scheme on its own, as a key: equal keys mean that two schemes always go together. */
function neighbours(name: string, requirements: readonly JsonObject[string][]): string {
  const places: number[] = [];
  for (const [index, list] of requirements.entries()) {
    for (const alternative of asList(list)) {
      const names = entries(alternative).map(([scheme]) => scheme);
      if (names.includes(name)) places.push(names.length === 1 ? index : -index - 1);
    }
  }
  return places.join();
}

/** What a bearer-like scheme is on the wire; other schemes are never shared. */
function wireForm(scheme: JsonObject): string | undefined {
  const type = asString(member(scheme, "type"));
  if (type === "oauth2" || type === "openIdConnect") return "bearer";
  return type === "http" && asString(member(scheme, "scheme"))?.toLowerCase() === "bearer" ? "bearer" : undefined;
}

function readCredential(context: SignInContext, group: Group, name: string): Credential {
  const [first] = group;
  const env = group.flatMap((entry) => asStrings(member(entry.scheme, "x-env")));
  const pointer = child("", "components", "securitySchemes", first?.name ?? "");
  return defined<Credential>({
    name,
    schemes: group.map((entry) => entry.name),
    kind: readKind(context, first?.scheme ?? {}, { name, env: [...new Set(env)], pointer }),
    description:
      group
        .map((entry) => descriptionOf(entry.scheme))
        .filter((text) => text !== undefined)
        .join("\n\n") || undefined,
    flows: group.flatMap((entry) => readFlows(entry.scheme)),
  });
}

/** A document with one credential needs no long name for it; where there are several, the scheme's name tells them apart. */
function wantedName(group: Group, count: number): string {
  const [first] = group;
  const plain = new Map([
    ["bearer", "token"],
    ["basic", "login"],
    ["apiKey", member(first?.scheme, "x-token-login") === undefined ? "apiKey" : "session"],
    ["signature", "signer"],
  ]).get(kindOf(first?.scheme ?? {}));
  return count === 1 && plain !== undefined ? plain : camelCase(first?.name ?? "") || "credential";
}

function kindOf(scheme: JsonObject): string {
  const type = asString(member(scheme, "type")) ?? "";
  if (type === "oauth2" || type === "openIdConnect") return "bearer";
  return type === "http" ? (asString(member(scheme, "scheme")) ?? "bearer").toLowerCase() : type;
}

function readKind(
  context: SignInContext,
  scheme: JsonObject,
  { name, env, pointer }: { name: string; env: readonly string[]; pointer: string },
): CredentialKind {
  const { options } = context;
  checkSignIn(context, scheme, pointer);
  const special =
    kindOf(scheme) === "apiKey" ? readTokenLogin(context, scheme, pointer) : readSignature(context, scheme);
  if (special !== undefined) return special;
  switch (kindOf(scheme)) {
    case "bearer":
      return { type: "bearer", option: options.claim(name, "Token"), env };
    case "basic": {
      const named = asObject(member(scheme, "x-env"));
      return {
        type: "basic",
        username: options.claim("username", "Option"),
        password: options.claim("password", "Option"),
        env: { username: asStrings(member(named, "username")), password: asStrings(member(named, "password")) },
      };
    }
    case "apiKey": {
      const place =
        (["header", "query", "cookie"] as const).find((where) => where === member(scheme, "in")) ?? "header";
      return {
        type: "apiKey",
        option: options.claim(name, "Key"),
        in: place,
        key: asString(member(scheme, "name")) ?? "",
        env,
      };
    }
    case "mutualTLS":
      return { type: "mutualTLS" };
    default:
      return {
        type: "authorization",
        option: options.claim(name, "Option"),
        scheme: asString(member(scheme, "scheme")) ?? "",
        env,
      };
  }
}

/** Reports what says how a caller signs in, and stands on a scheme of another kind. */
function checkSignIn({ reportUnfit }: SignInContext, scheme: JsonObject, pointer: string): void {
  const kind = kindOf(scheme);
  for (const [name, wanted] of [
    ["x-token-login", "apiKey"],
    ["x-signature", "signature"],
  ] as const) {
    if (member(scheme, name) === undefined || kind === wanted) continue;
    reportUnfit({
      message: `\`${name}\` means nothing on a scheme of this kind.`,
      help:
        wanted === "apiKey"
          ? "It belongs on a scheme of the type `apiKey`."
          : "It belongs on a scheme of the type `http` with `scheme: signature`.",
      pointer: child(pointer, name),
    });
  }
}

/** The OAuth 2 flows of a scheme. */
export function readFlows(scheme: JsonObject): readonly OAuthFlow[] {
  const revocationUrl = asString(member(scheme, "x-revocation-url"));
  return entries(member(scheme, "flows")).map(([type, value]) => {
    const flow = asObject(value);
    return defined<OAuthFlow>({
      type,
      authorizationUrl: asString(member(flow, "authorizationUrl")),
      tokenUrl: asString(member(flow, "tokenUrl")),
      refreshUrl: asString(member(flow, "refreshUrl")),
      revocationUrl: revocationUrl ?? asString(member(flow, "x-revocation-url")),
      scopes: entries(member(flow, "scopes")).map(([name, text]) =>
        defined<OAuthFlow["scopes"][number]>({ name, description: asString(text) }),
      ),
    });
  });
}

/** Alternatives without repetition: two schemes that became one credential are one way to sign in, with all their scopes. */
function distinct(alternatives: readonly SecurityAlternative[]): readonly SecurityAlternative[] {
  const seen = new Map<string, SecurityAlternative>();
  for (const alternative of alternatives) {
    const key = alternative.credentials
      .map(({ credential }) => credential)
      .sort()
      .join();
    const former = seen.get(key);
    if (former === undefined || scopeCount(alternative) > scopeCount(former)) seen.set(key, alternative);
  }
  return [...seen.values()];
}

function scopeCount({ credentials }: SecurityAlternative): number {
  return credentials.reduce((count, { scopes }) => count + scopes.length, 0);
}
