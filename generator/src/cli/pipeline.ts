import type * as pipeline from "../run.js";

/** Loads the pipeline when it is needed: with its compiler it takes a good half second, which help can do without. */
export function loadPipeline(): Promise<typeof pipeline> {
  return import("../run.js");
}
