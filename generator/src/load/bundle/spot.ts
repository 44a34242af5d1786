import { escapeToken } from "../pointer.js";
import type { Json, Place } from "../document.js";
import type { Source } from "../sources.js";

/** The root of a part that is being copied: where it is written, and where in the tree it goes. */
export interface Part {
  readonly source: Source;
  /** Pointer within the file. */
  readonly pointer: string;
  /** Pointer within the tree. */
  readonly out: string;
}

/** One object or list on the way from the root of a part to the value that is being copied. */
export interface Spot {
  readonly part: Part;
  readonly parent: Spot | undefined;
  /** The key under which it stands in its parent; "" for the root of a part. */
  readonly key: string;
  readonly value: Json;
  /** Levels from the root of the tree. */
  readonly depth: number;
}

/** The spot of a member or item. */
export function below(parent: Spot, key: string, value: Json): Spot {
  return { part: parent.part, parent, key, value, depth: parent.depth + 1 };
}

/** Pointer within the file that the spot was written in. */
export function filePointer(spot: Spot): string {
  return spot.part.pointer + pathWithin(spot);
}

/** Pointer within the tree that is being made. */
export function outPointer(spot: Spot): string {
  return spot.part.out + pathWithin(spot);
}

/** File and pointer of a spot, or of one of its members. */
export function placeOf(spot: Spot, name?: string): Place {
  const pointer = filePointer(spot);
  return { file: spot.part.source.path, pointer: name === undefined ? pointer : `${pointer}/${escapeToken(name)}` };
}

function pathWithin(spot: Spot): string {
  const tokens: string[] = [];
  for (let at = spot; at.parent !== undefined; at = at.parent) tokens.push(escapeToken(at.key));
  return tokens.length === 0 ? "" : `/${tokens.reverse().join("/")}`;
}
