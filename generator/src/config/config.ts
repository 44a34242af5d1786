/** What a project's `clientwright.config.ts` says. Paths are relative to the folder of that file. */
export interface Config {
  /** The APIs to generate clients for, by name. A name is camelCase and becomes the stem of the client's names. */
  readonly apis: Readonly<Record<string, ApiConfig>>;
}

/** One API. */
export interface ApiConfig {
  /** Root file of the OpenAPI document. */
  readonly spec: string;
  /** Folder for the client, within the project. Files in it that Clientwright did not write are left alone. */
  readonly out: string;
  /** Name of the npm package: `@example/cloud`. */
  readonly package: string;
  /**
   * Folder of hand-written TypeScript modules that ship inside the client. They are copied as they are, and their exports
   * become exports of the client.
   */
  readonly extras?: string | undefined;
}

/** Gives a configuration its type, so that editors complete and check it. */
export function defineConfig(config: Config): Config {
  return config;
}
