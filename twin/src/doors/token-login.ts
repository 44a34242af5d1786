import type { Understood } from "../check/asked.js";
import { replyOf } from "../model/shapes.js";
import type { Place, TimeFormat, TokenLogin } from "../spec/extensions.js";
import { at, clone, isObject, put, type Json } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import { everywhere } from "../state/create.js";
import type { Outcome } from "../state/play.js";
import { Refusal } from "../state/refusal.js";
import type { World } from "../state/world.js";
import type { Token, Tokens } from "./credentials.js";

/** How long a token lasts that was got by signing in, unless the twin was told otherwise. */
export const usualTtlMs: number = 30 * 60_000;

/** Signing in with a name and a password for a token, and out again. */
export class TokenLoginDoor {
  readonly #rules: TokenLogin;
  readonly #world: World;
  readonly #tokens: Tokens;
  readonly #users: Readonly<Record<string, string>>;
  readonly #ttlMs: number;

  constructor(rules: TokenLogin, world: World, tokens: Tokens, users: Readonly<Record<string, string>>, ttlMs: number) {
    this.#rules = rules;
    this.#world = world;
    this.#tokens = tokens;
    this.#users = users;
    this.#ttlMs = ttlMs;
  }

  /** Answers the operations that sign in and out; undefined for all others. */
  play(asked: Understood, token: string | undefined): Outcome | undefined {
    if (asked.operation.id === this.#rules.login) return this.#login(asked);
    if (asked.operation.id !== this.#rules.logout) return undefined;
    if (token !== undefined) this.#tokens.revoke(token);
    const { status, response } = asked.operation.success;
    return { status, body: response.content.length === 0 ? undefined : {}, headers: {} };
  }

  /** The token in a request's header. */
  tokenIn(header: string | undefined): string | undefined {
    if (header === undefined) return undefined;
    const { scheme } = this.#rules;
    // Some servers take a scheme word where they do not ask for one.
    const match = /^(?:(\w+)\s+)?(\S+)$/.exec(header.trim());
    if (scheme !== undefined && match?.[1]?.toLowerCase() !== scheme.toLowerCase()) return undefined;
    return match?.[1] === undefined || scheme !== undefined || /^(bearer|token)$/i.test(match[1])
      ? match?.[2]
      : undefined;
  }

  /** Each use moves the end of a token's life, where the API says so in every reply. */
  renew(token: Token): Readonly<Record<string, string>> {
    const { renewed } = this.#rules;
    if (renewed === undefined) return {};
    token.expires = this.#world.clock.now() + this.#ttlMs;
    return { [renewed.header]: String(timeIn(renewed.format, token.expires, this.#world.clock.now())) };
  }

  #login(asked: Understood): Outcome {
    const { operation, body } = asked;
    const name = at(body, this.#rules.username);
    const password = at(body, this.#rules.password);
    if (typeof name !== "string" || !Object.hasOwn(this.#users, name) || this.#users[name] !== password)
      throw new Refusal("unauthorized", "The user name or the password is wrong.");
    const expires = this.#world.clock.now() + this.#ttlMs;
    const reply = this.#body(operation, name);
    const id = at(reply, typeof this.#rules.token === "string" ? this.#rules.token : "/-");
    const style =
      typeof id === "string" && /^[0-9a-f]{8}-/.test(id) ? this.#world.random.uuid() : this.#world.random.hex(64);
    const token = this.#tokens.hand({ scopes: undefined, user: name, expires }, style);
    const headers: Record<string, string> = {};
    let whole = set(reply, headers, this.#rules.token, token);
    const { expires: told } = this.#rules;
    if (told) whole = set(whole, headers, told.at, timeIn(told.format, expires, this.#world.clock.now()));
    return { status: operation.success.status, body: whole, headers };
  }

  /** The reply to signing in, with the user in it where it has a place for users. */
  #body(operation: Operation, name: string): Json {
    const world = this.#world;
    const reply = replyOf(operation);
    const body = world.maker.make(reply?.schema, undefined, reply?.example, world.making(), true);
    const visit = (schema: Json | undefined, value: Json, depth: number): void => {
      if (depth > 3 || !isObject(value)) return;
      for (const [key, property] of Object.entries(world.schemas.shape(schema).properties)) {
        const home = world.plan.homes.get(world.schemas.nameOf(property) ?? "");
        const all = home ? everywhere(world, home) : [];
        const own =
          all.find(({ item, collection }) =>
            [item.value, at(item.value, collection.attributes)].some(
              (each) => isObject(each) && (each["login"] === name || each["username"] === name),
            ),
          ) ?? all[0];
        if (own && value[key] !== undefined) value[key] = clone(own.item.value);
        else visit(property, value[key] ?? null, depth + 1);
      }
    };
    visit(reply?.schema, body, 0);
    return body;
  }
}

function set(body: Json, headers: Record<string, string>, place: Place, value: Json): Json {
  if (typeof place === "string") return put(body, place, value);
  headers[place.header] = String(value);
  return body;
}

function timeIn(format: TimeFormat, time: number, now: number): Json {
  if (format === "unix-seconds") return Math.floor(time / 1000);
  return format === "seconds" ? Math.round((time - now) / 1000) : new Date(time).toISOString();
}
