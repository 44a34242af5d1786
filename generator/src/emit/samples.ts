import type { Operation, TypeRef } from "../ir/types.js";
import type { Code } from "./code.js";
import { code, join } from "./code.js";
import { literal, memberName } from "./escape.js";
import { isVisible, type Types } from "./types.js";

/** A value of a type, for a program that shows how something is called; nothing where it would have to guess too much. */
export function sampleOf(types: Types, type: TypeRef, depth = 0): Code | undefined {
  if (depth > 4) return undefined;
  switch (type.kind) {
    case "string":
      return literal(
        type.format === "date-time" ? "2030-01-01T00:00:00Z" : type.format === "date" ? "2030-01-01" : "example",
      );
    case "number":
      return code`1`;
    case "bigint":
      return code`1n`;
    case "boolean":
      return code`true`;
    case "null":
      return code`null`;
    case "unknown":
      return code`{}`;
    case "literal":
      return literal(type.value);
    case "enum":
      return literal(types.enum(type.enum).values[0]?.value ?? null);
    case "array":
      return code`[]`;
    case "record":
      return code`{}`;
    case "binary":
      return code`new Blob()`;
    case "union":
      return type.members.map((member) => sampleOf(types, member, depth + 1)).find((sample) => sample !== undefined);
    case "model": {
      const { shape } = types.model(type.model);
      if (shape.kind === "alias") return sampleOf(types, shape.type, depth + 1);
      return sampleObject(
        types,
        types.allFields(type.model).filter((field) => isVisible(field, "write")),
        depth,
      );
    }
    default:
      return undefined;
  }
}

/** The input that an operation cannot do without, empty when there is none; nothing where it cannot be shown. */
export function sampleInput(types: Types, { input }: Operation): Code | undefined {
  if (input.every(({ required }) => !required)) return code``;
  return sampleObject(types, input, 0);
}

function sampleObject(
  types: Types,
  fields: readonly { name: string; type: TypeRef; required: boolean }[],
  depth: number,
): Code | undefined {
  const members: Code[] = [];
  for (const { name, type, required } of fields) {
    if (!required) continue;
    const value = sampleOf(types, type, depth + 1);
    if (value === undefined) return undefined;
    members.push(code`${memberName(name)}: ${value}`);
  }
  return code`{ ${join(members, code`, `)} }`;
}
