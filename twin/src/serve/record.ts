import { appendFileSync, readFileSync } from "node:fs";
import type { Asked } from "../check/asked.js";
import { equal, type Json } from "../spec/json.js";
import type { Reply } from "./reply.js";

/** One request and its reply, as a recording keeps them. */
export interface Exchange {
  readonly operation: string | undefined;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: Json;
  };
  readonly reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: Json;
    readonly text?: string;
  };
}

/** Appends an exchange to a recording: a file with one JSON document a line. */
export function append(file: string, exchange: Exchange): void {
  appendFileSync(file, `${JSON.stringify(exchange)}\n`);
}

export function readRecording(file: string): readonly Exchange[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      try {
        return JSON.parse(line) as Exchange;
      } catch (error) {
        throw new Error(`${file}, line ${index + 1}, is no part of a recording.`, { cause: error });
      }
    });
}

/** Answers requests from a recording. Equal requests get their replies in turn, and the last one from then on. */
export class Replay {
  readonly #exchanges: readonly Exchange[];
  readonly #used = new Set<Exchange>();

  constructor(exchanges: readonly Exchange[]) {
    this.#exchanges = exchanges;
  }

  answer(asked: Asked, target: string, body: Json | undefined): Reply | undefined {
    const alike = this.#exchanges.filter(
      ({ request }) => request.method === asked.method && request.target === target && equal(request.body, body),
    );
    const exchange = alike.find((each) => !this.#used.has(each)) ?? alike.at(-1);
    if (exchange === undefined) return undefined;
    this.#used.add(exchange);
    const { status, headers, body: value, text } = exchange.reply;
    const bytes = value === undefined ? Buffer.from(text ?? "") : Buffer.from(JSON.stringify(value));
    return { status, headers, bytes };
  }

  rewind(): void {
    this.#used.clear();
  }
}
