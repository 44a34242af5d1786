import { createHash, timingSafeEqual } from "node:crypto";
import type { Asked } from "../check/asked.js";
import { isObject, string, type JsonObject } from "../spec/json.js";
import { emptyReply, htmlReply, jsonReply, type Reply } from "../serve/reply.js";
import type { Clock } from "../state/clock.js";
import type { Random } from "../state/random.js";
import type { World } from "../state/world.js";
import { consentPage, refusalPage } from "./consent.js";
import { scopesOf, type OAuthClient, type Tokens } from "./credentials.js";

/** How long codes and tokens last, in milliseconds. */
const codeMs = 10 * 60_000;
const tokenMs = 2 * 60 * 60_000;

interface Request {
  readonly client: OAuthClient;
  readonly redirect: string;
  readonly scopes: string;
  readonly state: string | null;
  readonly implicit: boolean;
  readonly challenge: string | null;
  readonly method: string;
}

interface Code extends Request {
  readonly expires: number;
}

/** The endpoints of the document's OAuth schemes: asking the user, trading codes and refresh tokens, revoking. */
export class OAuth {
  readonly #paths: Readonly<Record<"authorize" | "token" | "revoke", ReadonlySet<string>>>;
  readonly #scopes: Readonly<Record<string, string>>;
  /** The parameters that may name scopes: those that the document declares, and both that are common. */
  readonly #scopeParameters: readonly string[];
  readonly #clients: readonly OAuthClient[];
  readonly #tokens: Tokens;
  readonly #world: World;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #codes = new Map<string, Code>();
  /** Consent pages that were shown and not answered: nobody but the page itself knows the ticket. */
  readonly #tickets = new Map<string, Request>();

  constructor(schemes: readonly JsonObject[], clients: readonly OAuthClient[], tokens: Tokens, world: World) {
    this.#clients = clients;
    this.#tokens = tokens;
    this.#world = world;
    this.#clock = world.clock;
    this.#random = world.random;
    const paths = { authorize: new Set<string>(), token: new Set<string>(), revoke: new Set<string>() };
    const scopes: Record<string, string> = {};
    const declared: string[] = [];
    for (const scheme of schemes) {
      if (scheme["type"] !== "oauth2") continue;
      const written = scheme["x-scopes"];
      const parameter = isObject(written) ? string(written["parameter"]) : undefined;
      if (parameter !== undefined) declared.push(parameter);
      add(paths.revoke, scheme["x-revocation-url"]);
      for (const flow of Object.values(isObject(scheme["flows"]) ? scheme["flows"] : {})) {
        if (!isObject(flow)) continue;
        add(paths.authorize, flow["authorizationUrl"]);
        add(paths.token, flow["tokenUrl"]);
        add(paths.token, flow["refreshUrl"]);
        for (const [name, text] of Object.entries(isObject(flow["scopes"]) ? flow["scopes"] : {}))
          scopes[name] = String(text);
      }
    }
    // Where a token is traded, older clients also let it expire.
    for (const path of paths.token) paths.revoke.add(`${path}/expire`);
    this.#paths = paths;
    this.#scopes = scopes;
    this.#scopeParameters = [...declared, "scopes", "scope"];
  }

  /** Answers a request to one of the endpoints; undefined for all others. */
  async answer(asked: Asked): Promise<Reply | undefined> {
    const [path = "", query = ""] = asked.target.split("?");
    const clean = path.replace(/\/+$/, "");
    if (this.#paths.authorize.has(clean))
      return asked.method === "POST"
        ? this.#decide(asked)
        : asked.method === "GET"
          ? this.#ask(new URLSearchParams(query))
          : undefined;
    if (asked.method !== "POST") return undefined;
    if (this.#paths.token.has(clean)) return this.#trade(asked, await fields(asked));
    return this.#paths.revoke.has(clean) ? this.#revoke(asked, await fields(asked)) : undefined;
  }

  clear(): void {
    this.#codes.clear();
    this.#tickets.clear();
  }

  #ask(query: URLSearchParams): Reply {
    const client = this.#client(query.get("client_id") ?? "");
    if (client === undefined) return htmlReply(400, refusalPage("There is no client with this client_id."));
    const redirect = query.get("redirect_uri") ?? client.redirectUris?.[0];
    if (redirect === undefined || !mayReturn(client, redirect))
      return htmlReply(400, refusalPage("The client may not send users to this redirect_uri."));
    const kind = query.get("response_type") ?? "code";
    const state = query.get("state");
    if (kind !== "code" && kind !== "token")
      return back(redirect, { error: "unsupported_response_type", state }, false);
    const scopes = this.#scopeParameters.map((name) => query.get(name)).find((text) => text !== null) ?? "*";
    const unknown = [...(scopesOf(scopes) ?? [])].filter(
      (scope) =>
        !Object.hasOwn(this.#scopes, scope) &&
        !/:\*$/.test(scope) &&
        !Object.keys(this.#scopes).some((known) => known.startsWith(`${scope}:`)),
    );
    if (unknown.length > 0)
      return back(
        redirect,
        { error: "invalid_scope", error_description: `Unknown: ${unknown.join(", ")}`, state },
        kind === "token",
      );
    const ticket = this.#random.hex(32);
    this.#tickets.set(ticket, {
      client,
      redirect,
      scopes,
      state,
      implicit: kind === "token",
      challenge: query.get("code_challenge"),
      method: query.get("code_challenge_method") ?? "plain",
    });
    return htmlReply(200, consentPage(client, scopesOf(scopes), this.#scopes, ticket));
  }

  #decide(asked: Asked): Reply {
    const form = new URLSearchParams(Buffer.from(asked.bytes).toString("utf8"));
    const ticket = form.get("ticket") ?? "";
    const request = this.#tickets.get(ticket);
    if (request === undefined) return htmlReply(400, refusalPage("This question has been answered already."));
    this.#tickets.delete(ticket);
    const { redirect, state, implicit } = request;
    if (form.get("decision") !== "allow") return back(redirect, { error: "access_denied", state }, implicit);
    if (implicit) {
      const access = this.#tokens.hand({
        scopes: scopesOf(request.scopes),
        user: undefined,
        expires: this.#clock.now() + tokenMs,
        client: request.client.id,
      });
      return back(
        redirect,
        {
          access_token: access,
          token_type: "bearer",
          expires_in: String(tokenMs / 1000),
          scope: request.scopes,
          state,
        },
        true,
      );
    }
    const code = this.#random.hex(20);
    this.#codes.set(code, { ...request, expires: this.#clock.now() + codeMs });
    return back(redirect, { code, state }, false);
  }

  #trade(asked: Asked, form: Readonly<Record<string, string>>): Reply {
    const client = this.#signedIn(asked, form);
    if (client === undefined) return failure(401, "invalid_client", "The client_id or the client_secret is wrong.");
    if (form["grant_type"] === "refresh_token") {
      const [old, token] = this.#tokens.byRefresh(form["refresh_token"] ?? "") ?? [];
      if (old === undefined || token?.client !== client.id)
        return failure(400, "invalid_grant", "The refresh token is not known.");
      this.#tokens.revoke(old);
      return this.#hand(client, token.scopes === undefined ? "*" : [...token.scopes].join(" "));
    }
    if (form["grant_type"] === "client_credentials" && client.secret !== undefined)
      return this.#hand(client, form["scope"] ?? "*");
    if (form["grant_type"] !== undefined && form["grant_type"] !== "authorization_code")
      return failure(400, "unsupported_grant_type", "Codes and refresh tokens can be traded.");
    const code = this.#codes.get(form["code"] ?? "");
    // A code is good once.
    this.#codes.delete(form["code"] ?? "");
    if (code === undefined || code.client.id !== client.id || code.expires <= this.#clock.now())
      return failure(400, "invalid_grant", "The code is not known, or has been used.");
    if (form["redirect_uri"] !== undefined && form["redirect_uri"] !== code.redirect)
      return failure(400, "invalid_grant", "The redirect_uri is another one than before.");
    if (!proves(code, form["code_verifier"])) return failure(400, "invalid_grant", "The code_verifier is wrong.");
    return this.#hand(client, code.scopes);
  }

  #hand(client: OAuthClient, scopes: string): Reply {
    const refresh = this.#random.hex(64);
    const access = this.#tokens.hand({
      scopes: scopesOf(scopes),
      user: undefined,
      expires: this.#clock.now() + tokenMs,
      refresh,
      client: client.id,
    });
    return jsonReply(
      200,
      {
        access_token: access,
        refresh_token: refresh,
        token_type: "bearer",
        expires_in: tokenMs / 1000,
        scope: scopes,
        scopes,
      },
      { "cache-control": "no-store" },
    );
  }

  #revoke(asked: Asked, form: Readonly<Record<string, string>>): Reply {
    if (this.#signedIn(asked, form) === undefined)
      return failure(401, "invalid_client", "The client_id or the client_secret is wrong.");
    const text = form["token"] ?? "";
    this.#tokens.revoke(this.#tokens.byRefresh(text)?.[0] ?? text);
    return jsonReply(200, {});
  }

  #signedIn(asked: Asked, form: Readonly<Record<string, string>>): OAuthClient | undefined {
    const basic = /^Basic\s+(\S+)$/i.exec(asked.headers["authorization"] ?? "")?.[1];
    const [id, secret] =
      basic === undefined
        ? [form["client_id"] ?? "", form["client_secret"]]
        : Buffer.from(basic, "base64").toString("utf8").split(":").map(decodeURIComponent);
    const client = this.#client(id ?? "");
    return client && (client.secret === undefined || same(client.secret, secret ?? "")) ? client : undefined;
  }

  /** A client that was set up, or one that the account has made. */
  #client(id: string): OAuthClient | undefined {
    const known = this.#clients.find((client) => client.id === id);
    if (known || id === "") return known;
    for (const shelf of this.#world.store.shelves()) {
      const value = shelf.items.get(id)?.value;
      if (!isObject(value) || string(value["redirect_uri"]) === undefined) continue;
      const secret = value["public"] === true ? undefined : string(value["secret"]);
      return {
        id,
        redirectUris: [String(value["redirect_uri"])],
        name: string(value["label"]) ?? id,
        ...(secret !== undefined && { secret }),
      };
    }
    return undefined;
  }
}

function add(paths: Set<string>, url: unknown): void {
  const text = string(url);
  if (text !== undefined && URL.canParse(text, "http://localhost"))
    paths.add(new URL(text, "http://localhost").pathname.replace(/\/+$/, ""));
}

async function fields(asked: Asked): Promise<Readonly<Record<string, string>>> {
  const type = asked.headers["content-type"] ?? "";
  if (/multipart\/form-data/.test(type)) {
    const form = await new Response(asked.bytes as Uint8Array<ArrayBuffer>, { headers: { "content-type": type } })
      .formData()
      .catch(() => new FormData());
    return Object.fromEntries(
      [...(form as unknown as Iterable<[string, unknown]>)].map(([name, value]) => [name, String(value)]),
    );
  }
  return Object.fromEntries(new URLSearchParams(Buffer.from(asked.bytes).toString("utf8")));
}

function mayReturn({ redirectUris }: OAuthClient, redirect: string): boolean {
  if (!URL.canParse(redirect) || /^(javascript|data|vbscript):/i.test(redirect)) return false;
  const wanted = new URL(redirect);
  return (
    redirectUris === undefined ||
    redirectUris.some((uri) => {
      const known = new URL(uri);
      return (
        known.origin === wanted.origin &&
        (wanted.pathname === known.pathname || wanted.pathname.startsWith(known.pathname.replace(/\/?$/, "/")))
      );
    })
  );
}

function back(redirect: string, values: Readonly<Record<string, string | null>>, inFragment: boolean): Reply {
  const url = new URL(redirect);
  const params = inFragment ? new URLSearchParams() : url.searchParams;
  for (const [name, value] of Object.entries(values)) if (value !== null) params.set(name, value);
  if (inFragment) url.hash = params.toString();
  return emptyReply(302, { location: url.href, "cache-control": "no-store" });
}

function failure(status: number, error: string, description: string): Reply {
  return jsonReply(status, { error, error_description: description });
}

function proves({ challenge, method }: Code, verifier: string | undefined): boolean {
  if (challenge === null) return true;
  if (verifier === undefined) return false;
  return same(challenge, method === "S256" ? createHash("sha256").update(verifier).digest("base64url") : verifier);
}

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
