import {
  bearer,
  Service,
  type Call,
  type ClientOptions,
  type ServiceDefinition,
  jsonBody,
} from "@clientwright/runtime";
import { nodeTransport } from "../../../runtime/src/node/index.js";

/** The transports, all of which have to pass the same tests. */
export const transports = [
  { name: "fetch", transport: undefined },
  { name: "the Node transport", transport: nodeTransport() },
] as const;

export const service: ServiceDefinition = {
  name: "faulty",
  version: "1",
  servers: [],
  credentials: { token: bearer({ option: "token" }) },
  security: [["token"]],
  errors: { list: ["errors"], message: ["reason"] },
};

/** A client whose pauses between attempts are short. */
export function clientOf(
  options: ClientOptions & Readonly<Record<string, unknown>>,
  definition: ServiceDefinition = service,
): Service {
  const all = { token: "s3cret", retry: { baseDelayMs: 2 }, timeoutMs: 5_000, ...options };
  return new Service(definition, all);
}

export const get: Call = { operation: "getThing", method: "GET", path: "/thing" };
export const post: Call = { operation: "createThing", method: "POST", path: "/things", body: jsonBody({ a: 1 }) };

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) return outcome.error;
  throw new Error(`should have been rejected, but gave ${JSON.stringify(outcome.value)}`);
}
