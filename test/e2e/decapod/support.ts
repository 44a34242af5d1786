import { afterAll, afterEach, beforeEach } from "vitest";
import { DecapodClient, type DecapodOptions } from "@clientwright/decapod";
import { startDecapod, type DecapodServer } from "./server/server.js";

/** The server of a test, and clients for it. */
export interface Installation {
  readonly server: DecapodServer;
  /** A client of the user `root`. Each has a session of its own. */
  client(options?: DecapodOptions): DecapodClient;
}

/** Gives every test a server of its own, which is stopped after it. */
export function useDecapod(): Installation {
  let server: DecapodServer | undefined;
  const running = (): DecapodServer => {
    if (server === undefined) throw new Error("the server runs during tests only");
    return server;
  };
  beforeEach(async () => {
    server = await startDecapod();
  });
  const stop = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  afterEach(stop);
  afterAll(stop);
  return {
    get server() {
      return running();
    },
    client: (options) =>
      new DecapodClient({ baseUrl: running().url, username: "root", password: "s3cret", ...options }),
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
