import { COLLECTION_STYLE, EVENT_ID, SCALAR_STYLE, getScalarValue, parseEvents, type Event } from "js-yaml";
import { maxDepth } from "./limits.js";
import { parsePointer } from "./pointer.js";

/** A place to look up in a text. */
export interface Wanted {
  readonly pointer: string;
  /** Look for the key of the member rather than for its value. */
  readonly atKey: boolean;
}

/** A line and a column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Node {
  readonly children: Map<string, Node>;
  key?: number;
  value?: number;
}

interface Level {
  readonly node: Node | undefined;
  readonly isList: boolean;
  /** Items seen so far, in a list. */
  count: number;
  /** The key that was read and awaits its value, in an object. */
  key: string | undefined;
  keyStart: number;
  awaitsValue: boolean;
}

/**
 * Finds where the values at some pointers stand in a YAML or JSON text. A value that is not found (it came in through
 * a YAML alias, say) is given the position of the nearest value around it that is.
 */
export function findPositions(text: string, wanted: readonly Wanted[]): readonly Position[] {
  const root: Node = { children: new Map(), value: 0 };
  for (const { pointer } of wanted) addPath(root, parsePointer(pointer));
  noteOffsets(text, root);
  const starts = lineStarts(text);
  return wanted.map((one) => positionAt(starts, offsetOf(root, one)));
}

function addPath(root: Node, tokens: readonly string[]): void {
  let node = root;
  for (const token of tokens) {
    let child = node.children.get(token);
    if (child === undefined) {
      child = { children: new Map() };
      node.children.set(token, child);
    }
    node = child;
  }
}

function offsetOf(root: Node, { pointer, atKey }: Wanted): number {
  let offset = root.value ?? 0;
  let node: Node | undefined = root;
  for (const token of parsePointer(pointer)) {
    node = node.children.get(token);
    if (node?.value === undefined) return offset;
    offset = node.value;
  }
  return atKey ? (node.key ?? offset) : offset;
}

/** Goes through the parser's events once and writes offsets into the nodes that are wanted. */
function noteOffsets(text: string, root: Node): void {
  let events: readonly Event[];
  try {
    events = parseEvents(text, { maxDepth });
  } catch {
    return;
  }
  const levels: Level[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      levels.pop();
      continue;
    }
    const level = levels.at(-1);
    if (event.type === EVENT_ID.DOCUMENT) {
      levels.push({ node: undefined, isList: false, count: -1, key: undefined, keyStart: -1, awaitsValue: false });
      continue;
    }
    if (level !== undefined && !level.isList && level.count >= 0 && !level.awaitsValue) {
      level.awaitsValue = true;
      level.keyStart = startOf(event);
      level.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined;
      if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) continue;
      levels.push(newLevel(undefined, event.type === EVENT_ID.SEQUENCE));
      continue;
    }
    const node = nodeFor(level, root);
    if (node !== undefined) note(node, event, level);
    if (level !== undefined) level.awaitsValue = false;
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      levels.push(newLevel(node, event.type === EVENT_ID.SEQUENCE));
    }
  }
}

function newLevel(node: Node | undefined, isList: boolean): Level {
  return { node, isList, count: 0, key: undefined, keyStart: -1, awaitsValue: false };
}

/** The wanted node that the next value at a level belongs to. */
function nodeFor(level: Level | undefined, root: Node): Node | undefined {
  if (level === undefined || level.count === -1) return root;
  if (!level.isList) return level.key === undefined ? undefined : level.node?.children.get(level.key);
  level.count += 1;
  return level.node?.children.get(String(level.count - 1));
}

function note(node: Node, event: Exclude<Event, { type: 1 | 6 }>, level: Level | undefined): void {
  const hasKey = level !== undefined && !level.isList && level.keyStart >= 0;
  if (hasKey) node.key = level.keyStart;
  node.value = hasKey && isBlock(event) ? level.keyStart : startOf(event);
}

/** Block values begin on a later line than their key; the key is where a reader looks for them. */
function isBlock(event: Exclude<Event, { type: 1 | 6 }>): boolean {
  if (event.type === EVENT_ID.SCALAR) {
    return (
      event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK || event.valueStart < 0
    );
  }
  return event.type !== EVENT_ID.ALIAS && event.style === COLLECTION_STYLE.BLOCK;
}

function startOf(event: Exclude<Event, { type: 1 | 6 }>): number {
  if (event.type === EVENT_ID.ALIAS) return Math.max(event.anchorStart - 1, 0);
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return Math.max(event.valueStart - (isQuoted ? 1 : 0), 0);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
