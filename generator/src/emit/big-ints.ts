import { StructureKind, VariableDeclarationKind } from "ts-morph";
import type { Api, Field, JsonValue, TypeRef } from "../ir/types.js";
import { code, type Code } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, literal } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import type { Types } from "./types.js";

/** `big-ints.ts`: where in what is received the integers are that keep all their digits (`x-bigint`). */
export function emitBigInts(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("big-ints");
  const table = api.models.flatMap(({ id, name, usage, shape }) => {
    if (!usage.output || !types.holdsBigInt({ kind: "model", model: id })) return [];
    const place = shape.kind === "alias" ? placeOf(types, shape.type) : membersPlace(types, types.allFields(id));
    return place === undefined ? [] : [[identifier(name).text, place] as const];
  });
  if (table.length === 0) return file;
  file.add({
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs: docsFor({ description: "Where in what the API answers the integers are that are read as `bigint`." }),
    declarations: [{ name: "bigInts", initializer: file.text(code`${literal(Object.fromEntries(table))} as const`) }],
  });
  return file;
}

/** The arguments by which the runtime finds the integers in a value of the type; nothing when it holds none. */
export function bigIntPlaces(types: Types, type: TypeRef | undefined): Code | undefined {
  const place = type === undefined ? undefined : placeOf(types, type);
  if (place === undefined) return undefined;
  const table = namesModel(place) ? code`, ${identifier("bigInts", { module: "big-ints", isType: false })}` : code``;
  return code`${literal(place)}${table}`;
}

/** A place, as the runtime describes it. */
type Place = true | string | readonly JsonValue[] | { readonly [member: string]: Place };

function placeOf(types: Types, type: TypeRef): Place | undefined {
  if (!types.holdsBigInt(type)) return undefined;
  switch (type.kind) {
    case "bigint":
      return true;
    case "model":
      return types.model(type.model).name;
    case "array":
      return each(placeOf(types, type.items));
    case "record":
      return each(placeOf(types, type.values));
    case "tuple": {
      const items = type.items.map((item, index) => [String(index), placeOf(types, item)] as const);
      return all([named(items), type.rest && each(placeOf(types, type.rest))]);
    }
    case "object": {
      const { shape } = type;
      const fields = [...shape.extends.flatMap((base) => types.allFields(base)), ...shape.fields];
      return fields.length > 0
        ? membersPlace(types, fields)
        : each(shape.additional && placeOf(types, shape.additional));
    }
    case "union":
    case "intersection":
      return all(type.members.map((member) => placeOf(types, member)));
    default:
      return undefined;
  }
}

function membersPlace(types: Types, fields: readonly Field[]): Place | undefined {
  return named(fields.map(({ name, type }) => [name, placeOf(types, type)] as const));
}

/** Members of an object. The runtime reads none that would reach a prototype. */
function named(members: readonly (readonly [name: string, place: Place | undefined])[]): Place | undefined {
  const found = members.flatMap(([name, place]) =>
    place === undefined || name === "__proto__" ? [] : [[name, place]],
  );
  return found.length === 0 ? undefined : (Object.fromEntries(found) as { readonly [member: string]: Place });
}

function each(place: Place | undefined): Place | undefined {
  return place === undefined ? undefined : ["each", place];
}

function all(places: readonly (Place | undefined)[]): Place | undefined {
  const found = places.filter((place) => place !== undefined);
  return found.length < 2 ? found[0] : ["all", ...found];
}

function namesModel(place: JsonValue): boolean {
  if (Array.isArray(place)) return place.slice(1).some(namesModel);
  return (
    typeof place === "string" || (typeof place === "object" && place !== null && Object.values(place).some(namesModel))
  );
}
