import { readFileSync } from "node:fs";

/** The version of this package. */
export function version(): string {
  const value: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  if (typeof value !== "object" || value === null || !("version" in value)) return "unknown";
  return String(value.version);
}
