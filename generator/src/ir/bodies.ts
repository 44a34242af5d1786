import type { JsonObject } from "../load/document.js";
import { chosenFields } from "./actions.js";
import { asObject, asString, defined, member } from "./json.js";
import { preferred, readContents } from "./contents.js";
import { pascalCase } from "./names.js";
import type { Located } from "./operations.js";
import { child, pointerOf, segments } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import { descriptionOf } from "./text.js";
import type { Body, Content, Field, InputMember } from "./types.js";

/** A body, and the members it adds to the input. */
export interface ReadBody {
  readonly body?: Body;
  readonly members: readonly InputMember[];
  /** Every member that the body may have, whether it is asked for or not; none when it is no plain object. */
  readonly fields: readonly Field[];
}

/**
 * Reads what an operation sends. The fields of an object stand beside the parameters, unless a name would mean two
 * things or the body's being there at all is a choice; then the body is one member, `body`.
 */
export function readBody(
  schemas: Schemas,
  operation: JsonObject,
  pointer: string,
  hint: string,
  parameters: readonly InputMember[],
  located?: Located,
): ReadBody {
  const value = member(operation, "requestBody");
  const requestBody = schemas.resolve(value);
  if (requestBody === undefined) return { members: [], fields: [] };
  const reference = asString(member(asObject(value), "$ref"));
  const at = reference === undefined ? child(pointer, "requestBody") : pointerOf(reference);
  const [components, , key] = segments(at);
  const owner = located?.action?.carrier ?? hint;
  const name = components === "components" && key !== undefined ? pascalCase(key) : `${owner}Body`;
  const content = member(requestBody, "content");
  const contents = readSpread(schemas, content, child(at, "content"), name);
  const chosen = preferred(contents.all);
  const first = contents.all[chosen];
  if (first === undefined) return { members: [], fields: [] };

  const all = contents.fields.get(chosen);
  const fields = all === undefined || located === undefined ? all : chosenFields(located, all);
  // Once its members are chosen it is no longer the model; with the value that decides, it is always there.
  const isWhole = fields === all || fields?.length === all?.length;
  const action = located?.action;
  const isAction = action !== undefined;
  const hasNothing = fields === undefined ? action?.inputs.includes("body") === false : fields.length === 0;
  if (isAction && hasNothing && action.by.place !== "body") return { members: [], fields: all ?? [] };
  // That a body is a choice may only be for the sake of actions that have none.
  const isOwn = located?.leftOut !== undefined && fields?.some((field) => field.required) === true;
  const required = member(requestBody, "required") === true || isAction || isOwn;
  const isSpread = fields !== undefined && canSpread(fields, required, isAction ? [] : parameters);
  const description = descriptionOf(requestBody);
  const body = defined<Body>({
    required,
    form: isSpread ? "fields" : "member",
    model: isSpread && isWhole && !isAction && first.type.kind === "model" ? first.type.model : undefined,
    description,
    contents: contents.all,
    chosen,
  });
  const members = isSpread ? fields.map(memberOf) : [wholeBody(first, required, description)];
  return { body, members, fields: all ?? [] };
}

/** The contents of a body, and the fields of those that are plain objects, by index. */
function readSpread(
  schemas: Schemas,
  content: Parameters<typeof readContents>[1],
  pointer: string,
  name: string,
): { all: readonly Content[]; fields: ReadonlyMap<number, readonly Field[]> } {
  const all = readContents(schemas, content, pointer, name);
  const fields = new Map<number, readonly Field[]>();
  for (const [index, { type, kind }] of all.entries()) {
    const takesFields = kind === "json" || kind === "form" || kind === "multipart";
    if (!takesFields || type.kind !== "model") continue;
    const shape = schemas.shapeAt(type.model);
    const all = [...schemas.allFieldsAt(type.model).values()].filter((field) => field.readOnly !== true);
    if (shape !== undefined && shape.additional === undefined && all.length > 0) fields.set(index, all);
  }
  return { all, fields };
}

function canSpread(fields: readonly Field[], required: boolean, parameters: readonly InputMember[]): boolean {
  if (!required && fields.some((field) => field.required)) return false;
  const names = new Set(parameters.map(({ name }) => name));
  return !fields.some((field) => names.has(field.name) || field.name === "__proto__");
}

function memberOf(field: Field): InputMember {
  const { name, type, required, description, deprecated, sensitive, limits, prefix } = field;
  return defined<InputMember>({
    name,
    wireName: name,
    place: "body",
    required,
    type,
    description,
    deprecated,
    sensitive,
    default: field.default,
    limits,
    prefix,
    idOf: field.idOf === undefined ? undefined : { schema: field.idOf },
  });
}

function wholeBody({ type }: Content, required: boolean, description: string | undefined): InputMember {
  return defined<InputMember>({ name: "body", wireName: "", place: "body", required, type, description });
}
