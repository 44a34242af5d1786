/**
 * Settles as the work does, unless the caller aborts or the time is up before: then it rejects with the reason of the
 * signal, or with the error that `late` makes. The signal that the work is given is aborted as well.
 *
 * @param ms may be infinite
 */
export const within = <T>(
  ms: number,
  caller: AbortSignal | undefined,
  late?: () => unknown,
  work?: (signal: AbortSignal) => Promise<T>,
): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    caller?.throwIfAborted();
    const controller = new AbortController();
    const end = (): void => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", onAbort);
    };
    const stop = (reason: unknown): void => {
      reject(reason);
      controller.abort(reason);
      end();
    };
    const onAbort = (): void => stop(caller?.reason);
    // A timer beyond its range would fire at once.
    const timer = ms < 2 ** 31 ? setTimeout(() => (late ? stop(late()) : resolve(end() as T)), ms) : undefined;
    caller?.addEventListener("abort", onAbort);
    void work?.(controller.signal).then(resolve, reject).then(end);
  });

/** Waits, in milliseconds. Rejects with the reason of the signal as soon as that is aborted. */
export const sleep: (ms: number, caller?: AbortSignal) => Promise<void> = within;
