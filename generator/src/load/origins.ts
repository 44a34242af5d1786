import { parentPointer } from "./pointer.js";
import type { Place } from "./document.js";

/**
 * Where the parts of the finished tree were written. Only the roots of moved parts are kept: what lies below a root has
 * the same pointer, relative to it, before and after the move. Each step of loading that moves parts adds a layer.
 */
export class Origins {
  readonly #written = new Map<string, Place>();
  readonly #layers: Map<string, string>[] = [];

  /** Notes that the part of the bundled tree at a pointer was written at a place. */
  set(pointer: string, place: Place): void {
    this.#written.set(pointer, place);
  }

  /** The places of all parts that were noted. */
  get places(): Iterable<Place> {
    return this.#written.values();
  }

  /** Begins a step: moves noted from now on are from its input tree to its output tree. */
  beginStep(): void {
    this.#layers.push(new Map());
  }

  /** Notes that the current step made the part at `to` from the part at `from`. */
  move(from: string, to: string): void {
    this.#layers.at(-1)?.set(to, from);
  }

  /** Where the value at a pointer of the finished tree was written. */
  find(pointer: string): Place {
    let at = pointer;
    for (const layer of this.#layers.toReversed()) {
      const root = longestPrefix(layer, at);
      if (root !== undefined) at = (layer.get(root) ?? "") + at.slice(root.length);
    }
    const root = longestPrefix(this.#written, at);
    const place = root === undefined ? undefined : this.#written.get(root);
    return place === undefined
      ? { file: "", pointer: at }
      : { file: place.file, pointer: place.pointer + at.slice((root ?? "").length) };
  }
}

/** The longest key of a map that is a pointer to the same value or to one around it. */
export function longestPrefix(map: ReadonlyMap<string, unknown>, pointer: string): string | undefined {
  for (let prefix = pointer; ; prefix = parentPointer(prefix)) {
    if (map.has(prefix)) return prefix;
    if (prefix === "") return undefined;
  }
}
