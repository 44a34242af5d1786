import { Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import yoctoSpinner, { type Spinner } from "yocto-spinner";
import type { StageName } from "../stages.js";
import type { Io } from "./io.js";

/** How long a run goes on in silence. */
const quietMs = 1_000;

const words: Readonly<Record<StageName, string>> = {
  load: "reading the spec",
  validate: "checking the spec",
  ir: "working out names and types",
  emit: "writing the code",
  compare: "comparing with the last run",
  format: "formatting",
  write: "writing files",
};

/** Tells people what a run is doing once it has taken more than a second: a spinner on a terminal, lines elsewhere. */
export class Progress {
  readonly #io: Io;
  readonly #label: string;
  readonly #begun = performance.now();
  #spinner: Spinner | undefined;

  constructor(io: Io, label: string) {
    this.#io = io;
    this.#label = label;
  }

  /** Says that a stage begins. */
  async stage(stage: StageName): Promise<void> {
    // Moving files into place is quick, and must not have its handling of Ctrl-C taken over by the spinner's.
    if (stage === "write") return this.done();
    if (performance.now() - this.#begun < quietMs) return;
    const text = `${this.#label}: ${words[stage]}`;
    if (this.#spinner !== undefined) this.#spinner.text = text;
    else if (this.#io.stderr.isTTY === true && this.#io.stderr instanceof Writable) {
      this.#spinner = yoctoSpinner({ text, stream: this.#io.stderr }).start();
    } else this.#io.stderr.write(`${text}…\n`);
    // The stages keep the thread to themselves; let the terminal have a turn.
    await setImmediate();
  }

  done(): void {
    this.#spinner?.stop();
    this.#spinner = undefined;
  }
}
