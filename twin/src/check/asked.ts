import type { Json, JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";

/** A request as it came, from a socket or from `twin.fetch`. */
export interface Asked {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** What is wrong with a request. */
export interface Problem {
  readonly in: "path" | "query" | "header" | "cookie" | "body";
  /** The input to blame, with dots between nested names; empty for the body as a whole. */
  readonly field: string;
  readonly message: string;
  /** The status that this calls for by itself, as 415 does for a media type. */
  readonly status?: number;
}

/** A request in terms of the document. */
export interface Understood {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
  readonly query: JsonObject;
  readonly headers: JsonObject;
  readonly body: Json | undefined;
  /** It is a HEAD request: only what the reply's headers say is wanted. */
  readonly counting: boolean;
  /** What makes it a request outside the document. */
  readonly problems: readonly Problem[];
  /** What the document does not speak of, though no server would mind: unknown query parameters. */
  readonly notes: readonly string[];
}
