import type { Asked, Understood } from "../check/asked.js";
import { extension, type Signature, type TokenLogin } from "../spec/extensions.js";
import { isObject, string, type JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import type { Outcome } from "../state/play.js";
import { Refusal } from "../state/refusal.js";
import type { World } from "../state/world.js";
import { grants, scopesOf, type Credentials, type Token, type Tokens } from "./credentials.js";
import { checkSignature } from "./signature.js";
import { TokenLoginDoor } from "./token-login.js";

/** Who came in, and what every reply tells them about that. */
export interface Entry {
  readonly user: string | undefined;
  readonly token: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const nobody: Entry = { user: undefined, token: undefined, headers: {} };

/** Checks sign-in as the document's security schemes say. */
export class Doors {
  readonly #world: World;
  readonly #tokens: Tokens;
  readonly #credentials: Required<Credentials>;
  readonly #schemes: Readonly<Record<string, JsonObject>>;
  readonly #logins = new Map<string, TokenLoginDoor>();
  /** The time by which the dates of signed requests are judged: the real one, and what the weather makes of it. */
  readonly #now: () => number;

  constructor(
    document: JsonObject,
    world: World,
    tokens: Tokens,
    credentials: Required<Credentials>,
    ttlMs: number,
    now: () => number,
  ) {
    this.#world = world;
    this.#tokens = tokens;
    this.#credentials = credentials;
    this.#now = now;
    const components = document["components"];
    const schemes =
      isObject(components) && isObject(components["securitySchemes"]) ? components["securitySchemes"] : {};
    this.#schemes = Object.fromEntries(
      Object.entries(schemes).filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
    );
    for (const [name, scheme] of Object.entries(this.#schemes)) {
      const rules = extension<TokenLogin>(scheme, "x-token-login");
      if (rules) this.#logins.set(name, new TokenLoginDoor(rules, world, tokens, credentials.users, ttlMs));
    }
  }

  /** The schemes of a type, for those that have endpoints of their own. */
  schemes(): readonly JsonObject[] {
    return Object.values(this.#schemes);
  }

  /** Lets a request in or refuses it. */
  check(operation: Operation, asked: Asked): Entry {
    if (operation.security.length === 0) return nobody;
    const refusals: Refusal[] = [];
    for (const alternative of operation.security) {
      try {
        const entries = Object.entries(alternative).map(([name, scopes]) => this.#pass(name, scopes, operation, asked));
        return {
          user: entries.find(({ user }) => user !== undefined)?.user,
          token: entries.find(({ token }) => token !== undefined)?.token,
          headers: Object.assign({}, ...entries.map(({ headers }) => headers)) as Record<string, string>,
        };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.push(error);
      }
    }
    throw (
      refusals.find(({ kind }) => kind === "forbidden") ??
      refusals.find(({ message }) => !/^No |not signed/.test(message)) ??
      refusals[0] ??
      new Refusal("unauthorized", "Sign-in is needed.")
    );
  }

  /** Answers operations that sign in and out. */
  play(asked: Understood, entry: Entry): Outcome | undefined {
    for (const door of this.#logins.values()) {
      const outcome = door.play(asked, entry.token);
      if (outcome) return outcome;
    }
    return undefined;
  }

  #pass(name: string, scopes: readonly string[], operation: Operation, asked: Asked): Entry {
    const scheme = this.#schemes[name];
    if (scheme === undefined) throw new Refusal("unauthorized", `The document has no sign-in ${name}.`);
    const login = this.#logins.get(name);
    if (login) return this.#byLogin(login, scheme, asked);
    const kind = string(scheme["scheme"])?.toLowerCase();
    if (scheme["type"] === "http" && kind === "basic") return this.#basic(asked);
    if (scheme["type"] === "http" && kind === "signature") {
      const rules = extension<Signature>(scheme, "x-signature");
      if (rules === undefined) throw new Refusal("unauthorized", "The document does not say how requests are signed.");
      return { ...nobody, user: checkSignature(asked, rules, this.#credentials.keys, this.#world, this.#now()) };
    }
    if (scheme["type"] === "apiKey") return this.#apiKey(scheme, asked);
    if (scheme["type"] === "mutualTLS") return nobody;
    return this.#bearer(operation, scopes, asked);
  }

  #bearer(operation: Operation, scopes: readonly string[], asked: Asked): Entry {
    const text = /^Bearer\s+(\S+)$/i.exec(asked.headers["authorization"] ?? "")?.[1];
    if (text === undefined)
      throw new Refusal("unauthorized", "No token was sent.", { headers: { "www-authenticate": "Bearer" } });
    const token = this.#tokens.get(text) ?? this.#stored(text);
    if (token === undefined)
      throw new Refusal(
        "unauthorized",
        this.#tokens.knew(text) ? "The token has run out." : "The token is not known.",
        { headers: { "www-authenticate": 'Bearer error="invalid_token"' } },
      );
    const needed = [...new Set([...scopes, ...this.#scopesOf(operation)])];
    const lacking = needed.filter((scope) => !grants(token.scopes, scope));
    if (lacking.length > 0) throw new Refusal("forbidden", `The token lacks the scope ${lacking.join(", ")}.`);
    return { user: token.user, token: text, headers: {} };
  }

  /** Tokens that were made by hand have scopes too, and what they need is said where OAuth is. */
  #scopesOf(operation: Operation): readonly string[] {
    return operation.security.find((alternative) =>
      Object.entries(alternative).some(
        ([name, scopes]) => this.#schemes[name]?.["type"] === "oauth2" && scopes.length > 0,
      ),
    ) === undefined
      ? []
      : (operation.security.flatMap((alternative) =>
          Object.entries(alternative)
            .filter(([name]) => this.#schemes[name]?.["type"] === "oauth2")
            .map(([, scopes]) => scopes),
        )[0] ?? []);
  }

  /** A token that was made through the API itself, as a thing of the account. */
  #stored(text: string): Token | undefined {
    for (const collection of this.#world.plan.collections.values()) {
      const { properties } = this.#world.schemas.shape(collection.schema);
      const name = ["token", "access_token", "api_token", "api_key"].find(
        (each) => this.#world.schemas.shape(properties[each]).sensitive,
      );
      if (name === undefined || collection.of) continue;
      for (const shelf of this.#world.shelvesOf(collection))
        for (const { value, gone } of shelf.items.values()) {
          if (!isObject(value) || gone || value[name] !== text) continue;
          const expiry = string(value["expiry"]) ?? string(value["expires"]) ?? string(value["expires_at"]);
          // A time without an offset is UTC, as everything in such APIs.
          const expires =
            expiry === undefined ? undefined : Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(expiry) ? expiry : `${expiry}Z`);
          if (expires !== undefined && expires <= this.#world.clock.now()) return undefined;
          return { scopes: scopesOf(string(value["scopes"])), user: undefined, expires };
        }
    }
    return undefined;
  }

  #basic(asked: Asked): Entry {
    const text = /^Basic\s+(\S+)$/i.exec(asked.headers["authorization"] ?? "")?.[1];
    if (text === undefined)
      throw new Refusal("unauthorized", "No user name and password were sent.", {
        headers: { "www-authenticate": 'Basic realm="twin"' },
      });
    const [name = "", ...rest] = Buffer.from(text, "base64").toString("utf8").split(":");
    const { users } = this.#credentials;
    if (!Object.hasOwn(users, name) || users[name] !== rest.join(":"))
      throw new Refusal("unauthorized", "The user name or the password is wrong.", {
        headers: { "www-authenticate": 'Basic realm="twin"' },
      });
    return { ...nobody, user: name };
  }

  #byLogin(login: TokenLoginDoor, scheme: JsonObject, asked: Asked): Entry {
    const text = login.tokenIn(keyIn(scheme, asked));
    if (text === undefined) throw new Refusal("unauthorized", "No token was sent.");
    const token = this.#tokens.get(text);
    if (token === undefined)
      throw new Refusal("unauthorized", this.#tokens.knew(text) ? "The token has run out." : "The token is not known.");
    return { user: token.user, token: text, headers: login.renew(token) };
  }

  #apiKey(scheme: JsonObject, asked: Asked): Entry {
    const text = keyIn(scheme, asked)?.replace(/^Bearer\s+/i, "");
    if (text === undefined) throw new Refusal("unauthorized", `No ${String(scheme["name"])} was sent.`);
    const token = this.#tokens.get(text);
    if (token === undefined) throw new Refusal("unauthorized", `The ${String(scheme["name"])} is not known.`);
    return { user: token.user, token: text, headers: {} };
  }
}

function keyIn(scheme: JsonObject, asked: Asked): string | undefined {
  const name = String(scheme["name"]);
  if (scheme["in"] === "query") return new URLSearchParams(asked.target.split("?")[1] ?? "").get(name) ?? undefined;
  if (scheme["in"] === "cookie")
    return new RegExp(`(?:^|;\\s*)${name.replace(/[^\w-]/g, "\\$&")}=([^;]*)`).exec(asked.headers["cookie"] ?? "")?.[1];
  return asked.headers[name.toLowerCase()];
}
