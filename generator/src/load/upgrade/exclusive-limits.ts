import type { Draft } from "../json.js";

/**
 * `maximum: 5, exclusiveMaximum: true` becomes `exclusiveMaximum: 5`, and the same for the minimum.
 * https://spec.openapis.org/oas/v3.0.4.html#schema-object
 */
export function exclusiveLimits(schema: Draft): void {
  for (const [limit, exclusive] of [
    ["maximum", "exclusiveMaximum"],
    ["minimum", "exclusiveMinimum"],
  ] as const) {
    const isExclusive = schema[exclusive];
    if (typeof isExclusive !== "boolean") continue;
    const value = schema[limit];
    delete schema[exclusive];
    if (!isExclusive || typeof value !== "number") continue;
    delete schema[limit];
    schema[exclusive] = value;
  }
}
