import { isList, isObject, listMember, member, objectMember, textMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import type { Json, JsonObject } from "../../load/document.js";
import type { Context, Rule } from "../rule.js";

/**
 * In our own specs `x-bigint` stands on integers, and what a value may be at one place is either a bigint or a number: the
 * reply does not tell which is meant.
 */
export const unfitBigint: Rule = {
  code: "unfit-extension",
  start: ({ report, names, root, resolve }) => {
    if (names !== "checked") return {};
    return {
      everyKind: (kind, schema, pointer) => {
        if (kind !== "schema") return;
        const fault = typeof schema["x-bigint"] === "boolean" ? faultOf(schema) : undefined;
        if (fault !== undefined) {
          report({
            code: "unfit-extension",
            message: `\`x-bigint\` stands on ${fault}, which cannot be a bigint.`,
            help: "It is for schemas of the type integer without listed values; put it there, or leave it out.",
            pointer: `${pointer}/x-bigint`,
          });
        }
        for (const keyword of ["oneOf", "anyOf"] as const) {
          const name = mixedMember(listMember(schema, keyword) ?? [], root, resolve);
          if (name === undefined) continue;
          const what = name === "" ? "The value" : `The member \`${name}\``;
          report({
            code: "unfit-extension",
            message: `${what} is a bigint in one of these and a number in another, and a reply does not tell which.`,
            help: "Say `x-bigint` of both, or of none.",
            pointer: `${pointer}/${escapeToken(keyword)}`,
          });
        }
      },
    };
  },
};

/** What it is that cannot be a bigint; nothing when it can. */
function faultOf(schema: JsonObject): string | undefined {
  if (textMember(schema, "$ref") !== undefined) return "a reference";
  if (member(schema, "enum") !== undefined || member(schema, "const") !== undefined) return "a list of values";
  const type = member(schema, "type");
  if ((isList(type) ? type : [type]).includes("integer")) return undefined;
  return typeof type === "string" ? `a value of the type ${type}` : "no integer";
}

/** A member that is a bigint in one of the alternatives and a number in another; "" for the alternatives themselves. */
function mixedMember(list: readonly Json[], root: JsonObject, resolve: Context["resolve"]): string | undefined {
  const seen = new Map<string, Set<"bigint" | "number">>();
  const note = (name: string, value: Json | undefined): void => {
    const kind = kindOf(resolve(value), root);
    if (kind !== undefined) seen.set(name, (seen.get(name) ?? new Set<typeof kind>()).add(kind));
  };
  const enter = (value: Json, depth: number): void => {
    const schema = resolve(value);
    if (schema === undefined || depth > 20) return;
    for (const [name, property] of Object.entries(objectMember(schema, "properties") ?? {})) note(name, property);
    for (const part of listMember(schema, "allOf") ?? []) enter(part, depth + 1);
  };
  for (const value of list) {
    note("", value);
    enter(value, 0);
  }
  return [...seen].find(([, kinds]) => kinds.size > 1)?.[0];
}

function kindOf(schema: JsonObject | undefined, root: JsonObject): "bigint" | "number" | undefined {
  if (!isObject(schema)) return undefined;
  const type = member(schema, "type");
  const types = isList(type) ? type : [type];
  if (types.includes("number")) return "number";
  if (!types.includes("integer")) return undefined;
  const own = member(schema, "x-bigint");
  const isWide = member(root, "x-bigint") === true && /^u?int64$/.test(textMember(schema, "format") ?? "");
  const hasValues = member(schema, "enum") !== undefined || member(schema, "const") !== undefined;
  return !hasValues && (typeof own === "boolean" ? own : isWide) ? "bigint" : "number";
}
