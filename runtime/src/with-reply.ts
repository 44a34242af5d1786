import type { Reply, RequestOptions } from "./types.js";

/** What a call answered, together with the status and headers that it came with. */
export interface WithReply<T> {
  /** What the call answered. */
  readonly data: T;
  /** Status and headers of its reply. */
  readonly reply: Reply;
}

/**
 * Carries out a call and also gives the status and headers of its reply:
 * `const { data, reply } = await withReply((options) => getProfile(client, options));`
 *
 * @param call must hand the options on to exactly one operation; TypeError when it hands them on to none
 */
export async function withReply<T>(
  call: (options: RequestOptions) => Promise<T>,
  options?: RequestOptions,
): Promise<WithReply<T>> {
  let reply: Reply | undefined;
  const onReply = (received: Reply): void => {
    reply = received;
    options?.onReply?.(received);
  };
  const data = await call({ ...options, onReply });
  if (reply === undefined) throw new TypeError("withReply: the options were not handed on to an operation");
  return { data, reply };
}
