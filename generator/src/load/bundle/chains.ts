import { referenceOf } from "../json.js";
import type { Resolver, Target } from "../references/resolve.js";
import type { SourceFailure, Source } from "../sources.js";

/** Where a chain of references (`$ref` to `$ref` to …) ends. */
export type ChainEnd =
  | { readonly end: Target }
  /** It never ends: the places it goes round through. */
  | { readonly loop: readonly Target[] }
  /** A reference within the chain leads nowhere. */
  | { readonly failure: SourceFailure; readonly at: Target };

/** Identifies a place across all files. */
export function targetKey(target: { readonly source: Source; readonly pointer: string }): string {
  return `${target.source.path}#${target.pointer}`;
}

/** Tells a bare reference from one with other members beside it. */
export function isBareReference(target: Target): boolean {
  return referenceOf(target.value) !== undefined && Object.keys(target.value ?? {}).length === 1;
}

/** Follows chains of references, each place once. */
export class Chains {
  readonly #resolver: Resolver;
  readonly #ends = new Map<string, ChainEnd>();
  readonly #collapsed = new Map<string, Target>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** Follows bare references only, so that nothing written beside a `$ref` is lost. The chain must be known to end. */
  collapse(start: Target): Target {
    const way: string[] = [];
    let at = start;
    while (isBareReference(at)) {
      const known = this.#collapsed.get(targetKey(at));
      const next = known ?? this.#next(at);
      if (next === undefined) break;
      way.push(targetKey(at));
      at = next;
    }
    for (const key of way) this.#collapsed.set(key, at);
    return at;
  }

  #next(at: Target): Target | undefined {
    const resolution = this.#resolver.resolve(referenceOf(at.value) ?? "", at);
    return "target" in resolution ? resolution.target : undefined;
  }

  /** Follows every reference that a target consists of, down to a value that is none. */
  end(start: Target): ChainEnd {
    if (referenceOf(start.value) === undefined) return { end: start };
    const way: Target[] = [];
    const seen = new Map<string, number>();
    let result: ChainEnd | undefined;
    for (let at = start; result === undefined;) {
      const key = targetKey(at);
      const ref = referenceOf(at.value);
      const before = seen.get(key);
      const known = this.#ends.get(key);
      if (before !== undefined) result = { loop: way.slice(before) };
      else if (known !== undefined) result = known;
      else if (ref === undefined) result = { end: at };
      else {
        const next = this.#resolver.resolve(ref, at);
        seen.set(key, way.length);
        way.push(at);
        if ("failure" in next) result = { failure: next.failure, at };
        else at = next.target;
      }
    }
    for (const target of way) this.#ends.set(targetKey(target), result);
    return result;
  }
}
