import type { Clock } from "../state/clock.js";
import type { Random } from "../state/random.js";

/** Whom the twin lets in. What is left out has one entry by default, so that one can begin at once. */
export interface Credentials {
  /** Bearer tokens and API keys. Without scopes a token may do everything. */
  readonly tokens?: Readonly<Record<string, TokenRights>>;
  /** Passwords by user name. */
  readonly users?: Readonly<Record<string, string>>;
  /** Public keys for signed requests. */
  readonly keys?: readonly PublicKey[];
  /** OAuth clients. */
  readonly clients?: readonly OAuthClient[];
}

export interface TokenRights {
  /** With blanks or commas between them. */
  readonly scopes?: string;
  readonly user?: string;
  readonly expiresInMs?: number;
}

export interface PublicKey {
  /** The line of an OpenSSH `.pub` file, or PEM. */
  readonly publicKey: string;
  readonly name?: string;
  /** Whose key it is; left out, any account's. */
  readonly account?: string;
}

export interface OAuthClient {
  readonly id: string;
  /** Left out, the client is a public one. */
  readonly secret?: string;
  /** Where users may be sent back to: these addresses and what lies below. Left out, anywhere. */
  readonly redirectUris?: readonly string[];
  readonly name?: string;
}

export const usual: Required<Credentials> = {
  tokens: { "twin-token": {} },
  users: { twin: "twin" },
  keys: [],
  clients: [{ id: "twin-client", secret: "twin-secret", name: "A client of the twin" }],
};

/** A token that was handed out or set up. */
export interface Token {
  readonly scopes: ReadonlySet<string> | undefined;
  readonly user: string | undefined;
  expires: number | undefined;
  /** The refresh token that belongs to it, and whom it was given to. */
  readonly refresh?: string;
  readonly client?: string;
}

/** The tokens that open doors at present. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  add(text: string, rights: TokenRights): void {
    this.#tokens.set(text, {
      scopes: scopesOf(rights.scopes),
      user: rights.user,
      expires: rights.expiresInMs === undefined ? undefined : this.#clock.now() + rights.expiresInMs,
    });
  }

  hand(token: Token, text: string = this.#random.hex(64)): string {
    this.#tokens.set(text, token);
    return text;
  }

  get(text: string): Token | undefined {
    const token = this.#tokens.get(text);
    return token === undefined || (token.expires !== undefined && token.expires <= this.#clock.now())
      ? undefined
      : token;
  }

  /** Whether the token was good once. */
  knew(text: string): boolean {
    return this.#tokens.has(text);
  }

  byRefresh(refresh: string): readonly [string, Token] | undefined {
    return [...this.#tokens].find(([, token]) => token.refresh === refresh);
  }

  revoke(text: string): void {
    this.#tokens.delete(text);
  }

  texts(): readonly string[] {
    return [...this.#tokens.keys()];
  }

  clear(): void {
    this.#tokens.clear();
  }
}

/** Scopes as a set; undefined for all of them. */
export function scopesOf(text: string | undefined): ReadonlySet<string> | undefined {
  if (text === undefined) return undefined;
  const scopes = text.split(/[\s,]+/).filter((scope) => scope !== "");
  return scopes.includes("*") ? undefined : new Set(scopes);
}

/** Whether scopes include one: by name, or because they allow to write what is only to be read. */
export function grants(scopes: ReadonlySet<string> | undefined, needed: string): boolean {
  if (scopes === undefined || scopes.has(needed)) return true;
  const [family = "", level] = needed.split(":");
  if (level === undefined) return false;
  return (
    scopes.has(`${family}:*`) ||
    scopes.has(family) ||
    (/^read(_?only)?$/.test(level) &&
      [...scopes].some((scope) => scope.startsWith(`${family}:`) && /write/.test(scope)))
  );
}
