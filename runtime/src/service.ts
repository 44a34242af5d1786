import { runner, type Run } from "./run.js";
import type { Call, Client, ClientOptions, RequestOptions, ServiceDefinition } from "./types.js";

/**
 * Carries out the calls of one service for one set of credentials. Building it sends nothing.
 *
 * @throws ConfigurationError when there is no usable base URL
 */
export class Service implements Client {
  readonly #run: Run;

  constructor(definition: ServiceDefinition, options: ClientOptions = {}) {
    this.#run = runner(definition, options, this);
  }

  /** {@inheritDoc Client.send} */
  send<T>(call: Call, options: RequestOptions = {}): Promise<T> {
    // Generated code knows the type of what the reader of its operation gives.
    return this.#run(call, options) as Promise<T>;
  }
}
