import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { IonosEnterpriseClient, type IonosEnterpriseOptions } from "@clientwright/ionosenterprise";
import { isApiError, isUnprocessableError } from "@clientwright/runtime";
import { startIonos, type Call, type IonosOptions, type IonosServer } from "./server/server.js";

/** The service of a test, and clients for it. */
export interface Account {
  readonly server: IonosServer;
  client(options?: IonosEnterpriseOptions): IonosEnterpriseClient;
  /** The last request of a client. */
  last(): Call;
}

/** Waits take no longer than they have to. */
export const pace = { delayMs: 1 } as const;

/**
 * Gives the tests of a file a service, which each test finds as it was in the beginning. The service itself may answer
 * nothing that the description does not know.
 */
export function useIonos(options?: IonosOptions): Account {
  let server: IonosServer | undefined;
  const running = (): IonosServer => {
    if (server === undefined) throw new Error("the service runs during tests only");
    return server;
  };
  beforeAll(async () => {
    server = await startIonos(options);
  });
  beforeEach(() => running().reset());
  afterEach(() => {
    const wrong = running().twin.requests.flatMap(({ target, replyProblems }) =>
      replyProblems.map((problem) => `${target}: ${problem}`),
    );
    expect(wrong).toEqual([]);
  });
  afterAll(async () => {
    await server?.close();
    server = undefined;
  });
  return {
    get server() {
      return running();
    },
    client: (given) =>
      new IonosEnterpriseClient({
        baseUrl: running().url,
        transport: running().transport,
        username: "twin",
        password: "twin",
        ...given,
      }),
    last: () => {
      const call = running().calls.at(-1);
      if (call === undefined) throw new Error("nothing has been sent");
      return call;
    },
  };
}

/** What a call that must fail fails with. */
export async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => {
      throw new Error(`it should have failed, and gave ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

/** The words with which the service refuses values. */
export async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  const error = await failure(call);
  if (!isUnprocessableError(error)) throw error;
  return error.problems[0]?.message;
}

/** All that the API has to say against a request, whatever the status. */
export async function complaints(call: Promise<unknown>): Promise<readonly string[]> {
  const error = await failure(call);
  if (!isApiError(error)) throw error;
  return error.problems.map(({ message }) => message);
}
