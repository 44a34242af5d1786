export type { Configuration, ConfiguredApi } from "./check.js";
export { defineConfig, type ApiConfig, type Config } from "./config.js";
export { findConfig } from "./find.js";
export { loadConfig } from "./load.js";
