import { readFilters } from "./filters.js";
import { readIds } from "./ids.js";
import { readPollers } from "./pollers.js";
import { readResources } from "./resources.js";
import type { Api } from "./types.js";
import { readWaiters, type Things } from "./waiters.js";

/** What the extensions make of operations that belong together. */
export function readThings(
  things: Things,
): Pick<Api, "operations" | "waiters" | "pollers" | "filters" | "filterDialects" | "resources"> {
  const { operations, sets, dialects } = readFilters({ ...things, operations: readIds(things) });
  const known = { ...things, operations };
  const waiters = readWaiters(known);
  return {
    operations,
    waiters,
    pollers: readPollers(known, waiters),
    filters: sets,
    filterDialects: dialects,
    resources: readResources(known, waiters),
  };
}
