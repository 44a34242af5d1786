import { escapeToken, parsePointer } from "../pointer.js";

/** Schemas whose members went one level down, into `anyOf/0`, and what that does to pointers. */
export class Insertions {
  readonly #moved = new Map<string, readonly string[]>();

  /** Whether nothing was moved. */
  get isEmpty(): boolean {
    return this.#moved.size === 0;
  }

  /** Notes which members of the schema at a pointer moved down. */
  add(pointer: string, members: readonly string[]): void {
    this.#moved.set(pointer, members);
  }

  /** The new pointer of a value, given its old one. */
  apply(pointer: string): string {
    let before = "";
    let after = "";
    for (const token of parsePointer(pointer)) {
      if (this.#moved.get(before)?.includes(token) === true) after += "/anyOf/0";
      const part = `/${escapeToken(token)}`;
      before += part;
      after += part;
    }
    return after;
  }
}
