import { formBody } from "../body-encoders.js";
import { SigningError } from "../errors.js";
import { Service } from "../service.js";
import type { ClientOptions, RequestOptions } from "../types.js";
import { encodeBase64, encodeBase64Url } from "./base64.js";

/** An authorization server, as the description of a service declares it. `Scope` lists the scopes it knows. */
export interface OAuth2Server<Scope extends string = string> {
  readonly authorizationUrl?: string | undefined;
  readonly tokenUrl: string;
  readonly refreshUrl?: string | undefined;
  readonly revocationUrl?: string | undefined;
  /** The scopes with what they allow. */
  readonly scopes?: Readonly<Record<Scope, string>> | undefined;
  /** What stands between scopes. Default: a blank. */
  readonly scopeSeparator?: string | undefined;
  /** Name of the parameter for scopes in the authorization URL. Default: `scope`. */
  readonly scopeParameter?: string | undefined;
}

/** The application, as it is registered with the authorization server. */
export interface OAuth2App {
  readonly clientId: string;
  /** Absent for public clients, which prove themselves by PKCE. */
  readonly clientSecret?: string | undefined;
  readonly redirectUri?: string | undefined;
  /** Whether id and secret go into the body or an Authorization header. Default: `body`. */
  readonly clientAuthentication?: "body" | "basic" | undefined;
  /** How to reach the server: transport, time limits. */
  readonly options?: ClientOptions | undefined;
}

/** What the token endpoint hands out. */
export interface OAuth2Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** When the access token ends, in milliseconds since 1970; undefined when the server does not say. */
  readonly expiresAtMs?: number | undefined;
  /** The scopes granted, when the server says so. */
  readonly scopes?: readonly string[] | undefined;
}

/** A sign-in that has been begun: send the user to `url`, and keep the rest for when the user comes back. */
export interface Authorization {
  readonly url: string;
  /** Must come back unchanged in the redirect. */
  readonly state: string;
  readonly codeVerifier: string;
}

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
  const challenge = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier)));
  const url = new URL(server.authorizationUrl);
  const parameters = {
    client_id: app.clientId,
    response_type: "code",
    redirect_uri: app.redirectUri,
    [server.scopeParameter ?? "scope"]: scopes.join(server.scopeSeparator ?? " ") || undefined,
    state,
    code_challenge: encodeBase64Url(challenge),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return { url: url.href, state, codeVerifier };
}

/**
 * Ends an authorization-code sign-in.
 *
 * @param callback the URL that the user came back to
 * @throws SigningError when the state is another one or the user was refused
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
  return tokens(server.tokenUrl, app, { ...grant, redirect_uri: app.redirectUri }, options, server);
}

/** Gets new tokens for a refresh token. A server that hands out no new refresh token means the old one to stay. */
export async function refreshTokens(
  server: OAuth2Server,
  app: OAuth2App,
  refreshToken: string,
  options?: RequestOptions,
): Promise<OAuth2Tokens> {
  const grant = { grant_type: "refresh_token", refresh_token: refreshToken };
  return { refreshToken, ...(await tokens(server.refreshUrl ?? server.tokenUrl, app, grant, options, server)) };
}

/** Gets a token for the application itself (client credentials). */
export async function clientCredentials<Scope extends string>(
  server: OAuth2Server<Scope>,
  app: OAuth2App,
  scopes: readonly Scope[] = [],
  options?: RequestOptions,
): Promise<OAuth2Tokens> {
  const scope = scopes.join(server.scopeSeparator ?? " ") || undefined;
  return tokens(server.tokenUrl, app, { grant_type: "client_credentials", scope }, options, server);
}

/** Makes a token useless (RFC 7009). */
export async function revokeToken(
  server: OAuth2Server,
  app: OAuth2App,
  token: string,
  hint?: "access_token" | "refresh_token",
  options?: RequestOptions,
): Promise<void> {
  if (server.revocationUrl === undefined) throw new SigningError("this service has no revocation URL");
  await post(server.revocationUrl, "revokeToken", app, { token, token_type_hint: hint }, options);
}

/**
 * A token source for clients: gives the access token, and refreshes it shortly before it ends, once for any number of
 * concurrent calls.
 *
 * @param onRefresh told of new tokens, to store them
 */
export function refreshingToken(
  server: OAuth2Server,
  app: OAuth2App,
  known: OAuth2Tokens,
  onRefresh?: (tokens: OAuth2Tokens) => void | Promise<void>,
): () => Promise<string> {
  let current = known;
  let refresh: Promise<void> | undefined;
  const renew = async (refreshToken: string): Promise<void> => {
    current = await refreshTokens(server, app, refreshToken);
    await onRefresh?.(current);
  };
  return async () => {
    const { refreshToken, expiresAtMs = Infinity } = current;
    if (refreshToken !== undefined && Date.now() > expiresAtMs - 30_000) {
      refresh ??= renew(refreshToken).finally(() => (refresh = undefined));
      await refresh;
    }
    return current.accessToken;
  };
}

async function tokens(
  url: string,
  app: OAuth2App,
  grant: Readonly<Record<string, string | undefined>>,
  options: RequestOptions | undefined,
  server: OAuth2Server,
): Promise<OAuth2Tokens> {
  const reply = await post(url, "getToken", app, grant, options);
  const read = (name: string): unknown =>
    Object.hasOwn(Object(reply), name) ? Reflect.get(Object(reply), name) : undefined;
  const accessToken = read("access_token");
  if (typeof accessToken !== "string") throw new SigningError("the token endpoint answered without an access token");
  const refreshToken = read("refresh_token");
  const seconds = Number(read("expires_in") ?? NaN);
  const scope = read("scope") ?? read("scopes");
  return {
    accessToken,
    ...(typeof refreshToken === "string" && { refreshToken }),
    ...(!Number.isNaN(seconds) && { expiresAtMs: Date.now() + seconds * 1000 }),
    ...(typeof scope === "string" && { scopes: scope.split(server.scopeSeparator ?? " ").filter(Boolean) }),
  };
}

/** Sends a form to the authorization server. Credentials are in its body, so no redirect is followed. */
async function post(
  url: string,
  operation: string,
  app: OAuth2App,
  fields: Readonly<Record<string, string | undefined>>,
  options: RequestOptions = {},
): Promise<unknown> {
  const { origin, href } = new URL(url);
  const service = new Service(
    {
      name: "oauth2",
      version: "2",
      servers: [],
      credentials: {},
      errors: { message: "/error_description", code: "/error" },
    },
    { ...app.options, baseUrl: origin },
  );
  const { clientId, clientSecret } = app;
  const isBasic = app.clientAuthentication === "basic" && clientSecret !== undefined;
  const pair = [clientId, clientSecret ?? ""].map(encodeURIComponent).join(":");
  return service.send(
    {
      operation,
      method: "POST",
      path: href,
      headers: isBasic ? { authorization: `Basic ${encodeBase64(new TextEncoder().encode(pair))}` } : {},
      body: isBasic ? fields : { ...fields, client_id: clientId, client_secret: clientSecret },
      encode: formBody(),
    },
    { ...options, limits: { redirects: 0 } },
  );
}

function randomText(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}
