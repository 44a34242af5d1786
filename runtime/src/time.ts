/**
 * Settles as the work does, unless the caller aborts or the time is up before: then with the reason of the signal, or
 * with the error that `late` makes. The signal that the work is given is aborted as well.
 *
 * @param ms may be infinite
 */
export async function within<T>(
  ms: number,
  caller: AbortSignal | undefined,
  late: () => unknown,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  const onAbort = (): void => controller.abort(caller?.reason);
  caller?.addEventListener("abort", onAbort);
  if (caller?.aborted) onAbort();
  // A timer beyond its range would fire at once.
  const timer = ms < 2 ** 31 ? setTimeout(() => controller.abort(late()), ms) : undefined;
  try {
    return await Promise.race([ended, work(signal)]);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener("abort", onAbort);
  }
}

/** Waits, in milliseconds. Rejects with the reason of the signal as soon as that is aborted. */
export function sleep(ms: number, caller?: AbortSignal): Promise<void> {
  const pause = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener("abort", () => clearTimeout(timer));
    });
  return within(Infinity, caller, Error, pause);
}
