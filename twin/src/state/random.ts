/** Random values that are the same in every run with the same seed, so that a run can be repeated. */
export class Random {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#state = this.#seed;
  }

  restart(): void {
    this.#state = this.#seed;
  }

  /** A whole number from 0 up to but without the limit (mulberry32). */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  }

  hex(length: number): string {
    return Array.from({ length }, () => this.below(16).toString(16)).join("");
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${(8 + this.below(4)).toString(16)}${this.hex(3)}-${this.hex(12)}`;
  }

  ipv4(): string {
    // Of the block that is kept for documentation, and after that of one that is kept for benchmarks (RFC 5737, RFC 2544).
    return `198.${18 + this.below(2)}.${this.below(256)}.${1 + this.below(254)}`;
  }

  ipv6(): string {
    return `2001:db8:${this.hex(4)}:${this.hex(4)}::1`;
  }

  mac(): string {
    return `02:${Array.from({ length: 5 }, () => this.hex(2)).join(":")}`;
  }
}
