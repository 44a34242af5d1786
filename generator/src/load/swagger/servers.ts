import { isList, textMember } from "../json.js";
import type { Json, JsonObject } from "../document.js";

/**
 * `host`, `basePath` and `schemes` as server objects, one a scheme. Without a host the address is relative to where the
 * document is served; without schemes it is https.
 */
export function serversOf(root: JsonObject, schemes: Json | undefined): readonly Json[] {
  const host = textMember(root, "host");
  const basePath = (textMember(root, "basePath") ?? "").replace(/\/+$/, "");
  if (host === undefined) return basePath === "" ? [] : [{ url: basePath }];
  const named = isList(schemes) ? schemes.filter((scheme) => typeof scheme === "string") : [];
  return (named.length > 0 ? named : ["https"]).map((scheme) => ({ url: `${scheme}://${host}${basePath}` }));
}
