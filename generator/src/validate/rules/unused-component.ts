import { isList, isObject, objectMember, referenceOf, textMember } from "../../load/json.js";
import { formatPointer, parsePointer, pointerOfLocalRef } from "../../load/pointer.js";
import type { Json, JsonObject } from "../../load/document.js";
import type { Rule, RuleProblem } from "../rule.js";

/** In our own specs nothing is left over: every component, and every entry of a file, is referred to. */
export const unusedComponent: Rule = {
  code: "unused-component",
  start: ({ report, names, root, leftovers }) => {
    if (names !== "checked") return {};
    const complain = (name: string, place: Pick<RuleProblem, "pointer" | "place">): void =>
      report({
        code: "unused-component",
        message: `Nothing refers to \`${name}\`.`,
        help: "Remove it, or refer to it where it belongs.",
        ...place,
        atKey: true,
      });
    return {
      document: () => {
        const used = usedComponents(root);
        for (const pointer of componentsOf(root)) {
          if (!used.has(pointer)) complain(parsePointer(pointer).at(-1) ?? "", { pointer });
        }
        for (const place of leftovers()) complain(parsePointer(place.pointer).at(-1) ?? "", { pointer: "", place });
      },
    };
  },
};

/** The pointers of all components. */
function componentsOf(root: JsonObject): readonly string[] {
  const components = objectMember(root, "components") ?? {};
  return Object.keys(components)
    .filter((kind) => !kind.startsWith("x-"))
    .flatMap((kind) =>
      Object.keys(objectMember(components, kind) ?? {}).map((name) => formatPointer(["components", kind, name])),
    );
}

/** The pointers of the components that the rest of the document leads to, directly or by way of others. */
function usedComponents(root: JsonObject): ReadonlySet<string> {
  const components = objectMember(root, "components") ?? {};
  const used = new Set<string>();
  const use = (kind: string, name: string): void => {
    const pointer = formatPointer(["components", kind, name]);
    if (used.has(pointer)) return;
    used.add(pointer);
    enter(objectMember(components, kind)?.[name]);
  };
  const follow = (ref: string): void => {
    const [home, kind, name] = parsePointer(pointerOfLocalRef(ref));
    if (home === "components" && kind !== undefined && name !== undefined) use(kind, name);
  };
  const enter = (value: Json | undefined): void => {
    if (isList(value)) for (const item of value) enter(item);
    if (!isObject(value)) return;
    const ref = referenceOf(value);
    if (ref?.startsWith("#") === true) follow(ref);
    const schema = textMember(value, "x-id-of");
    if (schema !== undefined) use("schemas", schema);
    for (const target of Object.values(objectMember(objectMember(value, "discriminator") ?? {}, "mapping") ?? {})) {
      if (typeof target !== "string") continue;
      if (target.startsWith("#")) follow(target);
      else use("schemas", target);
    }
    const { security } = value;
    for (const requirement of isList(security) ? security : []) {
      for (const name of isObject(requirement) ? Object.keys(requirement) : []) use("securitySchemes", name);
    }
    for (const child of Object.values(value)) if (typeof child === "object") enter(child);
  };
  for (const [name, value] of Object.entries(root)) if (name !== "components") enter(value);
  enter({ security: root["security"] ?? [] });
  return used;
}
