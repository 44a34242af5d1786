import type { Interrupt, Io } from "./io.js";

/** A command was told to end. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  /** As shells have it: 128 and the signal's number. */
  readonly exitCode: 130 | 143;

  constructor(signal: Interrupt) {
    super(`Ended by ${signal}.`);
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}

/** Turns Ctrl-C and its like into an abort signal, from `begin` to `end`; outside, they end the process at once. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #io: Io;
  #off: (() => void) | undefined;

  constructor(io: Io) {
    this.#io = io;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  begin(): void {
    this.#off ??= this.#io.onInterrupt((signal) => this.#controller.abort(new InterruptedError(signal)));
  }

  end(): void {
    this.#off?.();
    this.#off = undefined;
  }
}
