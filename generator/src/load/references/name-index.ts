import { escapeToken } from "../pointer.js";
import { isList, isObject, member } from "../json.js";
import type { Json } from "../document.js";

/**
 * Places in one file that references may name other than by pointer. Anchors are keyed by resource and name: the
 * resource is the pointer of the nearest `$id` above, "" where there is none.
 */
export interface NameIndex {
  /** `$anchor` and `$dynamicAnchor`: `<resource pointer>#<name>` to pointer; the first of several wins. */
  readonly anchors: ReadonlyMap<string, string>;
  /** Schemas with an `$id` and files with a `$self`: pointer to URI without fragment. */
  readonly resources: ReadonlyMap<string, string>;
}

const empty: NameIndex = { anchors: new Map(), resources: new Map() };

/** Finds the named places of a file. Most files have none, which their text shows. */
export function indexNames(text: string, root: Json): NameIndex {
  if (!/\$(?:id|self|anchor|dynamicAnchor)\b/.test(text)) return empty;
  const anchors = new Map<string, string>();
  const resources = new Map<string, string>();
  const visit = (value: Json, pointer: string, outerResource: string, outerUri: string): void => {
    if (isList(value)) {
      for (const [index, item] of value.entries()) visit(item, `${pointer}/${index}`, outerResource, outerUri);
    }
    if (!isObject(value)) return;
    let resource = outerResource;
    let uri = outerUri;
    const own = member(value, pointer === "" && member(value, "$self") !== undefined ? "$self" : "$id");
    if (typeof own === "string" && !own.startsWith("#")) {
      resource = pointer;
      uri = absoluteUri(own, outerUri);
      resources.set(pointer, uri);
    }
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const name = member(value, keyword);
      if (typeof name !== "string") continue;
      const key = `${resource}#${name}`;
      if (!anchors.has(key)) anchors.set(key, pointer);
    }
    for (const [name, child] of Object.entries(value)) {
      if (typeof child === "object" && child !== null) visit(child, `${pointer}/${escapeToken(name)}`, resource, uri);
    }
  };
  visit(root, "", "", "");
  return { anchors, resources };
}

/** Resolves a URI reference against a base and drops its fragment; relative ones without a base stay relative. */
export function absoluteUri(reference: string, base: string): string {
  try {
    const url = base === "" ? new URL(reference) : new URL(reference, base);
    url.hash = "";
    return url.href;
  } catch {
    return reference.replace(/#.*$/s, "");
  }
}
