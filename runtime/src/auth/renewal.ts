import { SigningError } from "../errors.js";

/** A token, and for how long it may be used, in milliseconds. */
export interface Lease {
  readonly token: string;
  readonly goodForMs: number;
}

/**
 * How much of its life a token may be used for, so that it does not end on the way.
 *
 * @param marginMs how long before its end it is no longer used; of a short life, at most half of it
 */
export const usableMs = (lifeMs: number, marginMs: number): number => lifeMs - Math.min(marginMs, lifeMs / 2);

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

/** One whose token can be taken over from elsewhere. Told that it was refused since `Infinity`, it forgets its token. */
export interface Renewal extends RenewingToken {
  /** The token, or the way to it; undefined when there is none. */
  current(): Promise<string> | undefined;
  /** Goes on with a token that was got in another way. */
  replace(lease: Lease): void;
}

/**
 * Keeps a token that does not last, and gets it when it is needed.
 *
 * @param slides whether every use of the token makes it last its full time again
 */
export function renewing(renew: () => Promise<Lease>, slides = false): Renewal {
  let usedAt = -Infinity;
  const hold = (goodForMs: number, token?: Promise<string>) => {
    return { token, goodForMs, from: performance.now(), formerUsedAt: usedAt };
  };
  let held = hold(0);
  const use = (): Promise<string> => {
    const now = performance.now();
    if (held.token === undefined || now > held.from + held.goodForMs) {
      const fresh = (held = hold(Infinity));
      fresh.token = renew().then((lease) => {
        fresh.goodForMs = lease.goodForMs;
        return lease.token;
      });
      fresh.token.catch(() => (fresh.token = undefined));
    }
    if (slides) held.from = now;
    usedAt = now;
    return held.token as Promise<string>;
  };
  return Object.assign(use, {
    current: () => held.token,
    replace({ token, goodForMs }: Lease) {
      held = hold(goodForMs, Promise.resolve(token));
    },
    refused(since: number) {
      // A request knows only when it was begun. If another one has been given a former token since, that may be true of
      // this one too; so the token stays, and is tried.
      if (held.formerUsedAt < since) held.token = undefined;
      return true;
    },
  });
}

/** For failures to sign in: a refusal then must not look like one by the service, which would be answered by a sign-in. */
export function noToken(what: string, cause: unknown): never {
  throw new SigningError(`${what}: ${cause instanceof Error ? cause.message : "unknown"}`, { cause });
}
