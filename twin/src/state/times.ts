import type { Json } from "../spec/json.js";
import type { Shape } from "../spec/schemas.js";

/** What a member's name says about the time it holds. */
export type TimeRole = "created" | "updated" | "deleted";

export function timeRole(name: string): TimeRole | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/);
  const rest = words.filter((word) => !["time", "timestamp", "date", "at", "on", "last", "ts"].includes(word));
  if (rest.length !== 1) return undefined;
  if (/^(created|creation|create)$/.test(rest[0] ?? "")) return "created";
  if (/^(updated|modified|changed|update)$/.test(rest[0] ?? "")) return "updated";
  return /^(deleted|removed)$/.test(rest[0] ?? "") ? "deleted" : undefined;
}

/** Whether a member of this schema can hold a time. */
export function holdsTime({ type, format }: Shape): boolean {
  return (
    type === "integer" || type === "number" || (type === "string" && (format === undefined || /^date/.test(format)))
  );
}

/** A time as the API writes it: as a number or as text, and text in the form of the example. */
export function written(ms: number, { type, format }: Shape, example: Json | undefined): Json {
  if (type === "integer" || type === "number")
    return typeof example === "number" && example > 1e11 ? Math.round(ms) : Math.floor(ms / 1000);
  const full = new Date(ms).toISOString();
  if (format === "date") return full.slice(0, 10);
  if (typeof example !== "string") return full;
  if (/^\d{4}-\d\d-\d\d$/.test(example)) return full.slice(0, 10);
  const seconds = /\.\d+/.test(example) ? full.slice(0, 23) : full.slice(0, 19);
  const zone = /[+-]\d\d:?\d\d$/.exec(example)?.[0];
  if (zone !== undefined) return `${seconds}${zone.includes(":") ? "+00:00" : "+0000"}`;
  return /Z$/i.test(example) ? `${seconds}Z` : /T\d\d:\d\d/.test(example) ? seconds : full;
}
