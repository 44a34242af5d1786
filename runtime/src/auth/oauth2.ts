import { formBody } from "../body-encoders.js";
import { SigningError } from "../errors.js";
import { readNothing } from "../readers.js";
import type { ReplyReader } from "../reply.js";
import { Service } from "../service.js";
import type { ClientOptions, RequestOptions } from "../types.js";
import { encodeBase64, encodeBase64Url } from "./base64.js";
import { Renewal } from "./renewal.js";

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
  /** What stands between scopes. Default: a blank. */
  readonly scopeSeparator?: string | undefined;
  /** Name of the parameter for scopes in the authorization URL. Default: `scope`. */
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

/**
 * A token source for clients that gets new tokens by itself: shortly before a token ends, and when a server has refused it;
 * once for any number of concurrent calls. It rejects with SigningError when there is no new token to be had.
 */
export interface RenewingToken {
  (): Promise<string>;
  /**
   * Told by clients that the server answered 401. True when asking for the token again may help.
   *
   * @param since when the request was begun, by `performance.now()`
   */
  refused(since: number): boolean;
}

/** How long before its end a token is no longer used, in milliseconds; of a short-lived one, at most half its life. */
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
  return tokens(server.tokenUrl, app, { ...grant, redirect_uri: app.redirectUri }, options, server);
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
  const grant = { grant_type: "refresh_token", refresh_token: refreshToken };
  return { refreshToken, ...(await tokens(server.refreshUrl ?? server.tokenUrl, app, grant, options, server)) };
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
  return tokens(server.tokenUrl, app, { grant_type: "client_credentials", scope }, options, server);
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
  await post(server.revocationUrl, "revokeToken", app, { token, token_type_hint: hint }, options, readNothing);
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
  const renew = async (): Promise<OAuth2Tokens> => {
    const fresh = await signingIn(refreshTokens(server, app, refreshToken));
    refreshToken = fresh.refreshToken ?? refreshToken;
    await onRefresh?.(fresh);
    return fresh;
  };
  return renewing(renew, known);
}

/** A token source for the application itself: the first call that needs a token gets it (client credentials). */
export function clientCredentialsToken<Scope extends string>(
  server: OAuth2Server<Scope>,
  app: OAuth2App,
  scopes?: readonly Scope[],
): RenewingToken {
  return renewing(() => signingIn(clientCredentials(server, app, scopes)));
}

function renewing(renew: () => Promise<OAuth2Tokens>, known?: OAuth2Tokens): RenewingToken {
  const lifeMs = ({ expiresAtMs = Infinity }: OAuth2Tokens): number => expiresAtMs - Date.now();
  const renewal = new Renewal(async () => {
    const fresh = await renew();
    const life = lifeMs(fresh);
    return { token: fresh.accessToken, goodForMs: life - Math.min(marginMs, life / 2) };
  });
  // How long this one was good in all is not known.
  if (known) renewal.replace({ token: known.accessToken, goodForMs: lifeMs(known) - marginMs });
  const refused = (since: number): boolean => {
    renewal.refuse(since);
    return true;
  };
  return Object.assign(() => renewal.use(), { refused });
}

/** A refusal by the authorization server must not look like one by the service, which would ask for a token again. */
function signingIn(tokens: Promise<OAuth2Tokens>): Promise<OAuth2Tokens> {
  return tokens.catch((cause: unknown) => {
    throw new SigningError(`no new token: ${cause instanceof Error ? cause.message : "unknown"}`, { cause });
  });
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
  if (typeof accessToken !== "string" || accessToken === "")
    throw new SigningError("the token endpoint answered without an access token");
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
  reply?: ReplyReader<unknown>,
): Promise<unknown> {
  const { origin, pathname, search } = new URL(url);
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
      path: pathname + search,
      headers: isBasic ? { authorization: `Basic ${encodeBase64(new TextEncoder().encode(pair))}` } : {},
      body: isBasic ? fields : { ...fields, client_id: clientId, client_secret: clientSecret },
      encode: formBody(),
      reply,
    },
    { ...options, limits: { ...app.options?.limits, ...options.limits, redirects: 0 } },
  );
}

function randomText(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}
