/** Where a command writes. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export type Interrupt = "SIGINT" | "SIGTERM";

/** Everything of the surrounding process that commands use, so that tests can put their own in its place. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls the listener when the process is told to end, instead of ending it. Returns what takes the listener off again. */
  onInterrupt(listener: (signal: Interrupt) => void): () => void;
}

/** The real process. */
export function processIo(): Io {
  ignoreClosedPipe(process.stdout);
  ignoreClosedPipe(process.stderr);
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    env: process.env,
    onInterrupt(listener) {
      const interrupts: readonly Interrupt[] = ["SIGINT", "SIGTERM"];
      for (const signal of interrupts) process.on(signal, listener);
      return () => {
        for (const signal of interrupts) process.off(signal, listener);
      };
    },
  };
}

/** Whoever reads our output may stop early (`clientwright inspect … | head`); that is no failure of ours. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
