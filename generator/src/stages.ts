import type { Diagnostic, Staged } from "./diagnostics/diagnostic.js";

/** The stages of a run, in their order. */
export type StageName = "load" | "validate" | "ir" | "emit" | "compare" | "format" | "write";

export interface StagesOptions {
  readonly onStage?: (stage: StageName) => void | Promise<void>;
  /** Let internal errors carry their stack trace. */
  readonly debug?: boolean;
  /** What may end a stage from outside; its reason is thrown on. */
  readonly signal?: AbortSignal;
}

/** Runs stages one after the other, and keeps what they report. */
export class Stages {
  readonly #options: StagesOptions;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(options: StagesOptions) {
    this.#options = options;
  }

  /** Every problem that the stages so far have reported. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** Whether no stage has reported an error. */
  get ok(): boolean {
    return this.#diagnostics.every(({ severity }) => severity !== "error");
  }

  /**
   * Runs one stage and gives its value; undefined when it reported an error, so that nothing is built on it. A stage
   * that throws has a fault of its own, which becomes the diagnostic `internal-error`.
   */
  async run<Value>(name: StageName, stage: () => Staged<Value> | Promise<Staged<Value>>): Promise<Value | undefined> {
    const value = await this.runLast(name, stage);
    return this.ok ? value : undefined;
  }

  /** Like {@link run}, for the last stage: its value is a report, and given even beside an error. */
  async runLast<Value>(
    name: StageName,
    stage: () => Staged<Value> | Promise<Staged<Value>>,
  ): Promise<Value | undefined> {
    await this.#options.onStage?.(name);
    try {
      const { value, diagnostics } = await stage();
      for (const diagnostic of diagnostics) this.#diagnostics.push(diagnostic);
      return value;
    } catch (error) {
      if (this.#options.signal?.aborted === true) throw error;
      this.#diagnostics.push(internalError(`in the stage "${name}"`, error, this.#options.debug === true));
      return undefined;
    }
  }
}

/** The diagnostic for an error that is nobody's fault but the generator's. Only with `debug` has it a stack trace. */
export function internalError(where: string, error: unknown, debug: boolean): Diagnostic {
  const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
  return {
    code: "internal-error",
    severity: "error",
    message: `Internal error ${where}: ${reason}`,
    help: "This is a fault of Clientwright. Please report it with the document that shows it; CLIENTWRIGHT_DEBUG=1 adds a stack trace.",
    file: "",
    line: 0,
    column: 0,
    pointer: "",
    frame: debug && error instanceof Error ? (error.stack ?? "") : "",
  };
}
