import { basename, extname } from "node:path";
import { parsePointer } from "../pointer.js";
import type { Target } from "../references/resolve.js";
import type { Kind } from "../shapes/shape.js";

/** Gives names to what other files hold: the last word of the reference, made unique among its kind. */
export class ComponentNames {
  readonly #taken = new Map<Kind, Set<string>>();
  readonly #last = new Map<string, number>();

  /** Keeps a name from being given away. */
  reserve(kind: Kind, name: string): void {
    this.#of(kind).add(name);
  }

  /** The name for a target, and the plain name if another component already has that. */
  allocate(kind: Kind, target: Target): { readonly name: string; readonly clashesWith?: string } {
    const plain = plainName(target);
    const taken = this.#of(kind);
    if (!taken.has(plain)) {
      taken.add(plain);
      return { name: plain };
    }
    // Counting on from the last number keeps thousands of equal names from being tried over and over.
    const counter = `${kind} ${plain}`;
    let number = this.#last.get(counter) ?? 1;
    do number += 1;
    while (taken.has(`${plain}_${number}`));
    this.#last.set(counter, number);
    const name = `${plain}_${number}`;
    taken.add(name);
    return { name, clashesWith: plain };
  }

  #of(kind: Kind): Set<string> {
    const known = this.#taken.get(kind);
    if (known !== undefined) return known;
    const fresh = new Set<string>();
    this.#taken.set(kind, fresh);
    return fresh;
  }
}

/** The last key of the pointer, or the file's name without its extension; only characters that a name may have. */
function plainName({ source, pointer }: Target): string {
  const tokens = parsePointer(pointer);
  const last = tokens.at(-1);
  const word = last ?? basename(source.path, extname(source.path));
  const named = last !== undefined && /^\d+$/.test(last) ? `${tokens.at(-2) ?? "item"}_${last}` : word;
  return named.replaceAll(/[^A-Za-z0-9._-]/g, "_") || "_";
}
