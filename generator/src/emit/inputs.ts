import { StructureKind, type InterfaceDeclarationStructure } from "ts-morph";
import type { InputMember, Operation } from "../ir/types.js";
import { inheritedMembers } from "../ir/reserved.js";
import { docsFor, limitsInWords } from "./docs.js";
import { code, type Code, join } from "./code.js";
import { identifier, propertyName, quoted } from "./escape.js";
import type { TypeScriptFile } from "./files.js";
import type { Printing, Types } from "./types.js";

/** The interface of what an operation takes: parameters and body side by side. */
export function inputInterface(
  file: TypeScriptFile,
  types: Types,
  operation: Operation,
): InterfaceDeclarationStructure[] {
  const { inputName, body, input, name } = operation;
  if (inputName === undefined) return [];
  const base = body?.model;
  // What may be given as an object is wider here than in the body itself.
  const widened = input.filter((member) => member.place === "body" && idObject(types, member) !== undefined);
  const own =
    base === undefined || !canExtend(types, base)
      ? input
      : input.filter((member) => member.place !== "body" || widened.includes(member));
  const whole = base === undefined ? undefined : types.modelName(base, "write");
  const names = join(widened.map((member) => quoted(member.name)), code` | `); // prettier-ignore
  return [
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: identifier(inputName).text,
      docs: docsFor({ description: `What {@link ${name}} takes.` }),
      extends:
        own === input || whole === undefined
          ? []
          : [file.text(widened.length === 0 ? whole : code`Omit<${whole}, ${names}>`)],
      properties: own.map((member) => ({
        kind: StructureKind.PropertySignature,
        name: file.text(propertyName(member.name)),
        hasQuestionToken: !member.required,
        type: file.text(memberType(types, operation, member)),
        docs: docsFor({
          description:
            member.description ?? (member.place === "body" && member.wireName === "" ? "What is sent." : undefined),
          notes: [limitsInWords(member.limits)].filter((note) => note !== undefined),
          default: member.default,
          deprecated: member.deprecated,
        }),
      })),
    },
  ];
}

/** A body of a named type brings its members along, unless that type is only another name for something. */
function canExtend(types: Types, model: string): boolean {
  return types.model(model).shape.kind === "object";
}

/** The type of a member, as callers write it. */
export function memberType(types: Types, { body }: Operation, member: InputMember): Code {
  const chosen = body?.contents[body.chosen];
  const isForm = chosen?.kind === "multipart" || chosen?.kind === "form";
  const binary: Printing["binary"] =
    member.place !== "body" ? "text" : isForm ? "upload" : member.wireName === "" ? "body" : "text";
  const given = types.print(member.type, { view: "write", binary });
  const typed = member.filter ?? member.order;
  const object = idObject(types, member);
  const filter = typed === undefined ? undefined : identifier(typed, { module: "filters", isType: true });
  const own = object === undefined ? given : code`${given} | ${object}`;
  const printed = filter === undefined ? own : code`${filter} | ${own}`;
  return member.required || member.type.kind === "unknown" ? printed : code`${printed} | undefined`;
}

/** The type of the objects that an input takes in place of their id. */
function idObject(types: Types, { idOf }: InputMember): Code | undefined {
  if (idOf?.model === undefined || idOf.member === undefined) return undefined;
  return code`Pick<${types.modelName(idOf.model, "read")}, ${quoted(idOf.member)}>`;
}

/** Whether an operation can be called without any input: `{}` must be one. */
export function isInputOptional({ input }: Operation): boolean {
  return input.every(({ required, name }) => !required && !inheritedMembers.has(name));
}

/** The parameter `input` of a function, where its operation takes one. */
export function inputParameter(
  file: TypeScriptFile,
  operation: Operation,
  inputName: string | undefined,
  module: string,
): { name: string; type: string; initializer?: string }[] {
  if (inputName === undefined) return [];
  const type = file.text(identifier(inputName, { module, isType: true }));
  return [{ name: "input", type, ...(isInputOptional(operation) ? { initializer: "{}" } : {}) }];
}
