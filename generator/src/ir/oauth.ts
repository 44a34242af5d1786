import type { JsonObject } from "../load/document.js";
import { readEnum } from "./enums.js";
import { asObject, asString, asStrings, defined, entries, member } from "./json.js";
import { pascalCase, type NameScope } from "./names.js";
import { child } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import { readFlows } from "./security.js";
import type { Enum, OAuthClient, OAuthFlow, Server } from "./types.js";

/** Reads the OAuth 2 schemes for which a client can be made, and the enums of their scopes. */
export function readOAuth(
  schemas: Schemas,
  scope: NameScope,
  { className, servers }: { readonly className: string; readonly servers: readonly Server[] },
): { readonly clients: readonly OAuthClient[]; readonly enums: readonly Enum[] } {
  const found = entries(member(asObject(member(schemas.root, "components")), "securitySchemes")).flatMap(
    ([name, value]) => {
      const scheme = schemas.resolve(value);
      const endpoints = scheme && endpointsOf(scheme, servers);
      return scheme === undefined || endpoints === undefined ? [] : [{ name, scheme, endpoints }];
    },
  );
  const enums: Enum[] = [];
  const clients = found.map(({ name, scheme, endpoints }) => {
    const stem = className + (found.length === 1 ? "" : pascalCase(name));
    const scopes = readScopes(scheme, child("", "components", "securitySchemes", name, "flows"), () =>
      scope.claim(`${stem}Scope`, ""),
    );
    if (scopes !== undefined) enums.push(scopes);
    const env = asObject(member(scheme, "x-env"));
    const written = asObject(member(scheme, "x-scopes"));
    return defined<OAuthClient>({
      name: scope.claim(/OAuth2?$/.test(stem) ? stem : `${stem}OAuth`, ""),
      scheme: name,
      scopes: scopes?.id,
      scopeParameter: asString(member(written, "parameter")),
      scopeSeparator: asString(member(written, "separator")),
      ...endpoints,
      env: { clientId: asStrings(member(env, "clientId")), clientSecret: asStrings(member(env, "clientSecret")) },
    });
  });
  return { clients, enums };
}

type Endpoints = Pick<
  OAuthClient,
  "authorizationUrl" | "tokenUrl" | "refreshUrl" | "revocationUrl" | "hasClientCredentials"
>;

/** The addresses of a scheme; nothing when no token can be got from it without a user's password. */
function endpointsOf(scheme: JsonObject, servers: readonly Server[]): Endpoints | undefined {
  if (member(scheme, "type") !== "oauth2") return undefined;
  const flows = readFlows(scheme);
  const flow = (type: string): OAuthFlow | undefined => flows.find((each) => each.type === type);
  const code = flow("authorizationCode");
  const own = flow("clientCredentials");
  const url = (text: string | undefined): string | undefined => absolute(text, servers);
  const tokenUrl = url(code?.tokenUrl) ?? url(own?.tokenUrl);
  if (tokenUrl === undefined) return undefined;
  return defined<Endpoints>({
    authorizationUrl: url(code?.authorizationUrl),
    tokenUrl,
    refreshUrl: url(code?.refreshUrl ?? own?.refreshUrl),
    revocationUrl: url((code ?? own)?.revocationUrl),
    hasClientCredentials: own !== undefined,
  });
}

/** An address as such: a relative one begins where the API lives. */
function absolute(text: string | undefined, [server]: readonly Server[]): string | undefined {
  const base = server?.url.includes("{") === true ? undefined : server?.url;
  if (text === undefined || !URL.canParse(text, base)) return undefined;
  const { href, protocol } = new URL(text, base);
  return /^https?:$/.test(protocol) ? href : undefined;
}

function readScopes(scheme: JsonObject, pointer: string, name: () => string): Enum | undefined {
  const scopes = new Map(readFlows(scheme).flatMap((flow) => flow.scopes.map((each) => [each.name, each] as const)));
  if (scopes.size === 0) return undefined;
  return readEnum(pointer, name(), {
    description: "What a token may be good for.",
    enum: [...scopes.keys()],
    "x-enum-descriptions": [...scopes.values()].map(({ description }) => description ?? ""),
    "x-open-enum": false,
  });
}
