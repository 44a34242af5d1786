/**
 * The library behind the command line: makes clients from OpenAPI documents. `run` does what `clientwright generate`
 * does for one API, `inspect` what `clientwright validate` and `clientwright inspect` do.
 */
export type * from "./cli/results.js";
export { defineConfig, type ApiConfig, type Config } from "./config/index.js";
export type { Diagnostic, Severity } from "./diagnostics/diagnostic.js";
export { render, type RenderOptions } from "./diagnostics/render.js";
export type * from "./ir/types.js";
export type { Change, FileReport, WriteReport } from "./output/index.js";
export { inspect, run, type RunReport, type RunRequest, type SpecReport, type SpecRequest } from "./run.js";
export type { StageName } from "./stages.js";
