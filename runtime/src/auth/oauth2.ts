import { formBody } from "../body-encoders.js";
import { withQuery } from "../encode.js";
import { SigningError } from "../errors.js";
import { parseJson } from "../json.js";
import { queryOf } from "../parameters.js";
import { readText } from "../reply.js";
import { Service } from "../service.js";
import type { Call, ClientOptions, RequestOptions } from "../types.js";
import { encodeBase64Url } from "./base64.js";
import { basicHeader } from "./basic.js";
import { noToken, renewing, usableMs, type Lease, type RenewingToken } from "./renewal.js";

/** An authorization server, as the description of a service declares it. `Scope` lists the scopes it knows. */
export interface OAuth2Server<Scope extends string = string> {
  /** Where users are sent to sign in; absent when no sign-in begins with a user. */
  readonly authorizationUrl?: string | undefined;
  /** Where codes and credentials are traded for tokens. */
  readonly tokenUrl: string;
  /** Where tokens are refreshed. Default: `tokenUrl`. */
  readonly refreshUrl?: string | undefined;
  /** Where tokens are made useless; absent when the server cannot do that. */
  readonly revocationUrl?: string | undefined;
  /** The scopes with what they allow. */
  readonly scopes?: Readonly<Record<Scope, string>> | undefined;
  /** What stands between scopes. Default: a blank; in replies, a comma as well. */
  readonly scopeSeparator?: string | undefined;
  /** Name of the parameter for scopes in the authorization URL, and of the member in replies. Default: `scope`. */
  readonly scopeParameter?: string | undefined;
}

/** The application, as it is registered with the authorization server. */
export interface OAuth2App {
  /** The name under which the server knows the application. */
  readonly clientId: string;
  /** Absent for public clients, which prove themselves by PKCE. */
  readonly clientSecret?: string | undefined;
  /** Where users come back to; one of those registered. */
  readonly redirectUri?: string | undefined;
  /** Whether id and secret go into the body or an Authorization header. Default: `body`. */
  readonly clientAuthentication?: "body" | "basic" | undefined;
  /** How to reach the server: transport, time limits. */
  readonly options?: ClientOptions | undefined;
}

/** What the token endpoint hands out. */
export interface OAuth2Tokens {
  /** What requests are signed with. */
  readonly accessToken: string;
  /** What new tokens are got for; undefined when the server gives none. */
  readonly refreshToken?: string | undefined;
  /** When the access token ends, in milliseconds since 1970; undefined when the server does not say. */
  readonly expiresAtMs?: number | undefined;
  /** The scopes granted, when the server says so. */
  readonly scopes?: readonly string[] | undefined;
}

/** A sign-in that has been begun: send the user to `url`, and keep the rest for when the user comes back. */
export interface Authorization {
  /** Where the user signs in. */
  readonly url: string;
  /** Must come back unchanged in the redirect. */
  readonly state: string;
  /** Proves to the server that the one who ends the sign-in has begun it. A secret. */
  readonly codeVerifier: string;
}

/** See `usableMs`. */
const marginMs = 30_000;

/**
 * Begins an authorization-code sign-in with PKCE. Sends nothing.
 *
 * @throws SigningError when the server has no authorization URL
 */
export async function startAuthorization<Scope extends string>(
  server: OAuth2Server<Scope>,
  app: OAuth2App,
  { scopes = [], state = randomText() }: { readonly scopes?: readonly Scope[]; readonly state?: string } = {},
): Promise<Authorization> {
  if (server.authorizationUrl === undefined) throw new SigningError("this service has no authorization URL");
  const codeVerifier = randomText();
  const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier));
  const query = queryOf({
    client_id: app.clientId,
    response_type: "code",
    redirect_uri: app.redirectUri,
    [server.scopeParameter ?? "scope"]: scopes.join(server.scopeSeparator ?? " ") || undefined,
    state,
    code_challenge: encodeBase64Url(new Uint8Array(challenge)),
    code_challenge_method: "S256",
  });
  return { url: withQuery(server.authorizationUrl, query), state, codeVerifier };
}

/**
 * Ends an authorization-code sign-in.
 *
 * @param callback the URL that the user came back to
 * @throws SigningError when the state is another one, the user was refused, or the answer holds no token; and what
 * `Client.send` throws
 */
export async function finishAuthorization(
  server: OAuth2Server,
  app: OAuth2App,
  begun: Pick<Authorization, "state" | "codeVerifier">,
  callback: string | URL,
  options?: RequestOptions,
): Promise<OAuth2Tokens> {
  const answer = new URL(callback).searchParams;
  const code = answer.get("code");
  if (answer.get("state") !== begun.state)
    throw new SigningError("the sign-in that came back is not the one begun here");
  if (!code) throw new SigningError(`the sign-in was refused: ${answer.get("error") ?? "no code came back"}`);
  const grant = { grant_type: "authorization_code", code, code_verifier: begun.codeVerifier };
  return tokens(server, app, { ...grant, redirect_uri: app.redirectUri }, options);
}

/**
 * Gets new tokens for a refresh token. A server that hands out no new refresh token means the old one to stay.
 *
 * @throws SigningError when the answer holds no token; and what `Client.send` throws
 */
export async function refreshTokens(
  server: OAuth2Server,
  app: OAuth2App,
  refreshToken: string,
  options?: RequestOptions,
): Promise<OAuth2Tokens> {
  const tokenUrl = server.refreshUrl ?? server.tokenUrl;
  return tokens({ ...server, tokenUrl }, app, { grant_type: "refresh_token", refresh_token: refreshToken }, options);
}

/**
 * Gets a token for the application itself (client credentials). See also `clientCredentialsToken`.
 *
 * @throws SigningError when the answer holds no token; and what `Client.send` throws
 */
export async function clientCredentials<Scope extends string>(
  server: OAuth2Server<Scope>,
  app: OAuth2App,
  scopes: readonly Scope[] = [],
  options?: RequestOptions,
): Promise<OAuth2Tokens> {
  const scope = scopes.join(server.scopeSeparator ?? " ") || undefined;
  return tokens(server, app, { grant_type: "client_credentials", scope }, options);
}

/**
 * Makes a token useless (RFC 7009).
 *
 * @throws SigningError when the server has no revocation URL; and what `Client.send` throws
 */
export async function revokeToken(
  server: OAuth2Server,
  app: OAuth2App,
  token: string,
  hint?: "access_token" | "refresh_token",
  options?: RequestOptions,
): Promise<void> {
  if (server.revocationUrl === undefined) throw new SigningError("this service has no revocation URL");
  await post("revokeToken", server.revocationUrl, app, { token, token_type_hint: hint }, options);
}

/**
 * A token source with the tokens of a user. Without a refresh token it gives the access token as long as anybody asks.
 *
 * @param onRefresh told of new tokens, to store them; a call fails with what it throws
 */
export function refreshingToken(
  server: OAuth2Server,
  app: OAuth2App,
  known: OAuth2Tokens,
  onRefresh?: (tokens: OAuth2Tokens) => void | Promise<void>,
): RenewingToken {
  if (known.refreshToken === undefined) return Object.assign(async () => known.accessToken, { refused: () => false });
  let { refreshToken } = known;
  const source = renewing(async () => {
    const fresh = await refreshTokens(server, app, refreshToken).catch(noNewToken);
    refreshToken = fresh.refreshToken ?? refreshToken;
    await onRefresh?.(fresh);
    return leaseOf(fresh);
  });
  // How long this one was good in all is not known.
  source.replace({ token: known.accessToken, goodForMs: (known.expiresAtMs ?? Infinity) - Date.now() - marginMs });
  return source;
}

/** A token source for the application itself: the first call that needs a token gets it (client credentials). */
export function clientCredentialsToken<Scope extends string>(
  server: OAuth2Server<Scope>,
  app: OAuth2App,
  scopes?: readonly Scope[],
): RenewingToken {
  return renewing(() => clientCredentials(server, app, scopes).then(leaseOf, noNewToken));
}

const noNewToken = (cause: unknown): never => noToken("no new token", cause);

function leaseOf({ accessToken: token, expiresAtMs = Infinity }: OAuth2Tokens): Lease {
  return { token, goodForMs: usableMs(expiresAtMs - Date.now(), marginMs) };
}

type Fields = Readonly<Record<string, string | undefined>>;

async function tokens(server: OAuth2Server, app: OAuth2App, grant: Fields, options?: RequestOptions) {
  const answer = await post("getToken", server.tokenUrl, app, grant, options);
  const reply = Object(parseJson(answer)) as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof reply[name] === "string" ? reply[name] : undefined);
  const accessToken = text("access_token");
  const { scopeParameter = "scopes", scopeSeparator = "," } = server;
  if (!accessToken) throw new SigningError("the token endpoint answered without an access token");
  return {
    accessToken,
    refreshToken: text("refresh_token") ?? grant["refresh_token"],
    expiresAtMs: Date.now() + Number(reply["expires_in"] ?? NaN) * 1000 || undefined,
    scopes: (text("scope") ?? text(scopeParameter))?.replaceAll(scopeSeparator, " ").match(/[^\s,]+/g) ?? undefined,
  };
}

/** Sends a form to the authorization server. Credentials are in its body, so no redirect is followed. */
async function post(operation: string, url: string, app: OAuth2App, fields: Fields, options: RequestOptions = {}) {
  const errors = { message: ["error_description"], code: ["error"] };
  const definition = { name: "oauth2", version: "2", servers: [], credentials: {}, errors };
  const service = new Service(definition, { ...app.options, baseUrl: new URL(url).origin });
  const { clientId, clientSecret } = app;
  const isBasic = app.clientAuthentication === "basic" && clientSecret !== undefined;
  const authorization = isBasic && basicHeader(encodeURIComponent(clientId), encodeURIComponent(clientSecret));
  const headers: Record<string, string> = authorization ? { authorization } : {};
  const body = formBody(isBasic ? fields : { ...fields, client_id: clientId, client_secret: clientSecret });
  const limits = { ...app.options?.limits, ...options.limits, redirects: 0 };
  const call: Call = { operation, method: "POST", path: () => url, headers, body, reply: readText };
  return service.send<string>(call, { ...options, limits });
}

const randomText = (): string => encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
