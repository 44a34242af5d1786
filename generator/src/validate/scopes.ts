import { objectMember, textMember } from "../load/json.js";
import type { JsonObject } from "../load/document.js";

/** The scopes that the security schemes of a document list, by the name of the scheme. Schemes without any are left out. */
export function listedScopes(root: JsonObject): ReadonlyMap<string, readonly string[]> {
  const schemes = objectMember(objectMember(root, "components") ?? {}, "securitySchemes") ?? {};
  const listed = Object.keys(schemes).map((name) => [name, scopesOf(objectMember(schemes, name) ?? {})] as const);
  return new Map(listed.filter(([, scopes]) => scopes.length > 0));
}

function scopesOf(scheme: JsonObject): readonly string[] {
  if (textMember(scheme, "type") !== "oauth2") return [];
  const flows = objectMember(scheme, "flows") ?? {};
  return Object.keys(flows).flatMap((flow) =>
    Object.keys(objectMember(objectMember(flows, flow) ?? {}, "scopes") ?? {}),
  );
}
