import type { Random } from "../state/random.js";

/** Something that goes wrong on purpose. */
export interface Fault {
  /** The operation it befalls; left out, every one. */
  readonly operation?: string;
  /** The first call that it befalls, counted from 1 among the calls it could befall. */
  readonly nth?: number;
  /** How many calls it befalls; left out, all from then on. */
  readonly times?: number;
  /** The share of calls that it befalls, from 0 to 1. */
  readonly rate?: number;
  /** The reply's status. */
  readonly status?: number;
  /** The reply's body, instead of the API's own form of an error. */
  readonly body?: unknown;
  /** Seconds for Retry-After; with status 429 it is 1 unless given. */
  readonly retryAfter?: number;
  /** The wait before the reply, in real milliseconds. */
  readonly latencyMs?: number;
  /** The time that the body takes, in real milliseconds. */
  readonly slowBodyMs?: number;
  /** The connection is cut before the reply or in the middle of its body. The request has been carried out all the same. */
  readonly cut?: "before" | "body";
  /** The body is no JSON: it stops half way. */
  readonly badJson?: boolean;
  /** How far the server's clock is ahead, in milliseconds: in Date headers, and when dates of signed requests are judged. */
  readonly clockSkewMs?: number;
  /** How long after a write reads still show what was before, in milliseconds of the twin's time. */
  readonly staleMs?: number;
  /** The work that the request starts fails, for this reason; `true` for a usual one. */
  readonly work?: string | true;
}

/** A fault in force. */
export interface ActiveFault {
  readonly id: number;
  readonly fault: Fault;
  /** Calls that it could have befallen, and that it did befall. */
  readonly seen: number;
  readonly struck: number;
}

/** The faults in force. */
export class Faults {
  readonly #active: { id: number; fault: Fault; seen: number; struck: number }[] = [];
  readonly #random: Random;
  #next = 1;

  constructor(random: Random) {
    this.#random = random;
  }

  add(fault: Fault): number {
    check(fault);
    const id = this.#next++;
    this.#active.push({ id, fault, seen: 0, struck: 0 });
    return id;
  }

  list(): readonly ActiveFault[] {
    return this.#active.map((each) => ({ ...each }));
  }

  remove(id?: number): void {
    if (id === undefined) this.#active.length = 0;
    else this.#active.splice(0, this.#active.length, ...this.#active.filter((each) => each.id !== id));
  }

  /** How far the server's clock is off at present. */
  skewMs(): number {
    return this.#active.reduce(
      (sum, { fault }) => sum + (fault.operation === undefined ? (fault.clockSkewMs ?? 0) : 0),
      0,
    );
  }

  /** What befalls this call: all faults that strike, put together, the first ones first. */
  strike(operation: string | undefined): Fault | undefined {
    const struck: Fault[] = [];
    for (const each of this.#active) {
      const { fault } = each;
      if (fault.operation !== undefined && fault.operation !== operation) continue;
      each.seen++;
      if (fault.nth !== undefined && each.seen < fault.nth) continue;
      // The nth call alone, unless more are asked for.
      const times = fault.times ?? (fault.nth === undefined ? Number.POSITIVE_INFINITY : 1);
      if (each.struck >= times) continue;
      if (fault.rate !== undefined && this.#random.below(1_000_000) >= fault.rate * 1_000_000) continue;
      each.struck++;
      struck.push(fault);
    }
    return struck.length === 0 ? undefined : (Object.assign({}, ...struck.reverse()) as Fault);
  }
}

const numbers = [
  "nth",
  "times",
  "rate",
  "status",
  "retryAfter",
  "latencyMs",
  "slowBodyMs",
  "clockSkewMs",
  "staleMs",
] as const;
const others = ["operation", "body", "cut", "badJson", "work"];

function check(fault: Fault): void {
  for (const [name, value] of Object.entries(fault)) {
    if (!(numbers as readonly string[]).includes(name) && !others.includes(name))
      throw new TypeError(`A fault has no \`${name}\`; it may have ${[...others, ...numbers].join(", ")}.`);
    if (
      (numbers as readonly string[]).includes(name) &&
      (typeof value !== "number" || !Number.isFinite(value) || (value < 0 && name !== "clockSkewMs"))
    )
      throw new TypeError(`\`${name}\` of a fault is a number, and not ${JSON.stringify(value)}.`);
  }
  if (fault.status !== undefined && (!Number.isInteger(fault.status) || fault.status < 200 || fault.status > 599))
    throw new TypeError("`status` of a fault is from 200 to 599.");
  if (fault.rate !== undefined && fault.rate > 1) throw new TypeError("`rate` of a fault is from 0 to 1.");
  if (fault.cut !== undefined && fault.cut !== "before" && fault.cut !== "body")
    throw new TypeError("`cut` of a fault is `before` or `body`.");
}

/**
 * Reads a fault as one writes it on a command line: the operation, or `*`, and what befalls it, with commas between:
 * `createServer,status=503,times=2`.
 */
export function parseFault(text: string): Fault {
  const [first = "", ...rest] = text.split(",").map((part) => part.trim());
  const parts = first.includes("=") ? [first, ...rest] : rest;
  const fault: Record<string, unknown> =
    first.includes("=") || first === "*" || first === "" ? {} : { operation: first };
  for (const part of parts) {
    const [name = "", value] = part.split("=");
    if (value === undefined) fault[name] = true;
    else fault[name] = (numbers as readonly string[]).includes(name) ? Number(value) : value === "true" ? true : value;
  }
  check(fault as Fault);
  return fault as Fault;
}
