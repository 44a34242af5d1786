import { statSync } from "node:fs";
import { basename, dirname, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { watch, type FSWatcher } from "chokidar";
import type { ConfiguredApi } from "../config/index.js";
import { commandError, type CommandError } from "./command-error.js";

export type WatchedSpec = ConfiguredApi;

/**
 * Generates a client for the reasons given (the files that changed; none the first time). Returns the files that the
 * spec consists of, or none when it could not be generated from.
 */
export type Generate = (spec: WatchedSpec, because: readonly string[]) => Promise<readonly string[]>;

/** How long to wait after a change for others that belong to it: saving all files, switching branches. */
const settleMs = 50;

interface Watched {
  readonly spec: WatchedSpec;
  /** The files that the spec consisted of when it was last in order. */
  inputs: ReadonlySet<string>;
  /** Whether it was in order the last time. While it is not, a new file anywhere near it may be the cure. */
  inOrder: boolean;
  /** Whether it is to be generated from. */
  due: boolean;
  /** The files that changed since it was last generated from. */
  readonly changed: Set<string>;
}

/** Watches the folders of specs, and generates again after each change. One run at a time. */
export class SpecWatcher {
  readonly #specs: readonly Watched[];
  readonly #generate: Generate;
  readonly #watcher: FSWatcher;
  readonly #folders: readonly string[];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #fail: (error: unknown) => void = () => undefined;
  /** Rejects when a run throws or the watch breaks down; never resolves. */
  readonly failure: Promise<never>;

  constructor(specs: readonly WatchedSpec[], generate: Generate) {
    this.#specs = specs.map((spec) => ({
      spec,
      inputs: new Set<string>(),
      inOrder: false,
      due: false,
      changed: new Set<string>(),
    }));
    this.#generate = generate;
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    // Nobody has to listen.
    this.failure.catch(() => undefined);
    this.#folders = specs.map(({ spec }) => dirname(spec));
    const outs = specs.map(({ out }) => out);
    this.#watcher = watch([...new Set(this.#folders)], {
      ignoreInitial: true,
      ignored: (path) => this.#isIgnored(path) || outs.some((out) => isWithin(path, out)),
    });
    this.#watcher.on("error", (error) => this.#fail(cannotWatch(error)));
  }

  /** Generates every client for the first time, with the watch already on. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#watcher.once("ready", () => resolve()));
    this.#watcher.on("all", (_event, path) => this.#changed(path));
    for (const watched of this.#specs) watched.due = true;
    this.#runDue();
    await this.#running;
  }

  /** Ends the watch, and waits for a run that is under way. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const watched of this.#specs) watched.due = false;
    await this.#watcher.close();
    await this.#running;
  }

  #changed(path: string): void {
    for (const watched of this.#specs) {
      const isNear = !watched.inOrder && isWithin(path, dirname(watched.spec.spec));
      if (!isNear && !watched.inputs.has(path)) continue;
      watched.changed.add(path);
      watched.due = true;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#runDue(), settleMs);
  }

  #runDue(): void {
    // A run under way looks for what has become due when it is done.
    this.#running ??= this.#runAllDue()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#running = undefined));
  }

  async #runAllDue(): Promise<void> {
    for (let next = this.#nextDue(); next !== undefined; next = this.#nextDue()) {
      const because = [...next.changed].sort();
      next.changed.clear();
      next.due = false;
      const startedMs = Date.now();
      const inputs = await this.#generate(next.spec, because);
      next.inOrder = inputs.length > 0;
      if (!next.inOrder) continue;
      next.inputs = new Set(inputs);
      await this.#watchElsewhere(inputs, startedMs);
    }
  }

  /**
   * Watches files outside the folders of the specs, where --allow-ref lets references lead. What was saved after the
   * run began to read, and before the watch was on, counts as a change.
   */
  async #watchElsewhere(inputs: readonly string[], readMs: number): Promise<void> {
    const elsewhere = inputs.filter((path) => !this.#folders.some((folder) => isWithin(path, folder)));
    const areWatched = (): boolean => {
      const watched = this.#watcher.getWatched();
      return elsewhere.every((path) => watched[dirname(path)]?.includes(basename(path)) === true);
    };
    if (areWatched()) return;
    this.#watcher.add(elsewhere);
    for (let waitedMs = 0; !areWatched() && waitedMs < 1_000; waitedMs += 10) await sleep(10);
    for (const path of elsewhere) {
      const savedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? readMs;
      if (savedMs >= readMs) this.#changed(path);
    }
  }

  #nextDue(): Watched | undefined {
    return this.#specs.find(({ due }) => due);
  }

  /** Folders that hold no specs but may hold a great many files. */
  #isIgnored(path: string): boolean {
    const folder = this.#folders.find((candidate) => isWithin(path, candidate));
    if (folder === undefined) return false;
    const inner = path.slice(folder.length).split(sep);
    return inner.some((name) => name === "node_modules" || (name.startsWith(".") && name !== "."));
  }
}

function cannotWatch(error: unknown): CommandError {
  const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
  return commandError(
    "cannot-watch",
    `The files of the specs cannot be watched: ${reason}`,
    "Raise the system's limit of watched files (fs.inotify.max_user_watches on Linux), or keep the specs in a folder of their own.",
  );
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
