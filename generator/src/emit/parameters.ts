import type { InputMember, ParameterStyle, TypeRef } from "../ir/types.js";
import { code, type Code, runtimeValue } from "./code.js";
import { quoted } from "./escape.js";
import type { Types } from "./types.js";

/** What decides how a parameter is written. */
type StyledMember = Pick<InputMember, "place" | "wireName" | "type" | "style" | "prefix">;

/** The value of a parameter as the runtime wants it: bare where the usual style will do, wrapped where it will not. */
export function styledValue(types: Types, member: StyledMember, value: Code): Code {
  const { style } = member;
  if (style === undefined || member.prefix !== undefined) return value;
  return member.place === "path" ? pathValue(types, member, style, value) : plainValue(types, member, style, value);
}

function pathValue(
  types: Types,
  member: StyledMember,
  { style, explode, contentType }: ParameterStyle,
  value: Code,
): Code {
  switch (style) {
    case "label":
      return code`${runtimeValue("label")}(${value}, ${flag(explode)})`;
    case "matrix":
      return code`${runtimeValue("matrix")}(${quoted(member.wireName)}, ${value}, ${flag(explode)})`;
    case "content":
      return isJson(contentType) ? code`${runtimeValue("jsonParam")}(${value})` : value;
    default:
      return explode && !isScalar(types, member.type) ? code`${runtimeValue("simpleExplode")}(${value})` : value;
  }
}

function plainValue(
  types: Types,
  { place, type }: StyledMember,
  { style, explode, allowReserved, contentType }: ParameterStyle,
  value: Code,
): Code {
  const options = allowReserved && place === "query" ? code`, { reserved: true }` : code``;
  switch (style) {
    case "deepObject":
      return code`${runtimeValue("deepObject")}(${value}${options})`;
    case "content":
      return isJson(contentType) ? code`${runtimeValue("jsonParam")}(${value})` : value;
    case "spaceDelimited":
    case "pipeDelimited":
      if (!explode && !isScalar(types, type)) return code`${runtimeValue(style)}(${value}${options})`;
      break;
    case "form":
      if (!explode && !isScalar(types, type)) return code`${runtimeValue("formJoined")}(${value}${options})`;
      break;
    case "simple":
      if (explode && !isScalar(types, type)) return code`${runtimeValue("simpleExplode")}(${value})`;
      break;
    default:
  }
  return allowReserved && place === "query" ? code`${runtimeValue("reserved")}(${value})` : value;
}

/** Whether every value of the type is written as one piece, so that its style makes no difference. */
function isScalar(types: Types, type: TypeRef): boolean {
  switch (type.kind) {
    case "string":
    case "number":
    case "bigint":
    case "boolean":
    case "literal":
    case "enum":
    case "null":
      return true;
    case "union":
      return type.members.every((member) => isScalar(types, member));
    case "model": {
      const { shape } = types.model(type.model);
      return shape.kind === "alias" && shape.type.kind !== "union" && isScalar(types, shape.type);
    }
    default:
      return false;
  }
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /[/+]json(;|$)/i.test(contentType);
}

function flag(value: boolean): Code {
  return value ? code`true` : code`false`;
}
