/** A token, and for how long it may be used, in milliseconds. */
export interface Lease {
  readonly token: string;
  readonly goodForMs: number;
}

/** Keeps a token that does not last: it is got when it is needed, once for any number of concurrent calls. */
export class Renewal {
  /** The token, or the way to it; undefined when there is none. */
  token: Promise<string> | undefined;
  readonly #renew: () => Promise<Lease>;
  readonly #slides: boolean;
  #goodForMs = Infinity;
  // From when on that time counts.
  #from = 0;
  #usedAt = -Infinity;
  // When a request was last given a token that came before the one of now.
  #formerUsedAt = -Infinity;

  /** @param slides whether every use of the token makes it last its full time again */
  constructor(renew: () => Promise<Lease>, slides = false) {
    this.#renew = renew;
    this.#slides = slides;
  }

  /** The token for a request. */
  use(): Promise<string> {
    const now = performance.now();
    if (this.token === undefined || now > this.#from + this.#goodForMs) {
      const token: Promise<string> = this.#renew().then((lease) => {
        if (this.token === token) this.#goodForMs = lease.goodForMs;
        return lease.token;
      });
      this.#begin(token, Infinity);
      token.catch(() => {
        if (this.token === token) this.token = undefined;
      });
    }
    if (this.#slides) this.#from = now;
    this.#usedAt = now;
    return this.token as Promise<string>;
  }

  /** Goes on with a token that was got in another way. */
  replace({ token, goodForMs }: Lease): void {
    this.#begin(Promise.resolve(token), goodForMs);
  }

  /** Told that a request was refused which was begun then, by `performance.now()`: it may be sent again afterwards. */
  refuse(since: number): void {
    // A request knows only when it was begun. If another one has been given a former token since, that may be true of this
    // one too; so the token stays, and is tried.
    if (this.#formerUsedAt < since) this.token = undefined;
  }

  #begin(token: Promise<string>, goodForMs: number): void {
    this.token = token;
    this.#goodForMs = goodForMs;
    this.#from = performance.now();
    this.#formerUsedAt = this.#usedAt;
  }
}
